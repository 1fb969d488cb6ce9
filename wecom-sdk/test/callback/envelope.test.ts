import { expect } from 'chai'
import fc from 'fast-check'
import { createCallbackCipher, signatureOf } from '../../src/callback/crypto.ts'
import { findEncrypt } from '../../src/callback/envelope.ts'
import { readVectors } from '../support.ts'

const vector = readVectors().made_here[0]!
const cipher = createCallbackCipher({
  token: vector.token,
  encodingAesKey: vector.encodingAESKey,
  receiveId: vector.receiveid,
})
const query = { msg_signature: vector.msg_signature, timestamp: vector.timestamp, nonce: vector.nonce }
const body = `<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt><![CDATA[${vector.encrypt}]]></Encrypt><AgentID><![CDATA[1]]></AgentID></xml>`

function open(text: string | Buffer) {
  return cipher.openEnvelope({ query, body: Buffer.isBuffer(text) ? text : Buffer.from(text) })
}

describe('callback envelope: accepted forms', () => {
  const forms: Record<string, string> = {
    'as captured': body,
    'AgentID before Encrypt': `<xml><ToUserName><![CDATA[ww1]]></ToUserName><AgentID>1</AgentID><Encrypt><![CDATA[${vector.encrypt}]]></Encrypt></xml>`,
    'no CDATA': `<xml><Encrypt>${vector.encrypt}</Encrypt></xml>`,
    'line feeds': `\n<xml>\n<Encrypt>\n<![CDATA[${vector.encrypt}]]>\n</Encrypt>\n</xml>\n`,
  }
  for (const [name, text] of Object.entries(forms)) {
    it(name, () => expect(open(text)).to.deep.equal({ ok: true, plaintext: vector.plaintext }))
  }
})

describe('callback envelope: refused forms', () => {
  const encrypt = `<Encrypt><![CDATA[${vector.encrypt}]]></Encrypt>`
  const laughs = `<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><xml>${encrypt}</xml>`
  const forms: Record<string, string | Buffer> = {
    empty: '',
    'no Encrypt': '<xml><ToUserName>ww1</ToUserName></xml>',
    'two Encrypt': `<xml>${encrypt}${encrypt}</xml>`,
    'two Encrypt, one with an attribute': `<xml>${encrypt}<Encrypt a="1">x</Encrypt></xml>`,
    'Encrypt with an attribute': `<xml><Encrypt a="1">${vector.encrypt}</Encrypt></xml>`,
    'Encrypt not closed': `<xml><Encrypt>${vector.encrypt}</xml>`,
    'two closing tags': `<xml>${encrypt}</Encrypt></xml>`,
    'DOCTYPE with entities': laughs,
    'external entity': `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>`,
    comment: `<xml><!-- -->${encrypt}</xml>`,
    'CDATA split in two': `<xml><Encrypt><![CDATA[${vector.encrypt.slice(0, 64)}]]><![CDATA[${vector.encrypt.slice(64)}]]></Encrypt></xml>`,
    'element inside Encrypt': `<xml><Encrypt><b>${vector.encrypt}</b></Encrypt></xml>`,
    'byte order mark': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)]),
    'UTF-16': Buffer.from(body, 'utf16le'),
    'UTF-16 with mark': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(body, 'utf16le')]),
    'NUL byte': body.replace('<AgentID>', '\0<AgentID>'),
    'JSON body': JSON.stringify({ encrypt: vector.encrypt }),
  }
  for (const [name, text] of Object.entries(forms)) {
    it(name, () => expect(open(text)).to.deep.equal({ ok: false, reason: 'envelope', code: -40002 }))
  }

  it('a 64 KiB body of openings is refused in linear time', () => {
    const hostile = [
      '<'.repeat(65_536),
      `<xml>${'<![CDATA['.repeat(7_000)}</xml>`,
      `<xml>${'<Encrypt>'.repeat(7_000)}</xml>`,
      `<xml>${'<a>'.repeat(20_000)}</xml>`,
    ].map((text) => Buffer.from(text))
    const started = process.cpuUsage()
    for (let round = 0; round < 50; round += 1) for (const bytes of hostile) open(bytes)
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000 / 200, 'CPU ms of one body').to.be.below(2)
  })
})

describe('callback envelope: mutations', () => {
  it('20 000 mutated bodies and queries: never a throw, never a text that was not sent', () => {
    const bytes = Buffer.from(body)
    const start = body.indexOf('<Encrypt>')
    const cut = body.indexOf('</Encrypt>')
    let seed = 42
    const next = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
      return seed % below
    }
    let accepted = 0
    for (let round = 0; round < 20_000; round += 1) {
      const mutated = Buffer.from(bytes)
      // Only the Encrypt element is covered by the signature, so only there every change must be refused.
      const at = start + next(cut - start)
      mutated[at] = (mutated[at] ?? 0) ^ (1 + next(255))
      if (open(mutated).ok) accepted += 1
      const signature = query.msg_signature
      const place = next(40)
      const digit = ((Number.parseInt(signature[place] ?? '', 16) + 1 + next(15)) % 16).toString(16)
      const msg_signature = signature.slice(0, place) + digit + signature.slice(place + 1)
      if (cipher.openEnvelope({ query: { ...query, msg_signature }, body: bytes }).ok) accepted += 1
    }
    expect(accepted).to.equal(0)
  })

  it('a rightly signed but damaged cipher text never opens to the sent text', () => {
    fc.assert(
      fc.property(
        fc.nat(Buffer.from(vector.encrypt, 'base64').length - 1),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const sealed = Buffer.from(vector.encrypt, 'base64')
          sealed[at] = (sealed[at] ?? 0) ^ flip
          const encrypt = sealed.toString('base64')
          const { timestamp, nonce } = vector
          const msgSignature = signatureOf(vector.token, timestamp, nonce, encrypt)
          const opened = cipher.openEncrypted({ msgSignature, timestamp, nonce, encrypt })
          // CBC garbles the text itself silently; the first 16 bytes are random filling and may change freely.
          if (opened.ok && at >= 16) expect(opened.plaintext).not.to.equal(vector.plaintext)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('any bytes at all: findEncrypt never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(findEncrypt(Buffer.from(bytes))).to.equal(undefined)
      }),
    )
  })
})
