import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type LocalOptions, type LocalWeCom, startLocalWeCom } from '../local/index.ts'
import { type CallbackCipher, createCallbackCipher } from '../src/callback/crypto.ts'

export const keys = { token: 'SimTokenForTests1', encodingAesKey: 'SimulatorEncodingAESKey0123456789ABCDEFGHIJ' }
export const corpId = 'wwsim0000000000001'
/** 2026-11-21 10:00 in Shanghai */
export const START_MS = Date.UTC(2026, 10, 21, 2, 0, 0)

export type Answer = Record<string, unknown> & { errcode?: number; errmsg?: string }

/** A local WeCom with two guides, and the calls a client would make on the wire. */
export interface Bench {
  local: LocalWeCom
  get(api: string, query?: Record<string, string>): Promise<Answer>
  post(api: string, body?: unknown): Promise<Answer>
  token(): Promise<string>
  close(): Promise<void>
}

export async function openBench(options: Partial<LocalOptions> = {}): Promise<Bench> {
  const local = await startLocalWeCom({ corpId, agentId: 1000002, secret: 'app-secret', nowMs: START_MS, ...options })
  local.addMember({ userid: 'guide.lin', name: '林晓', department: [12] })
  local.addMember({ userid: 'guide.zhou', name: '周可', department: [12] })
  const token = async (): Promise<string> => {
    const answer = await callJson(local, 'gettoken', { corpid: corpId, corpsecret: 'app-secret' })
    return String(answer.access_token)
  }
  return {
    local,
    token,
    get: async (api, query = {}) => callJson(local, api, { access_token: await token(), ...query }),
    post: async (api, body = {}) => callJson(local, api, { access_token: await token() }, JSON.stringify(body)),
    close: () => local.close(),
  }
}

export async function callJson(
  local: LocalWeCom,
  api: string,
  query: Record<string, string>,
  body?: string,
): Promise<Answer> {
  const url = `${local.baseUrl}/cgi-bin/${api}?${new URLSearchParams(query)}`
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', body })
  return (await response.json()) as Answer
}

/** A callback receiver that keeps the decrypted text of what arrives and answers as told. */
export interface Receiver {
  url: string
  texts: string[]
  queries: URLSearchParams[]
  bodies: string[]
  /** How to answer request n (from 0): a status, `hang`, or `cut`. */
  answer: (n: number) => number | 'hang' | 'cut'
  close(): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const cipher = createCallbackCipher({ ...keys, receiveId: corpId })
  const receiver: Receiver = { url: '', texts: [], queries: [], bodies: [], answer: () => 200, close: async () => {} }
  const server = createServer((request, response) => {
    void receive(receiver, cipher, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback?app=1`
  receiver.close = () => stop(server)
  return receiver
}

async function receive(
  receiver: Receiver,
  cipher: CallbackCipher,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = new URL(request.url ?? '/', 'http://x').searchParams
  const asked = Object.fromEntries(query)
  if (request.method === 'GET') {
    const opened = cipher.verifyUrl(asked)
    response.writeHead(opened.ok ? 200 : 403).end(opened.ok ? opened.plaintext : '')
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const opened = cipher.openEnvelope({ query: asked, body })
  if (!opened.ok || body.length > 65_536) {
    response.writeHead(403).end()
    return
  }
  const n = receiver.queries.length
  receiver.queries.push(query)
  receiver.bodies.push(body.toString())
  receiver.texts.push(opened.plaintext)
  const answer = receiver.answer(n)
  if (answer === 'cut') response.destroy()
  else if (answer !== 'hang') response.writeHead(answer).end()
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** The text of one element of a callback's plain text; undefined when it is not there at all. */
export function element(xml: string | undefined, name: string): string | undefined {
  const match = new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`).exec(xml ?? '')
  return match?.[1]
}
