import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { createCallbackCipher } from 'wecom-sdk'
import type { NegativeVector } from 'wecom-sdk/local'
import { rowsOf } from '../rights/rowsOf.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'

const CORP_ID = 'wwsim0000000000001'
const KEYS = { token: 'SimTokenForTests1', encodingAesKey: 'SimulatorEncodingAESKey0123456789ABCDEFGHIJ' }
const vectors = JSON.parse(
  readFileSync(new URL('../../wecom-sdk/test/fixtures/wecom/test-vectors.json', import.meta.url), 'utf8'),
) as { negative: NegativeVector[] }

const stamp = { timestamp: '1795226400', nonce: 'badinput01' }
const cipher = createCallbackCipher({ ...KEYS, receiveId: CORP_ID })

interface Wrong {
  why: string
  plaintext: string
  envelope?: (encrypt: string) => string
  status: number
}

const event = (to: string, more: string) =>
  `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName>sys</FromUserName><CreateTime>1795226400</CreateTime><MsgType>event</MsgType><Event>change_external_contact</Event>${more}</xml>`
const wrap = (encrypt: string) =>
  `<xml><ToUserName>${CORP_ID}</ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`
const good = event(CORP_ID, '<ChangeType>add_external_contact</ChangeType>')
const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${(n === 0 ? '&a;' : `&a${n - 1};`).repeat(10)}">`).join('')}]>`

/** Everything here is signed and encrypted with our own keys: even who holds them gets no nonsense in. */
const WRONG: Wrong[] = [
  { why: 'for another corp inside', plaintext: event('wwother000000000001', ''), status: 403 },
  { why: 'for another app of the corp', plaintext: event(CORP_ID, '<AgentID>999</AgentID>'), status: 403 },
  { why: 'an entity bomb inside', plaintext: `${bomb}${good.replace('sys', '&a8;')}`, status: 400 },
  {
    why: 'an outside entity inside',
    plaintext: `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${good.replace('sys', '&f;')}`,
    status: 400,
  },
  { why: 'no XML inside', plaintext: '{"ToUserName":"x"}', status: 400 },
  { why: 'an empty text inside', plaintext: '', status: 400 },
  { why: 'an entity bomb in the envelope', plaintext: good, envelope: (encrypt) => bomb + wrap(encrypt), status: 400 },
  {
    why: 'two Encrypt elements',
    plaintext: good,
    envelope: (encrypt) => wrap(encrypt).replace('</xml>', '<Encrypt>x</Encrypt></xml>'),
    status: 400,
  },
  { why: 'an envelope cut short', plaintext: good, envelope: (encrypt) => wrap(encrypt).slice(0, -40), status: 400 },
]

forEachDatabase((kind) => {
  describe(`bad callbacks are refused and store nothing (${kind})`, () => {
    let app: TestApp
    let stored: Record<string, string>
    const { token, encodingAesKey } = KEYS
    const env = { WECOM_CORP_ID: CORP_ID, WECOM_TOKEN: token, WECOM_ENCODING_AES_KEY: encodingAesKey }
    const post = (plaintext: string, init: RequestInit & { envelope?: (encrypt: string) => string } = {}) => {
      const { encrypt, msgSignature } = cipher.seal(plaintext, stamp)
      const query = new URLSearchParams({ msg_signature: msgSignature, ...stamp })
      const body = (init.envelope ?? wrap)(encrypt)
      return fetch(`${app.url}/wecom/callback?${query}`, { method: 'POST', body, ...init })
    }
    before(async () => {
      app = await startTestApp(kind, { env, corp: { corpId: CORP_ID } })
      stored = await rowsOf(app.deps.db)
    })
    afterEach(async () => expect(await rowsOf(app.deps.db)).to.deep.equal(stored))
    after(() => app.stop())

    it('in every published negative vector, and in every kind of broken traffic', async () => {
      const results = (await app.local.sendBadTraffic(vectors.negative)).filter((one) => one.expect === 'refused')
      const sent = vectors.negative.filter(({ encrypt, msg_signature }) => encrypt && msg_signature)
      expect(sent.length).to.be.greaterThan(3)
      for (const { id } of sent) expect(results.map(({ name }) => name)).to.include(id)
      for (const { name, result } of results) expect(result, name).to.be.oneOf([400, 403, 413, 'connection'])
      // The list ends with an unknown but genuine event, which is kept: it may mean something next year.
      await app.settle()
      stored = await rowsOf(app.deps.db)
    })

    for (const { why, plaintext, envelope, status } of WRONG)
      it(`${why}: ${status}`, async () => {
        const answer = await post(plaintext, envelope ? { envelope } : {})
        expect(answer.status).to.equal(status)
        expect(await answer.text()).to.equal('')
      })

    it('a body over 64 KiB: 413; a packed one: 415', async () => {
      const long = await post(good, { body: 'x'.repeat(65_537) })
      expect(long.status).to.equal(413)
      const packed = await post(good, { body: gzipSync(wrap('x')), headers: { 'content-encoding': 'gzip' } })
      expect(packed.status).to.equal(415)
    })

    it('a parameter given twice, or none at all: not genuine', async () => {
      for (const query of ['', '?msg_signature=a&msg_signature=b&timestamp=1&nonce=2', '?msg_signature[]=a'])
        for (const method of ['GET', 'POST'])
          expect(
            (
              await fetch(`${app.url}/wecom/callback${query}`, {
                method,
                ...(method === 'POST' ? { body: wrap('x') } : {}),
              })
            ).status,
            method + query,
          ).to.be.oneOf([400, 403])
    })
  })
})
