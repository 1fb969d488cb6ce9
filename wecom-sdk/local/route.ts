import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { ApiServer } from './api/server.ts'
import { readRaw, sendHtml, sendJson, serveApi } from './http.ts'
import { authorize } from './oauth.ts'
import { qrPicture } from './qrPicture.ts'
import type { Remote } from './remote.ts'
import type { World } from './world.ts'

const QR_PATH = '/_local/qr/'

/** Sends each request to the part that answers it: server API, OAuth, or the control of this local WeCom. */
export function createRequestListener(world: World, api: ApiServer, remote: Remote): RequestListener {
  return (request, response) => {
    serve(world, api, remote, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      if (!response.headersSent) sendJson(response, 500, { error: message })
      else response.destroy()
    })
  }
}

async function serve(
  world: World,
  api: ApiServer,
  remote: Remote,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (url.pathname.startsWith('/cgi-bin/')) return serveApi(api, url, request, response)
  if (url.pathname === '/connect/oauth2/authorize') return serveOAuth(world, url, request, response)
  if (url.pathname.startsWith(QR_PATH)) return serveQr(world, url, response)
  if (url.pathname.startsWith('/_local/')) return serveRemote(remote, url, request, response)
  sendJson(response, 404, { error: 'nothing here' })
}

function serveOAuth(world: World, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const answer = authorize(world, url, request.headers.cookie)
  if (answer.kind === 'page') sendHtml(response, answer.status, answer.html)
  else response.writeHead(302, { location: answer.location, 'cache-control': 'no-store' }).end()
}

async function serveRemote(
  remote: Remote,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = url.pathname.slice('/_local/'.length)
  const raw = await readRaw(request)
  const isPost = request.method === 'POST'
  // Acts only by POST and only as JSON: a page of another site in the same browser cannot reach in here.
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
  if (isPost && !isJson) return sendJson(response, 415, { error: 'JSON only' })
  if (!isPost && !remote.isReading(name)) return sendJson(response, 405, { error: 'POST required' })
  const input = isPost ? parse(raw) : Object.fromEntries(url.searchParams)
  if (input === undefined) return sendJson(response, 400, { error: 'not JSON' })
  const { status, body } = await remote.play(name, input)
  sendJson(response, status, body)
}

/** The picture of a QR code; scanning itself is a scene. */
function serveQr(world: World, url: URL, response: ServerResponse): void {
  const configId = url.pathname.slice(QR_PATH.length)
  const { contactWays, joinWays } = world.state
  const way = contactWays.get(configId) ?? joinWays.get(configId)
  response.writeHead(way ? 200 : 404, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' })
  response.end(qrPicture(way ? way.state : '已失效'))
}

function parse(raw: Buffer): unknown {
  try {
    return raw.length === 0 ? {} : JSON.parse(raw.toString('utf8'))
  } catch {
    return undefined
  }
}
