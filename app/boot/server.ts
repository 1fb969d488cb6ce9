import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpApp } from '../http/app.ts'

export interface RunningServer {
  port: number
  /** Takes no new connection, lets running requests end within `graceMs`. */
  stop(graceMs: number): Promise<void>
}

/** Slow clients are cut off: Node's own limits of 60 and 300 s would let a thousand idle sockets pile up. */
export async function listen(app: HttpApp, host: string, port: number): Promise<RunningServer> {
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 10_000, keepAliveTimeout: 65_000 },
    app.callback(),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return { port: (server.address() as AddressInfo).port, stop: (graceMs) => stopServer(server, graceMs) }
}

const IDLE_LOOK_MS = 50

/** Callers keep connections open: each is closed after the answer under way, or a restart would last the whole grace. */
async function stopServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false
  })
  server.closeIdleConnections()
  const look = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(look)
  clearTimeout(cut)
}
