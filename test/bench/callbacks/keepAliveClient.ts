import { connect, type Socket } from 'node:net'

export interface LoadResult {
  /** Answers with status 200: each is a promise that the event is stored. */
  acknowledged: number
  refused: number
  tookMs: number
}

export interface LoadPlan {
  port: number
  /** Whole HTTP requests, ready to write. */
  requests: readonly Buffer[]
  connections: number
}

/**
 * Sends every request once over keep-alive connections, one in flight on each, and waits for all answers.
 * Raw sockets: on two cores a general HTTP client would eat the processor that the server is measured on.
 * @throws when a connection breaks, since its event may be stored or not and no count could be proved.
 */
export async function sendAll({ port, requests, connections }: LoadPlan): Promise<LoadResult> {
  const result: LoadResult = { acknowledged: 0, refused: 0, tookMs: 0 }
  let next = 0
  const take = (): Buffer | undefined => requests[next++]
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const startedMs = performance.now()
  await Promise.all(sockets.map((socket) => drive(socket, take, result)))
  result.tookMs = performance.now() - startedMs
  for (const socket of sockets) socket.destroy()
  return result
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

function drive(socket: Socket, take: () => Buffer | undefined, result: LoadResult): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = ''
    const sendNext = () => {
      const request = take()
      if (request) socket.write(request)
      else resolve()
    }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection under load')))
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      if (!isWholeAnswer(received)) return
      if (received.startsWith('HTTP/1.1 200')) result.acknowledged += 1
      else result.refused += 1
      received = ''
      sendNext()
    })
    sendNext()
  })
}

/** One request is in flight, so an answer is whole once its announced length is there. */
export function isWholeAnswer(received: string): boolean {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const announced = /\r\ncontent-length: *(\d+)/i.exec(received)
  if (announced) return received.length >= headEnd + 4 + Number(announced[1])
  return received.endsWith('0\r\n\r\n')
}
