import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createLog } from '../../../app/boot/log.ts'
import { createHttpApp } from '../../../app/http/app.ts'
import { rawAnswer, route } from '../../../app/http/route.ts'

describe('cookies behind a proxy that ends TLS', () => {
  it('are sent, and are Secure, although the last stretch is plain', async () => {
    const signIn = route({
      method: 'get',
      path: '/sign-in',
      access: 'public',
      summary: 'sets a session',
      answer: 'raw',
      async handle({ koa }) {
        koa.session = { guideId: 1 } as never
        koa.cookies.set('mark', 'x', { secure: true, signed: true })
        return rawAnswer({ status: 204 })
      },
    })
    const session = { sessionSecret: 'a secret of this test', isHttps: true, publicOrigin: 'https://shop.example' }
    const app = createHttpApp({
      routes: [signIn],
      log: createLog('silent'),
      authenticate: async () => undefined,
      ...session,
    })
    const server = createServer(app.callback())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sign-in`)
    server.close()
    expect(answer.status).to.equal(204)
    const lines = answer.headers.getSetCookie()
    expect(lines.map((line) => line.split('=')[0])).to.include.members(['mark', 'huitouke'])
    for (const line of lines) expect(line, line).to.match(/; secure/i)
  })
})
