import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface MallCall {
  path: string
  query: URLSearchParams
  body: string
}

/** How a call goes wrong, once: an HTTP status, half an answer, or an answer of the mall's own. */
export type MallFault = number | 'half_body' | { answer: unknown }

export interface MallServer {
  baseUrl: string
  /** Calls so far, tokens included, as path and body. */
  calls: MallCall[]
  /** For the next call of anything but a token. */
  faults: MallFault[]
  close(): Promise<void>
}

/** A local mall: answers each call by `answer`, whose result may be JSON text of its own making. */
export async function startMallServer(
  tokenPath: string,
  answer: (call: MallCall) => string | undefined,
): Promise<MallServer> {
  const calls: MallCall[] = []
  const faults: MallFault[] = []
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mall')
    const call = { path: pathname, query: searchParams, body: await bodyOf(request) }
    calls.push(call)
    const fault = pathname === tokenPath ? undefined : faults.shift()
    const text = typeof fault === 'object' ? JSON.stringify(fault.answer) : answer(call)
    response.statusCode = typeof fault === 'number' ? fault : text === undefined ? 404 : 200
    response.end(fault === 'half_body' ? (text ?? '').slice(0, -3) : (text ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, faults, close }
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
