import { createServer, connect as dial, type Socket } from 'node:net'
import { expect } from 'chai'
import { openDatabase } from '../../app/db/database.ts'
import { withMariadb } from '../support/services.ts'

/** A busy server takes a connection at once and says its first word late. */
const SILENT_MS = 3_500

withMariadb((serverUrl) =>
  describe('a database that is slow to greet', () => {
    const sockets = new Set<Socket>()
    const door = createServer((client) => {
      const { hostname, port } = new URL(serverUrl)
      setTimeout(() => {
        const server = dial(Number(port || 3306), hostname)
        for (const socket of [client, server]) {
          sockets.add(socket)
          socket.on('error', () => socket.destroy())
        }
        client.pipe(server).pipe(client)
      }, SILENT_MS)
    })
    before((done) => void door.listen(0, '127.0.0.1', done))
    after((done) => {
      for (const socket of sockets) socket.destroy()
      door.close(done)
    })

    it('is waited for: giving up early fails what a moment later would have worked', async () => {
      const url = new URL(serverUrl)
      const { port } = door.address() as { port: number }
      url.host = `127.0.0.1:${port}`
      url.pathname = '/information_schema'
      const db = await openDatabase(url.href, { poolSize: 1 })
      await db.ping()
      await db.close()
      expect(sockets.size).to.be.greaterThan(0)
    })
  }),
)
