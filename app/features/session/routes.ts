import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type Route, rawAnswer, route } from '../../http/route.ts'
import { storeNames } from '../staff/queries.ts'
import type { AgentConfigFor } from './agentConfig.ts'
import { markBrowser, takeBrowserKey } from './browserKey.ts'
import { type SignedIn, signIn } from './commands/signIn.ts'
import { AGENT_CONFIG, ME } from './contract.ts'
import { safeReturnPath } from './returnPath.ts'
import { signInPage } from './signInPages.ts'
import { keepState, STATE_LIFE_MS } from './store.ts'
import { verifyFileRoute } from './verifyFile.ts'

export interface SessionRouteParts {
  /** `https://open.weixin.qq.com`, or a local WeCom. */
  oauthBase: string
  /** Codes or file names of 可信域名 verification files. */
  verifyFiles: readonly string[]
  agentConfigFor: AgentConfigFor
}

const TEXT = z.string().max(2000)

/** Signing in through WeCom, who am I, and the signature for the JS-SDK. */
export function sessionRoutes(deps: Deps, parts: SessionRouteParts): Route[] {
  return [
    beginRoute(deps, parts),
    endRoute(deps),
    route({
      method: 'post',
      path: '/auth/logout',
      access: 'public',
      summary: 'Forgets the session',
      answer: 'raw',
      async handle({ koa }) {
        koa.session = null
        return rawAnswer({ status: 204 })
      },
    }),
    route({
      method: 'get',
      path: '/api/me',
      access: 'guide',
      summary: 'Who am I, with roles and scope of today',
      answer: ME,
      handle: async ({ actor }) => ({ ...actor, stores: await storeNames(deps.db.read, actor.storeCodes) }),
    }),
    route({
      method: 'get',
      path: '/api/jssdk/agent-config',
      access: 'guide',
      summary: 'App signature of a page of ours for the JS-SDK',
      query: z.object({ url: TEXT }),
      answer: AGENT_CONFIG,
      handle: ({ query }) => parts.agentConfigFor(query.url),
    }),
    verifyFileRoute(parts.verifyFiles),
  ]
}

function beginRoute(deps: Deps, { oauthBase }: SessionRouteParts): Route {
  return route({
    method: 'get',
    path: '/auth/wecom',
    access: 'public',
    summary: 'Begins signing in; goes on to WeCom',
    query: z.object({ return: z.union([TEXT, z.array(TEXT)]).optional() }),
    answer: 'raw',
    async handle({ query, koa }) {
      const { corpId, agentId, publicBaseUrl } = deps.site
      const browserKey = markBrowser(koa, { isHttps: publicBaseUrl.startsWith('https:'), lifeMs: STATE_LIFE_MS })
      // WeCom takes letters and digits only.
      const state = randomBytes(20).toString('hex')
      const returnPath = safeReturnPath(typeof query.return === 'string' ? query.return : undefined)
      const createdAt = deps.clock.nowMs()
      await deps.db.transaction((tx) => keepState(tx, { state, browserKey, returnPath, createdAt }))
      const redirect = encodeURIComponent(`${publicBaseUrl}/auth/wecom/callback`)
      // The order of the parameters and the fragment are part of WeCom's interface.
      const location = `${oauthBase}/connect/oauth2/authorize?appid=${corpId}&redirect_uri=${redirect}&response_type=code&scope=snsapi_base&state=${state}&agentid=${agentId}#wechat_redirect`
      return rawAnswer({ status: 302, headers: { location, 'cache-control': 'no-store' } })
    },
  })
}

function endRoute(deps: Deps): Route {
  return route({
    method: 'get',
    path: '/auth/wecom/callback',
    access: 'public',
    summary: 'Ends signing in; goes on to the page it began at',
    answer: 'raw',
    async handle({ query, koa, log }) {
      const { code, state } = query as Record<string, unknown>
      const browserKey = takeBrowserKey(koa)
      const input = { code: asText(code), state: asText(state), browserKey }
      const outcome = await signIn(deps, input).catch((error: unknown): SignedIn => {
        log.error({ err: error }, 'sign-in failed')
        return { kind: 'refused', problem: 'wecom_away' }
      })
      if (outcome.kind === 'refused') return signInPage(outcome.problem, outcome.userId)
      // A new session each time: nothing of an older one, or of one planted here, is kept.
      koa.session = { ...outcome.session } as never
      return rawAnswer({ status: 302, headers: { location: outcome.returnPath, 'cache-control': 'no-store' } })
    },
  })
}

/** A parameter given twice is no parameter. */
function asText(value: unknown): string {
  return typeof value === 'string' && value.length <= 512 ? value : ''
}
