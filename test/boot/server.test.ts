import { Agent, get, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { expect } from 'chai'
import { listen } from '../../app/boot/server.ts'

const LONG_GRACE_MS = 600_000

/** A server whose one request waits until it is let go, and a client that keeps its connection open. */
async function holdRequest() {
  let arrive = (_response: ServerResponse): void => undefined
  const arrived = new Promise<ServerResponse>((resolve) => {
    arrive = resolve
  })
  const listener: RequestListener = (_request, response) => arrive(response)
  const server = await listen({ callback: () => listener }, '127.0.0.1', 0)
  const agent = new Agent({ keepAlive: true })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port: server.port, agent }, resolve).on('error', reject)
  })
  return { server, agent, answer, held: await arrived }
}

describe('stopping the server', () => {
  it('waits for a running request, and not for the connection its client would keep open', async () => {
    const { server, agent, answer, held } = await holdRequest()
    const stopped = server.stop(LONG_GRACE_MS)
    held.end('answered')
    const response = await answer
    response.resume()
    expect(response.statusCode).to.equal(200)
    await stopped
    agent.destroy()
  })

  it('cuts off a request that is not over when the grace is', async () => {
    const { server, agent, answer } = await holdRequest()
    await server.stop(1)
    expect(await answer.catch((error: Error) => error)).to.be.instanceOf(Error)
    agent.destroy()
  })
})
