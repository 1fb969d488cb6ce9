import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createCallbackCipher } from 'wecom-sdk'
import { createLog } from '../../../app/boot/log.ts'
import { InboxEvent } from '../../../app/db/entities/durable.ts'
import { type CallbackWriter, callbackRoutes } from '../../../app/features/callbacks/routes.ts'
import { createHttpApp } from '../../../app/http/app.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

interface Vector {
  id: string
  token: string
  encodingAESKey: string
  receiveid: string
  timestamp: string
  nonce: string
  encrypt: string
  msg_signature: string
  plaintext: string
  rawQuery?: string
  kind: string
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../wecom-sdk/test/fixtures/wecom/test-vectors.json', import.meta.url), 'utf8'),
) as { published: Vector[]; made_here: Vector[]; negative: Vector[] }

const KEYS = {
  token: 'TestToken1',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  receiveId: 'wwtest01',
}
const SITE = { corpId: KEYS.receiveId, agentId: 1000002 }

function envelope(encrypt: string): string {
  return `<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`
}

function queryOf(
  vector: Pick<Vector, 'msg_signature' | 'timestamp' | 'nonce'>,
  more: Record<string, string> = {},
): string {
  const { msg_signature, timestamp, nonce } = vector
  return new URLSearchParams({ msg_signature, timestamp, nonce, ...more }).toString()
}

/** The route alone, for any keys, with a writer that remembers. */
async function withRoute(
  keys: typeof KEYS,
  work: (url: string, stored: Parameters<CallbackWriter['store']>[0][]) => Promise<void>,
  writer?: CallbackWriter,
): Promise<void> {
  const stored: Parameters<CallbackWriter['store']>[0][] = []
  const remember: CallbackWriter = {
    async store(event) {
      stored.push(event)
      return 'new'
    },
  }
  const log = createLog('silent')
  const site = { ...SITE, corpId: keys.receiveId }
  const routes = callbackRoutes({ cipher: createCallbackCipher(keys), writer: writer ?? remember, site })
  const session = { sessionSecret: 'a secret of this test', isHttps: false, publicOrigin: 'http://127.0.0.1' }
  const app = createHttpApp({ routes, log, authenticate: async () => undefined, ...session })
  const server: Server = createServer(app.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`, stored)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

function sealed(plaintext: string, keys = KEYS): { query: string; body: string } {
  const [timestamp, nonce] = ['1760000000', 'n1']
  const { encrypt, msgSignature } = createCallbackCipher(keys).seal(plaintext, { timestamp, nonce })
  return { query: queryOf({ msg_signature: msgSignature, timestamp, nonce }), body: envelope(encrypt) }
}

const event = (fields: string) =>
  `<xml><ToUserName><![CDATA[${KEYS.receiveId}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[event]]></MsgType>${fields}</xml>`
const ADDED = event(
  '<Event>change_external_contact</Event><ChangeType>add_external_contact</ChangeType><UserID>g</UserID><ExternalUserID>wm1</ExternalUserID>',
)

describe('the callback route', () => {
  for (const vector of [...vectors.published, ...vectors.made_here].filter(({ kind }) => kind === 'url-verify')) {
    it(`answers URL verification exactly: ${vector.id}`, async () => {
      const keys = { token: vector.token, encodingAesKey: vector.encodingAESKey, receiveId: vector.receiveid }
      await withRoute(keys, async (url) => {
        const query = vector.rawQuery ?? queryOf(vector, { echostr: vector.encrypt })
        const answer = await fetch(`${url}?${query}`)
        expect(answer.status).to.equal(200)
        expect(answer.headers.get('content-type')).to.match(/^text\/plain/)
        expect(await answer.text()).to.equal(vector.plaintext)
        expect((await fetch(`${url}?${query.replace(/msg_signature=./, 'msg_signature=z')}`)).status).to.equal(403)
      })
    })
  }

  for (const vector of vectors.negative.filter(({ encrypt }) => encrypt !== undefined)) {
    it(`refuses ${vector.id} and stores nothing`, async () => {
      const keys = { token: vector.token, encodingAesKey: vector.encodingAESKey, receiveId: vector.receiveid }
      await withRoute(keys, async (url, stored) => {
        const answer = await fetch(`${url}?${queryOf(vector)}`, { method: 'POST', body: envelope(vector.encrypt) })
        expect(answer.status).to.be.within(400, 499)
        expect(stored).to.deep.equal([])
      })
    })
  }

  const good = sealed(ADDED)
  const other = sealed(ADDED, { ...KEYS, receiveId: 'wwother01' })
  const HOSTILE: [string, { query: string; body: string | Buffer }][] = [
    ['a DOCTYPE', { ...good, body: `<!DOCTYPE xml [<!ENTITY x "y">]>${good.body}` }],
    ['two Encrypt elements', { ...good, body: good.body.replace('</xml>', '<Encrypt>x</Encrypt></xml>') }],
    ['a byte order mark and UTF-16', { ...good, body: Buffer.from(`\ufeff${good.body}`, 'utf16le') }],
    ['no body', { ...good, body: '' }],
    ['JSON', { ...good, body: '{"Encrypt":"x"}' }],
    ['no query', { ...good, query: '' }],
    ['the signature twice', { ...good, query: `${good.query}&${good.query}` }],
    ['another corp', other],
    ['a message to another corp inside', sealed(ADDED.replaceAll(KEYS.receiveId, 'wwother01'))],
    ['a message for another app', sealed(ADDED.replace('</xml>', '<AgentID>1000003</AgentID></xml>'))],
    ['an authentic DOCTYPE inside', sealed(`<!DOCTYPE x>${ADDED}`)],
    ['authentic text that is no XML', sealed('hello')],
  ]
  for (const [what, { query, body }] of HOSTILE) {
    it(`refuses ${what} and stores nothing`, async () => {
      await withRoute(KEYS, async (url, stored) => {
        const answer = await fetch(`${url}?${query}`, { method: 'POST', body: body as never })
        expect(answer.status).to.be.within(400, 499)
        expect(stored).to.deep.equal([])
      })
    })
  }

  it('refuses two megabytes with 413', async () => {
    await withRoute(KEYS, async (url, stored) => {
      const post = fetch(`${url}?${good.query}`, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) })
      const status = await post.then((answer) => answer.status).catch(() => 'connection closed')
      expect(status).to.be.oneOf([413, 'connection closed'])
      expect(stored).to.deep.equal([])
    })
  })

  it('answers 200 and nothing once it is stored, filed under its customer', async () => {
    await withRoute(KEYS, async (url, stored) => {
      const answer = await fetch(`${url}?${good.query}`, { method: 'POST', body: good.body })
      expect([answer.status, await answer.text()]).to.deep.equal([200, ''])
      expect(stored).to.have.length(1)
      expect(stored[0]).to.include({
        streamKey: 'customer:wm1',
        kind: 'change_external_contact/add_external_contact',
        body: ADDED,
      })
    })
  })

  it('files a repeat under the same key, and another event of the same second under another', async () => {
    await withRoute(KEYS, async (url, stored) => {
      const tag = (id: string) =>
        event(`<Event>change_external_tag</Event><Id>${id}</Id><ChangeType>update</ChangeType>`)
      for (const text of [ADDED, ADDED, tag('et1'), tag('et2')]) {
        const { query, body } = sealed(text)
        await fetch(`${url}?${query}`, { method: 'POST', body })
      }
      const keys = stored.map(({ dedupKey }) => dedupKey)
      expect(new Set(keys).size).to.equal(3)
      expect(keys[0]).to.equal(keys[1])
    })
  })

  it('never says 200 when the database is away', async () => {
    const away: CallbackWriter = { store: () => Promise.reject(new Error('no database')) }
    await withRoute(
      KEYS,
      async (url) => {
        const answer = await fetch(`${url}?${good.query}`, { method: 'POST', body: good.body })
        expect(answer.status).to.equal(503)
      },
      away,
    )
  })
})

forEachDatabase((kind) =>
  describe(`callbacks into the whole product (${kind})`, () => {
    let app: TestApp
    before(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin' }])
    })
    after(() => app.stop())

    it('verifies its address for the console', async () => {
      expect(await app.local.verifyCallbackUrl()).to.deep.include({ ok: true })
    })

    it('settles events nobody handles, and never parks them', async () => {
      app.local.memberOpensApp({ userid: 'guide.lin' })
      app.local.memberWrites({ userid: 'guide.lin', text: '今天业绩' })
      await app.settle()
      const rows = await app.deps.db.read.find(InboxEvent)
      expect(rows.map(({ state }) => state)).to.deep.equal(['done', 'done'])
    })

    it('stores nothing of bad traffic, and the one good event in it once', async () => {
      const before = await app.deps.db.read.count(InboxEvent)
      const results = await app.local.sendBadTraffic(vectors.negative)
      expect(results.filter(({ ok }) => !ok)).to.deep.equal([])
      const accepted = results.filter(({ expect: wanted }) => wanted === 'accepted')
      expect(await app.deps.db.read.count(InboxEvent)).to.equal(before + accepted.length)
    })
  }),
)
