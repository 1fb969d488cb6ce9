import { z } from 'zod'
import { WeComAnswerError, WeComError } from './errors.ts'
import { type Answer, exchange } from './exchange.ts'
import type { CallLimiter } from './limits.ts'
import { createPauseRule, memoryPauseStore, type PauseStore } from './pauses.ts'
import { memoryTokenStore, type StoredToken, type TokenStore } from './tokens.ts'

export interface WeComClientOptions {
  corpId: string
  agentId: number
  secret: string
  /** `https://qyapi.weixin.qq.com`, or a local WeCom. */
  baseUrl: string
  tokens?: TokenStore
  limiter?: CallLimiter
  pause?: PauseStore
  /** Of one request, answer included. Default 10 s. */
  timeoutMs?: number
  nowMs?: () => number
  fetch?: typeof globalThis.fetch
  /** Told after each answer; without token, query or body. */
  onCall?: (info: CallInfo) => void
}

export interface CallInfo {
  api: string
  errcode: number
  ms: number
}

interface ApiRequest<Schema extends z.ZodType> {
  /** Path below /cgi-bin/. */
  api: string
  query?: Readonly<Record<string, string | number | undefined>>
  body?: unknown
  form?: FormData
  answer: Schema
  /** Members who receive it, counted one by one by the limiter. */
  subjects?: readonly string[]
}

/** One call with token, limit, pause and checked answer. Throws the three error classes of `errors.ts`. */
export type Caller = <Schema extends z.ZodType>(request: ApiRequest<Schema>) => Promise<z.infer<Schema>>

export const tokenAnswer = z.looseObject({
  access_token: z.string().min(1).max(512),
  // 0 in the last second of a token that WeCom gives out again.
  expires_in: z.number().nonnegative(),
})
// 41001 says that no token came although one was sent: it was not accepted as one.
const tokenFaults = new Set([40014, 41001, 42001])

export function createCaller(options: WeComClientOptions): Caller {
  const { corpId, secret, limiter, onCall } = options
  const nowMs = options.nowMs ?? Date.now
  const tokens = options.tokens ?? memoryTokenStore()
  const pauses = options.pause ?? memoryPauseStore()
  const restMsAfter = createPauseRule()
  const base = new URL('/cgi-bin/', options.baseUrl)

  /** Sends once; a pause or limit of ours may refuse before. Returns the answer whatever its errcode. */
  async function send(request: ApiRequest<z.ZodType>, accessToken?: string): Promise<Answer> {
    const { api, body, form } = request
    await refuseWhilePaused(api)
    for (const subject of request.subjects ?? [undefined]) await limiter?.take(api, subject)
    const url = urlOf(base, request, accessToken)
    const startedMs = performance.now()
    const timeoutMs = options.timeoutMs ?? 10_000
    const answer = await exchange({ api, url, body, form, timeoutMs, fetch: options.fetch ?? globalThis.fetch })
    onCall?.({ api, errcode: answer.errcode ?? 0, ms: performance.now() - startedMs })
    return answer
  }

  async function refuseWhilePaused(api: string): Promise<void> {
    const retryAfterMs = ((await pauses.read(api)) ?? 0) - nowMs()
    if (retryAfterMs <= 0) return
    throw new WeComError({ api, errcode: 45009, retryAfterMs, isOurs: true })
  }

  async function finish<Schema extends z.ZodType>(request: ApiRequest<Schema>, answer: Answer) {
    const { api } = request
    const errcode = answer.errcode ?? 0
    if (errcode !== 0) {
      const retryAfterMs = restMsAfter(api, errcode, nowMs())
      if (retryAfterMs !== undefined) await pauses.pause(api, nowMs() + retryAfterMs)
      throw new WeComError({ api, errcode, errmsg: errmsgOf(answer), retryAfterMs })
    }
    const parsed = request.answer.safeParse(answer)
    if (parsed.success) return parsed.data
    const paths = parsed.error.issues.map(({ path }) => path.map(String).join('.') || '(root)')
    throw new WeComAnswerError(api, [...new Set(paths)].slice(0, 10))
  }

  async function fetchToken(): Promise<StoredToken> {
    const request = { api: 'gettoken', query: { corpid: corpId, corpsecret: secret }, answer: tokenAnswer }
    const { access_token: token, expires_in: seconds } = await finish(request, await send(request))
    // Given up a little early, so that no call leaves with a token that dies on the way.
    const marginMs = Math.min(60_000, seconds * 100)
    return { token, expiresAtMs: nowMs() + seconds * 1000 - marginMs }
  }

  async function currentToken(): Promise<string> {
    const stored = await tokens.read()
    if (stored && nowMs() < stored.expiresAtMs) return stored.token
    return (await tokens.refresh(stored?.token, fetchToken)).token
  }

  return async (request) => {
    const token = await currentToken()
    const first = await send(request, token)
    if (!tokenFaults.has(first.errcode ?? 0)) return finish(request, first)
    const { token: fresh } = await tokens.refresh(token, fetchToken)
    return finish(request, await send(request, fresh))
  }
}

function urlOf(base: URL, request: ApiRequest<z.ZodType>, accessToken: string | undefined): URL {
  const url = new URL(request.api, base)
  // The token belongs into the query and nowhere else; in a body WeCom does not see it.
  if (accessToken !== undefined) url.searchParams.set('access_token', accessToken)
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
}

function errmsgOf({ errmsg }: Answer): string | undefined {
  return typeof errmsg === 'string' ? errmsg : undefined
}
