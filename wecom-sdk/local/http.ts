import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiServer, WireAnswer } from './api/server.ts'

const BODY_LIMIT_BYTES = 25 * 1024 * 1024

export async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > BODY_LIMIT_BYTES) throw new Error('body too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body ?? null)
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

export function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(html)
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Everything under /cgi-bin/. */
export async function serveApi(
  server: ApiServer,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const api = url.pathname.replace('/cgi-bin/', '')
  server.enter(api)
  response.once('close', () => server.leave(api))
  const raw = await readRaw(request)
  const contentType = request.headers['content-type'] ?? ''
  const method = request.method ?? 'GET'
  const answer = await server.answer({ api, method, query: url.searchParams, raw, contentType })
  putOnWire(response, answer)
}

function putOnWire(response: ServerResponse, answer: WireAnswer): void {
  switch (answer.kind) {
    case 'json':
      sendJson(response, 200, answer.body)
      break
    case 'no_such_api':
      sendJson(response, 404, { errcode: 404, errmsg: 'no such api here' })
      break
    case 'timeout':
      // The caller hangs until its own time limit; close() of the server ends it at the latest.
      break
    case 'http_500':
      sendHtml(response, 500, '<html>Internal Server Error</html>')
      break
    case 'redirect':
      response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end()
      break
    case 'half_body':
      sendHalf(response, JSON.stringify(answer.body))
  }
}

function sendHalf(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy())
}
