import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { z } from 'zod'
import { createLog } from '../../app/boot/log.ts'
import { listen, type RunningServer } from '../../app/boot/server.ts'
import type { Actor } from '../../app/http/actor.ts'
import { createHttpApp } from '../../app/http/app.ts'
import { registry } from '../../app/http/metrics.ts'
import { rawAnswer, route } from '../../app/http/route.ts'

const GUIDE: Actor = {
  guideId: 1,
  userId: 'guide.lin',
  name: '林晓',
  level: 'new',
  role: 'guide',
  storeCodes: ['SH001'],
  reach: { kind: 'none' },
}

const ROUTES = [
  route({
    method: 'post',
    path: '/echo',
    access: 'public',
    summary: 'Echo',
    bodyLimitBytes: 1000,
    body: z.strictObject({ name: z.string(), age: z.int().optional() }),
    answer: z.object({ name: z.string() }),
    handle: async ({ body }) => ({ ...body, secret: 'never declared' }),
  }),
  route({
    method: 'post',
    path: '/mine',
    access: 'guide',
    summary: 'Mine',
    answer: z.object({ ok: z.boolean() }),
    handle: async () => ({ ok: true }),
  }),
  route({
    method: 'get',
    path: '/board',
    access: 'manager',
    summary: 'Board',
    answer: z.object({}),
    handle: async () => ({}),
  }),
  route({
    method: 'get',
    path: '/head-office',
    access: 'operator',
    summary: 'Operator',
    answer: z.object({}),
    handle: async () => ({}),
  }),
  route({
    method: 'get',
    path: '/broken',
    access: 'public',
    summary: 'Broken',
    answer: z.object({ n: z.int() }),
    handle: async () => {
      throw new Error('password=hunter2')
    },
  }),
  route({
    method: 'post',
    path: '/lean',
    access: 'wecom',
    summary: 'Lean',
    bodyLimitBytes: 1000,
    answer: 'raw',
    handle: async ({ rawBody }) => rawAnswer({ status: 200, body: String(rawBody.length) }),
  }),
]

interface Refusal {
  error: { code: string; details: { path: string }[] }
}

describe('the HTTP floor', () => {
  let server: RunningServer
  let url: string
  let actor: Actor | undefined
  before(async () => {
    const app = createHttpApp({
      routes: ROUTES,
      log: createLog('silent'),
      authenticate: async () => actor,
      sessionSecret: 'a secret for tests',
      isHttps: false,
      publicOrigin: 'https://shop.example',
    })
    server = await listen(app, '127.0.0.1', 0)
    url = `http://127.0.0.1:${server.port}`
  })
  after(() => server.stop(100))
  beforeEach(() => {
    actor = undefined
  })

  const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', body, headers })
  const codeOf = async (answer: Response) => ({
    status: answer.status,
    code: ((await answer.json()) as Refusal).error.code,
  })

  it('a failure is measured as one, under its own status', async () => {
    await fetch(`${url}/broken`)
    const text = await registry.getSingleMetricAsString('huitouke_http_request_seconds')
    expect(text).to.match(/_count\{route="\/broken",method="GET",status="500"\} [1-9]/)
    expect(text).to.not.include('route="/broken",method="GET",status="404"')
  })

  it('answers only what the contract declares', async () => {
    expect(await (await post('/echo', '{"name":"王"}')).json()).to.deep.equal({ name: '王' })
  })

  it('names every fault of a form by its path', async () => {
    const { error } = (await (await post('/echo', '{"age":"old","extra":1}')).json()) as Refusal
    expect(error.code).to.equal('BAD_REQUEST')
    expect(error.details.map((fault) => fault.path)).to.include.members(['name', 'age'])
  })

  const nested = `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`
  for (const [what, body, headers, status, code] of [
    ['no JSON', 'name=王', {}, 400, 'BAD_REQUEST'],
    ['broken UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), {}, 400, 'BAD_REQUEST'],
    ['JSON too deep to be honest', nested, {}, 400, 'BAD_REQUEST'],
    ['a prototype in disguise', '{"__proto__":{"name":"x"}}', {}, 400, 'BAD_REQUEST'],
    ['more than the limit', `{"name":"${'a'.repeat(2000)}"}`, {}, 413, 'PAYLOAD_TOO_LARGE'],
    ['a compressed body', gzipSync('{"name":"x"}'), { 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_TYPE'],
  ] as const)
    it(`refuses ${what}`, async () => {
      expect(await codeOf(await post('/echo', body, headers))).to.deep.equal({ status, code })
    })

  it('counts what arrives, not what Content-Length claims', async () => {
    expect(
      await sendRaw(
        server.port,
        'POST /lean HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
        `800\r\n${'a'.repeat(2048)}\r\n0\r\n\r\n`,
      ),
    ).to.match(/^HTTP\/1\.1 413/)
  })

  it('asks for a session, then for the role', async () => {
    expect(await codeOf(await post('/mine', ''))).to.deep.equal({ status: 401, code: 'NO_SESSION' })
    actor = GUIDE
    expect((await post('/mine', '')).status).to.equal(200)
    expect((await fetch(`${url}/board`)).status).to.equal(403)
    expect((await fetch(`${url}/head-office`)).status).to.equal(403)
    actor = { ...GUIDE, role: 'store_manager', reach: { kind: 'stores', storeCodes: ['SH001'] } }
    expect((await fetch(`${url}/board`)).status).to.equal(200)
  })

  it('refuses a post from a foreign page even with a session', async () => {
    actor = GUIDE
    expect(await codeOf(await post('/mine', '', { origin: 'https://evil.example' }))).to.deep.equal({
      status: 403,
      code: 'FOREIGN_ORIGIN',
    })
    expect((await post('/mine', '', { origin: 'https://shop.example' })).status).to.equal(200)
  })

  it('says nothing of what went wrong inside', async () => {
    const text = await (await fetch(`${url}/broken`)).text()
    expect(text).to.include('INTERNAL').and.not.include('hunter2')
  })
})

function sendRaw(port: number, ...parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part)
    })
    socket.once('data', (data) => {
      resolve(data.toString())
      socket.destroy()
    })
    socket.once('error', reject)
  })
}
