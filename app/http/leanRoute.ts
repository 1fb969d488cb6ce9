import type { IncomingMessage } from 'node:http'
import type { Context, Middleware } from 'koa'
import type { Logger } from 'pino'
import { AppError } from './errors.ts'
import { isRawAnswer, type Route } from './route.ts'

/**
 * WeCom's callbacks arrive in bursts and carry their own authentication, so they skip session, cookies and page
 * headers: about two thirds of a request's cost. Same route declaration, same errors, same log line.
 */
export function leanRoutes(routes: Route[], log: Logger): Middleware {
  const byPath = new Map(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route]))
  return async (ctx, next) => {
    const route = byPath.get(`${ctx.method} ${ctx.path}`)
    if (!route) return next()
    const outcome = await run(route, ctx, log)
    log[ctx.status === 200 ? 'debug' : 'warn']({ route: route.path, status: ctx.status, outcome }, 'callback')
  }
}

async function run(route: Route, ctx: Context, log: Logger): Promise<string> {
  try {
    const limitBytes = route.bodyLimitBytes ?? 65_536
    const rawBody = route.method === 'get' ? EMPTY : await readCapped(ctx.req, limitBytes)
    const answer = await route.handle({
      params: {},
      query: ctx.query,
      body: undefined,
      rawBody,
      requestId: '',
      log,
      koa: ctx,
    } as never)
    if (!isRawAnswer(answer)) throw new Error(`route ${route.path} must return a raw answer`)
    ctx.status = answer.status
    if (answer.type) ctx.type = answer.type
    ctx.body = answer.body ?? ''
    ctx.status = answer.status
    return 'answered'
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('UNAVAILABLE')
    if (!(error instanceof AppError)) log.error({ err: error }, 'callback failed')
    ctx.status = known.status
    ctx.body = ''
    ctx.status = known.status
    // What is left of an oversized or broken body is not read on.
    if (known.code === 'PAYLOAD_TOO_LARGE') ctx.set('connection', 'close')
    return known.code
  }
}

const EMPTY = Buffer.alloc(0)

/** Reads a body up to a cap. Content-Length is a claim: what arrives is counted. */
function readCapped(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes)
    return Promise.reject(new AppError('PAYLOAD_TOO_LARGE'))
  if (request.headers['content-encoding']) return Promise.reject(new AppError('UNSUPPORTED_TYPE'))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limitBytes) {
        request.pause()
        reject(new AppError('PAYLOAD_TOO_LARGE'))
      } else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', () => reject(new AppError('BAD_REQUEST')))
    request.on('aborted', () => reject(new AppError('BAD_REQUEST')))
  })
}
