import type { Readable } from 'node:stream'
import type { Context } from 'koa'
import type { Logger } from 'pino'
import type { ZodType } from 'zod'
import type { Actor } from './actor.ts'

/**
 * Who may call a route at all. What of it they may see is decided in the query.
 * `wecom` and `signed` authenticate the body themselves; `internal` is for the local network (metrics, dev).
 */
export type Access = 'public' | 'wecom' | 'signed' | 'internal' | 'guide' | 'manager' | 'operator'

export interface RouteRequest<P, Q, B> {
  params: P
  query: Q
  body: B
  rawBody: Buffer
  requestId: string
  log: Logger
  /** For the few routes that set cookies or stream; everything else stays away from it. */
  koa: Context
}

/** An answer that is not JSON: a file, a redirect, plain text. */
export interface RawAnswer {
  raw: true
  status: number
  type?: string
  body?: string | Buffer
  /** Instead of a body: what is too long to be held at once. */
  stream?: Readable
  headers?: Record<string, string>
}

interface RouteShape<P, Q, B, A> {
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  /** One line for the API page. */
  summary: string
  params?: ZodType<P>
  query?: ZodType<Q>
  /** Absent: a body is not read as JSON; `rawBody` still holds it for POST. */
  body?: ZodType<B>
  bodyLimitBytes?: number
  /** What goes out. Undeclared fields are stripped. `raw`: the handler returns a RawAnswer. */
  answer: ZodType<A> | 'raw'
}

type Answered<A> = A | RawAnswer

export interface PublicRoute<P, Q, B, A> extends RouteShape<P, Q, B, A> {
  access: 'public' | 'wecom' | 'signed' | 'internal'
  handle(request: RouteRequest<P, Q, B>): Promise<Answered<A>>
}

export interface SessionRoute<P, Q, B, A> extends RouteShape<P, Q, B, A> {
  access: 'guide' | 'manager' | 'operator'
  handle(request: RouteRequest<P, Q, B> & { actor: Actor }): Promise<Answered<A>>
}

/** A declared route with its types forgotten: what the app, the API page and the rights matrix read. */
export interface Route extends RouteShape<unknown, unknown, unknown, unknown> {
  access: Access
  handle(request: RouteRequest<never, never, never> & { actor: Actor }): Promise<unknown>
}

/** Declares a route. The one place where a handler's types are tied to its schemas. */
export function route<P, Q, B, A>(spec: PublicRoute<P, Q, B, A> | SessionRoute<P, Q, B, A>): Route {
  return spec as unknown as Route
}

export function rawAnswer(answer: Omit<RawAnswer, 'raw'>): RawAnswer {
  return { raw: true, ...answer }
}

export function isRawAnswer(answer: unknown): answer is RawAnswer {
  return typeof answer === 'object' && answer !== null && (answer as { raw?: unknown }).raw === true
}
