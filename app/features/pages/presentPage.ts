import type { Actor } from '../../http/actor.ts'

/** The signature of the page's own address, so that the first screen needs no round trip for it. */
export interface PageSignature {
  timestamp: number
  nonceStr: string
  signature: string
}

export interface BootData extends Partial<PageSignature> {
  corpId: string
  agentId: number
  userName: string
  role: Actor['role']
}

/** Writes who is here into the page, and the client's colour scheme before the first paint. */
export function presentPage(html: string, boot: BootData, userAgent: string): string {
  const data = `<script type="application/json" id="boot">${escapeJson(boot)}</script>`
  const theme = /ColorScheme\/(Dark|Light)/i.exec(userAgent)?.[1]?.toLowerCase()
  // Replacers are functions: a `$` in a name must stay a `$`.
  const withData = html.replace('</head>', () => `${data}</head>`)
  return theme ? withData.replace('<html', () => `<html data-theme="${theme}"`) : withData
}

/** JSON inside HTML: no `<` can end the block or open a comment. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
