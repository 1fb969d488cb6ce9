import { ApiRefusal } from '../errors.ts'
import type { World } from '../world.ts'
import type { Answer, Endpoint, Endpoints, Layer } from './endpoint.ts'
import { createFaultPlan, type Fault, type FaultPlan } from './faults.ts'
import { createCallCounter } from './limits.ts'
import type { Tokens } from './tokens.ts'

export interface ApiRequest {
  api: string
  method: string
  query: URLSearchParams
  raw: Buffer
  contentType: string
}

/** What to put on the wire. */
export type WireAnswer =
  | { kind: 'json'; body: Answer }
  | { kind: 'timeout' | 'half_body' | 'http_500' | 'redirect'; body: Answer }
  | { kind: 'no_such_api' }

/** One line of the call log: no token, no secret. */
export interface LoggedCall {
  api: string
  method: string
  query: Record<string, string>
  body: unknown
  atMs: number
  /** 0 is success; a wire fault is logged with the errcode its call would have had, or undefined when it never ran. */
  errcode: number | undefined
}

export interface ApiServer {
  faults: FaultPlan
  calls: LoggedCall[]
  enter(api: string): void
  leave(api: string): void
  answer(request: ApiRequest): Promise<WireAnswer>
}

export function createApiServer(world: World, tokens: Tokens, endpoints: Endpoints): ApiServer {
  const faults = createFaultPlan()
  const counter = createCallCounter(world)
  const calls: LoggedCall[] = []

  const run = async (endpoint: Endpoint, request: ApiRequest): Promise<Answer> => {
    try {
      const agentId = request.api === 'gettoken' ? world.agentId : admit(world, tokens, endpoint, request)
      counter.check(request.api)
      if (request.api === 'gettoken') return succeed(world, request.api, tokens.gettoken(request.query))
      const { query, raw, contentType } = request
      return succeed(world, request.api, await endpoint.run({ world, query, raw, contentType, agentId }))
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalOf(world, error.errcode, error.message)
      throw error
    }
  }

  return {
    faults,
    calls,
    enter: counter.enter,
    leave: counter.leave,
    answer: async (request) => {
      const endpoint = endpoints[request.api]
      if (!endpoint) return { kind: 'no_such_api' }
      const fault = faults.take(request.api)
      const body = fault && !fault.afterEffect ? undefined : await run(endpoint, request)
      const answer = spoil(world, fault, body)
      calls.push(logged(world, request, 'body' in answer && typeof fault?.errcode !== 'string' ? answer.body : body))
      return answer
    },
  }
}

function admit(world: World, tokens: Tokens, endpoint: Endpoint, request: ApiRequest): string {
  const agentId = tokens.check(request.query.get('access_token'))
  if (!world.permissions.ipTrusted) throw new ApiRefusal(60020)
  if (!world.permissions.appActive) throw new ApiRefusal(48006)
  if (!mayUse(world, endpoint.layer)) throw new ApiRefusal(48002)
  if (endpoint.method === 'POST' && request.method !== 'POST') throw new ApiRefusal(40035, 'POST required')
  return agentId
}

function mayUse(world: World, layer: Layer): boolean {
  if (layer === 'contact') return world.permissions.contactApi
  if (layer === 'pay') return world.permissions.payApi
  return true
}

function succeed(world: World, api: string, answer: Answer): Answer {
  return world.settings.successWithoutErrcode.includes(api) ? answer : { errcode: 0, errmsg: 'ok', ...answer }
}

/** errmsg carries a hint that is never the same twice: nobody may branch on it. */
function refusalOf(world: World, errcode: number, message: string): Answer {
  const hint = `${Math.floor(world.clock.nowMs() / 1000)}_${world.ids.integer(99)}_${world.ids.hex32()}`
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
  return { errcode, errmsg: `${message}, hint: [${hint}], from ip: 127.0.0.1, ${more}` }
}

function spoil(world: World, fault: Fault | undefined, body: Answer | undefined): WireAnswer {
  if (!fault) return { kind: 'json', body: body ?? {} }
  if (typeof fault.errcode === 'string') return { kind: fault.errcode, body: body ?? { errcode: 0, errmsg: 'ok' } }
  return { kind: 'json', body: refusalOf(world, fault.errcode, new ApiRefusal(fault.errcode).message) }
}

function logged(world: World, request: ApiRequest, answer: Answer | undefined): LoggedCall {
  const query = Object.fromEntries([...request.query].filter(([name]) => !secretNames.includes(name)))
  const errcode = answer ? Number(answer.errcode ?? 0) : undefined
  const body = request.contentType.startsWith('multipart/') ? undefined : parsed(request.raw)
  return { api: request.api, method: request.method, query, body, atMs: world.clock.nowMs(), errcode }
}

const secretNames = ['access_token', 'corpsecret']

function parsed(raw: Buffer): unknown {
  if (raw.length === 0) return undefined
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch {
    return raw.toString('utf8')
  }
}
