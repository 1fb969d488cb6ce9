import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { World } from '../world.ts'

export type Answer = Record<string, unknown>

/** One call as it arrived, its token already checked. */
export interface ApiCall {
  world: World
  query: URLSearchParams
  raw: Buffer
  contentType: string
  /** The app the token belongs to. */
  agentId: string
}

/** Which console permission a call needs. */
export type Layer = 'open' | 'app' | 'contact' | 'pay'

export interface Endpoint {
  method: 'GET' | 'POST'
  layer: Layer
  run(call: ApiCall): Answer | Promise<Answer>
}

export type Endpoints = Record<string, Endpoint>

export function getEndpoint(layer: Layer, run: Endpoint['run']): Endpoint {
  return { method: 'GET', layer, run }
}

export function postEndpoint<S extends z.ZodType>(
  layer: Layer,
  schema: S,
  run: (call: ApiCall, body: z.output<S>) => Answer | Promise<Answer>,
): Endpoint {
  return { method: 'POST', layer, run: (call) => run(call, readBody(schema, call.raw)) }
}

export function rawPostEndpoint(layer: Layer, run: Endpoint['run']): Endpoint {
  return { method: 'POST', layer, run }
}

/** The JSON body, checked. WeCom words a wrong type the same way as a broken document. */
function readBody<S extends z.ZodType>(schema: S, raw: Buffer): z.output<S> {
  let json: unknown
  try {
    json = raw.length === 0 ? {} : JSON.parse(raw.toString('utf8'))
  } catch {
    throw new ApiRefusal(40035, 'invalid json. Warning: wrong json format. ')
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue?.path.join('.') ?? ''
  const warning = issue?.code === 'invalid_type' ? '. Warning: wrong json format. ' : ''
  throw new ApiRefusal(40058, `invalid Request Parameter: ${where} ${issue?.message ?? ''}${warning}`)
}

export function queryOf(call: ApiCall, name: string): string {
  const value = call.query.get(name)
  if (!value) throw new ApiRefusal(40035, `missing parameter ${name}`)
  return value
}

const utf8Bytes = (text: string): number => Buffer.byteLength(text)

export const textOfBytes = (max: number) => z.string().refine((text) => utf8Bytes(text) <= max, `over ${max} bytes`)
export const unixSeconds = z.number().int().nonnegative()
