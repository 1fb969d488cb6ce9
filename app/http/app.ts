import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import Router from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import session from 'koa-session'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { parseJson, readBody } from './body.ts'
import { AppError } from './errors.ts'
import { createLeanListener } from './leanRoute.ts'
import { requestMetrics } from './metrics.ts'
import { isRawAnswer, type Route } from './route.ts'
import { securityHeaders } from './security.ts'

export interface HttpOptions {
  routes: Route[]
  log: Logger
  /** Reads the actor behind a request afresh, or undefined without a valid session. */
  authenticate(ctx: Context): Promise<Actor | undefined>
  /** Signs cookies. */
  sessionSecret: string
  /** Cookies are Secure and HSTS is sent. */
  isHttps: boolean
  /** The only origin a browser may post from. */
  publicOrigin: string
  /** Runs before the routes: the demo's pages and nothing else. */
  before?: Middleware[]
}

/** Faults of a form are read by people here. */
const { localeError } = z.locales.zhCN()
const SESSION_HOURS = 12
const DEFAULT_BODY_BYTES = 256 * 1024

export interface HttpApp {
  /** For `http.createServer`. */
  callback(): RequestListener
}

/** WeCom's door, and behind it the Koa app with everything else. */
export function createHttpApp(options: HttpOptions): HttpApp {
  const app = createKoaApp(options)
  return { callback: () => createLeanListener(options.routes.filter(isLean), options.log, app.callback()) }
}

/** Limits, session, security headers, and every other declared route behind the same few steps. */
function createKoaApp(options: HttpOptions): Koa {
  const app = new Koa()
  app.keys = [options.sessionSecret]
  app.on('error', (error: unknown) => options.log.warn({ err: error }, 'connection failed'))
  // Outermost: a failure has its status only once its answer is made.
  app.use(requestMetrics)
  app.use(answerErrors(options.log))
  app.use(securityHeaders(options.isHttps))
  app.use(trustProxyForCookies(options.isHttps))
  app.use(
    session(
      {
        key: 'huitouke',
        maxAge: SESSION_HOURS * 3_600_000,
        httpOnly: true,
        secure: options.isHttps,
        sameSite: 'lax',
        signed: true,
      },
      app,
    ),
  )
  for (const middleware of options.before ?? []) app.use(middleware)
  const router = new Router()
  for (const route of options.routes.filter((each) => !isLean(each)))
    router[route.method](route.path, runRoute(route, options))
  app.use(router.routes())
  return app
}

/** A proxy ends TLS before us: without this word the cookie library refuses to send a Secure cookie at all. */
function trustProxyForCookies(isHttps: boolean): Middleware {
  return (ctx, next) => {
    ctx.cookies.secure = isHttps
    return next()
  }
}

const isLean = (route: Route) => route.access === 'wecom'

function runRoute(route: Route, options: HttpOptions): Middleware {
  return async (ctx) => {
    ctx.state.routePath = route.path
    const actor = await admit(route, ctx, options)
    const isPost = route.method !== 'get'
    if (isPost && actor) refuseForeignOrigin(ctx, options.publicOrigin)
    const rawBody = isPost ? await readBody(ctx, route.bodyLimitBytes ?? DEFAULT_BODY_BYTES) : Buffer.alloc(0)
    const request = {
      params: check(route.params, ctx.params, 'params'),
      query: check(route.query, { ...ctx.query }, 'query'),
      body: route.body ? check(route.body, rawBody.length === 0 ? {} : parseJson(rawBody), '') : undefined,
      rawBody,
      requestId: ctx.state.requestId as string,
      log: ctx.state.log as Logger,
      koa: ctx,
      actor,
    }
    send(ctx, route, await route.handle(request as never))
  }
}

/** 401 without a session; a role too low for the whole route is 404: the route is not visible to it. */
async function admit(route: Route, ctx: Context, options: HttpOptions): Promise<Actor | undefined> {
  if (route.access === 'internal' && !isLocalCaller(ctx)) throw new AppError('NOT_FOUND')
  if (!['guide', 'manager', 'operator'].includes(route.access)) return undefined
  const actor = await options.authenticate(ctx)
  if (!actor) throw new AppError('NO_SESSION')
  if (route.access === 'manager' && actor.reach.kind === 'none') throw new AppError('FORBIDDEN')
  if (route.access === 'operator' && actor.role !== 'operator') throw new AppError('FORBIDDEN')
  return actor
}

/** Behind a proxy on the same machine everybody's address is local: what was passed on is not from here. */
function isLocalCaller(ctx: Context): boolean {
  const isPassedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => ctx.get(name) !== '')
  return !isPassedOn && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ctx.req.socket.remoteAddress ?? '')
}

/** SameSite=Lax keeps foreign pages' posts from carrying the cookie; this is the second lock. */
function refuseForeignOrigin(ctx: Context, publicOrigin: string): void {
  const origin = ctx.get('origin')
  if (origin && origin !== publicOrigin && origin !== `${ctx.protocol}://${ctx.host}`)
    throw new AppError('FOREIGN_ORIGIN')
}

function check(schema: Route['params'], value: unknown, where: string): unknown {
  if (!schema) return value
  const parsed = schema.safeParse(value, { error: localeError })
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map((issue) => ({
    path: [where, ...issue.path].filter((part) => part !== '').join('.'),
    message: issue.message,
  }))
  throw new AppError('BAD_REQUEST', details)
}

function send(ctx: Context, route: Route, answer: unknown): void {
  if (isRawAnswer(answer)) {
    ctx.status = answer.status
    if (answer.headers) ctx.set(answer.headers)
    if (answer.type) ctx.type = answer.type
    ctx.body = answer.stream ?? answer.body ?? ''
    if (answer.status !== 204) ctx.status = answer.status
    return
  }
  if (route.answer === 'raw') throw new Error(`route ${route.path} must return a raw answer`)
  ctx.set('cache-control', 'no-store')
  ctx.body = route.answer.parse(answer)
}

function answerErrors(log: Logger): Middleware {
  return async (ctx, next) => {
    const requestId = randomUUID()
    const started = performance.now()
    ctx.state.requestId = requestId
    ctx.state.log = log.child({ requestId })
    ctx.set('x-request-id', requestId)
    try {
      await next()
      if (ctx.status === 404 && ctx.body === undefined) throw new AppError('NOT_FOUND')
    } catch (error) {
      answerError(ctx, error, requestId, log)
    }
    const durationMs = Math.round(performance.now() - started)
    log.info(
      { requestId, method: ctx.method, route: ctx.state.routePath ?? 'none', status: ctx.status, durationMs },
      'request',
    )
  }
}

function answerError(ctx: Context, error: unknown, requestId: string, log: Logger): void {
  const known = error instanceof AppError ? error : new AppError('INTERNAL')
  if (known.code === 'INTERNAL') log.error({ requestId, err: error }, 'request failed')
  ctx.status = known.status
  const details = known.details === undefined ? {} : { details: known.details }
  ctx.body = { error: { code: known.code, message: known.message, ...details, requestId } }
}
