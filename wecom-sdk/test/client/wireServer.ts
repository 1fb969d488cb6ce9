import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface SeenCall {
  method: string
  api: string
  query: URLSearchParams
  body: string
}

type Reply = object | ((response: ServerResponse, seen: SeenCall) => void)

export interface WireServer {
  baseUrl: string
  seen: SeenCall[]
  callsOf(api: string): SeenCall[]
  /** Answers for an API: the list in order, its last one for ever. */
  answer(api: string, ...replies: Reply[]): void
  close(): Promise<void>
}

/** A scripted qyapi on loopback. gettoken gives TOKEN-1, TOKEN-2, … unless told otherwise. */
export async function startWireServer(): Promise<WireServer> {
  const seen: SeenCall[] = []
  const scripts = new Map<string, Reply[]>()
  let tokens = 0

  function nextReply(api: string): Reply {
    const script = scripts.get(api)
    if (script) return (script.length > 1 ? script.shift() : script[0]) ?? {}
    if (api !== 'gettoken') return { errcode: 0, errmsg: 'ok' }
    tokens += 1
    return { errcode: 0, access_token: `TOKEN-${tokens}`, expires_in: 7200 }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://wire')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const call = {
      method: request.method ?? '',
      api: url.pathname.replace('/cgi-bin/', ''),
      query: url.searchParams,
      body: Buffer.concat(chunks).toString(),
    }
    seen.push(call)
    const reply = nextReply(call.api)
    if (typeof reply === 'function') reply(response, call)
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(reply))
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    callsOf: (api) => seen.filter((call) => call.api === api),
    answer: (api, ...replies) => void scripts.set(api, replies),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
