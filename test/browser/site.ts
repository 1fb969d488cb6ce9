import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { pageRoutes } from '../../app/features/pages/routes.ts'
import type { Actor } from '../../app/http/actor.ts'
import { createHttpApp } from '../../app/http/app.ts'
import { type Device, openContext, WECOM_USER_AGENT } from '../support/browser.ts'
import { buildPages } from '../support/builtPages.ts'
import { type ClientStart, FAKE_BRIDGE } from './bridge.ts'
import type { Posted } from './fixtureParts.ts'
import { fixtureRoutes } from './fixtureRoutes.ts'
import { NOW_MS } from './fixtures.ts'
import { silentLog } from './silentLog.ts'

const GUIDE: Actor = {
  guideId: 1,
  userId: 'guide.lin',
  name: '林晓',
  level: 'skilled',
  role: 'guide',
  storeCodes: ['SH001'],
  reach: { kind: 'none' },
}
const MANAGER: Actor = { ...GUIDE, name: '沈越', role: 'region_manager', reach: { kind: 'all' } }
const OPERATOR: Actor = { ...MANAGER, name: '顾宁', role: 'operator' }

export type SiteRole = 'guide' | 'manager' | 'operator' | 'nobody'

export interface Site {
  url: string
  distDir: string
  /** What the pages have posted, in order. */
  posted: Posted[]
  /** Who is signed in; undefined: nobody. */
  signInAs(who: SiteRole): void
  close(): Promise<void>
}

/** The real built pages behind the real Koa app and its security headers, over answers made from fixtures. */
export async function startSite(): Promise<Site> {
  const distDir = await buildPages()
  const posted: Posted[] = []
  let actor: Actor | undefined = GUIDE
  const authenticate = async () => actor
  const site = { publicBaseUrl: 'http://127.0.0.1', corpId: 'ww0123456789abcdef', agentId: 1000002 }
  const agentConfigFor = async () => ({ timestamp: NOW_MS / 1000, nonceStr: 'n0nce', signature: 'a'.repeat(40) })
  const app = createHttpApp({
    routes: [...pageRoutes({ distDir, agentConfigFor, site, authenticate }), ...fixtureRoutes(posted)],
    log: silentLog,
    authenticate,
    sessionSecret: 'a secret for tests only',
    isHttps: false,
    publicOrigin: site.publicBaseUrl,
  })
  const server = await new Promise<Server>((resolve) => {
    const listening = createServer(app.callback()).listen(0, '127.0.0.1', () => resolve(listening))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    distDir,
    posted,
    signInAs: (who) => {
      actor = { guide: GUIDE, manager: MANAGER, operator: OPERATOR, nobody: undefined }[who]
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface Visit {
  context: BrowserContext
  page: Page
  close(): Promise<void>
}

/** Opens a page the way WeCom's client does: its user agent, its bridge. */
export async function visit(site: Site, path: string, start: ClientStart = {}, device: Device = {}): Promise<Visit> {
  const context = await openContext({ userAgent: WECOM_USER_AGENT, ...device })
  await context.addInitScript(`window.fakeClientStart = ${JSON.stringify(start)};${FAKE_BRIDGE}`)
  const page = await context.newPage()
  await page.goto(site.url + path)
  return { context, page, close: () => context.close() }
}
