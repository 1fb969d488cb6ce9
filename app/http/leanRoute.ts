import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { parse as parseQuery } from 'node:querystring'
import type { Logger } from 'pino'
import { AppError } from './errors.ts'
import { isRawAnswer, type RawAnswer, type Route } from './route.ts'

/**
 * WeCom's callbacks arrive in bursts and carry their own authentication, so they skip session, cookies, page headers
 * and Koa itself: together more than half of a request's cost. Same route declaration, same errors, same log line.
 * @param rest takes every other request
 */
export function createLeanListener(routes: Route[], log: Logger, rest: RequestListener): RequestListener {
  const byPath = new Map(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route]))
  return (request, response) => {
    const url = request.url ?? ''
    const mark = url.indexOf('?')
    const route = byPath.get(`${request.method} ${mark < 0 ? url : url.slice(0, mark)}`)
    if (!route) return rest(request, response)
    const query = mark < 0 ? '' : url.slice(mark + 1)
    void run(route, request, query, log).then(({ answer, outcome }) => {
      send(response, answer)
      log[answer.status === 200 ? 'debug' : 'warn']({ route: route.path, status: answer.status, outcome }, 'callback')
    })
  }
}

type Sent = Omit<RawAnswer, 'raw'>

/** Never rejects: whatever goes wrong is an answer. */
async function run(
  route: Route,
  request: IncomingMessage,
  query: string,
  log: Logger,
): Promise<{ answer: Sent; outcome: string }> {
  try {
    const rawBody = route.method === 'get' ? EMPTY : await readCapped(request, route.bodyLimitBytes ?? 65_536)
    const asked = { params: {}, query: parseQuery(query), body: undefined, rawBody, requestId: '', log }
    const answer = await route.handle(asked as never)
    if (!isRawAnswer(answer)) throw new Error(`route ${route.path} must return a raw answer`)
    return { answer, outcome: 'answered' }
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('UNAVAILABLE')
    if (!(error instanceof AppError)) log.error({ err: error }, 'callback failed')
    // What is left of an oversized or broken body is not read on.
    const headers = known.code === 'PAYLOAD_TOO_LARGE' ? { connection: 'close' } : undefined
    return { answer: { status: known.status, ...(headers ? { headers } : {}) }, outcome: known.code }
  }
}

function send(response: ServerResponse, { status, type, body = '', headers }: Sent): void {
  // A caller that hung up meanwhile gets nothing; its event is stored all the same and will count as a repeat.
  if (response.destroyed) return
  response.writeHead(status, {
    ...(type && body.length > 0 ? { 'content-type': type } : {}),
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
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
