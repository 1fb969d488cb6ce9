import './classicJsx.ts'
import type { ComponentChild } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Desk, DeskContext } from '../../sidebar/guide/desk.ts'

const DESK: Desk = {
  boot: { corpId: 'ww1', agentId: 1, userName: '林晓', role: 'guide' },
  wecom: {
    where: () => Promise.resolve({ kind: 'home' }),
    send: () => Promise.resolve({ result: 'ok' }),
    copy: () => Promise.resolve(true),
    openChat: () => Promise.resolve(true),
  },
  reporter: { report: () => Promise.resolve(undefined), waiting: () => 0 },
  say: () => undefined,
  looks: 0,
  lookAround: () => Promise.resolve(),
}

/** The HTML of a part of the guide's page, as its first paint. */
export function renderAtDesk(child: ComponentChild): string {
  return renderToString(<DeskContext.Provider value={DESK}>{child}</DeskContext.Provider>)
}

/** What a person reads of it. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
