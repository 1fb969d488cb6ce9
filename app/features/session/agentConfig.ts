import { randomBytes } from 'node:crypto'
import { jsSdkSignature } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import type { AgentConfig } from './contract.ts'

/** JS-SDK tickets of the app, fetched once for all who wait: WeCom gives 100 an hour. */
export interface TicketSource {
  read(kind: 'app'): Promise<string>
}

export type AgentConfigFor = (url: string) => Promise<AgentConfig>

const SIGNED_PATHS = ['/sidebar', '/board']

/**
 * Signs a page of ours for the JS-SDK.
 * @throws AppError BAD_REQUEST for any other address: whoever may have an address signed may act as our app in it
 */
export function createAgentConfig(deps: Pick<Deps, 'site' | 'clock'>, tickets: TicketSource): AgentConfigFor {
  const { corpId, agentId, publicBaseUrl } = deps.site
  return async (url) => {
    if (!isOurPage(url, publicBaseUrl))
      throw new AppError('BAD_REQUEST', [{ path: 'query.url', message: '不是本站的页面' }])
    const ticket = await tickets.read('app')
    const timestamp = Math.floor(deps.clock.nowMs() / 1000)
    const nonceStr = randomBytes(12).toString('hex')
    return { corpId, agentId, timestamp, nonceStr, signature: jsSdkSignature({ ticket, nonceStr, timestamp, url }) }
  }
}

function isOurPage(url: string, publicBaseUrl: string): boolean {
  if (url.length > 2000 || /[^\x21-\x7e]|\\/.test(url) || !URL.canParse(url)) return false
  const page = new URL(url)
  if (page.origin !== new URL(publicBaseUrl).origin || page.username || page.password) return false
  // What is signed is the text as given; it must not resolve to another path than it shows.
  if (!url.startsWith(page.origin + page.pathname)) return false
  return SIGNED_PATHS.some((path) => page.pathname === path || page.pathname.startsWith(`${path}/`))
}
