import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import * as official from '@wecom/crypto'
import { expect } from 'chai'
import { type CallbackCipher, createCallbackCipher, signatureOf } from '../../src/callback/crypto.ts'
import { type CipherVector, readVectors } from '../support.ts'

const vectors = readVectors()
const good = [...vectors.published, ...vectors.made_here]

function cipherOf(vector: CipherVector): CallbackCipher {
  return createCallbackCipher({
    token: vector.token,
    encodingAesKey: vector.encodingAESKey,
    receiveId: vector.receiveid,
  })
}

function signedOf(vector: CipherVector) {
  const { msg_signature: msgSignature, timestamp, nonce, encrypt } = vector
  return { msgSignature, timestamp, nonce, encrypt }
}

function decryptionsDuring(action: () => unknown): number {
  const original = crypto.createDecipheriv
  let count = 0
  crypto.createDecipheriv = ((...args: Parameters<typeof original>) => {
    count += 1
    return original(...args)
  }) as typeof original
  syncBuiltinESMExports()
  try {
    action()
  } finally {
    crypto.createDecipheriv = original
    syncBuiltinESMExports()
  }
  return count
}

describe('callback crypto: every known vector', () => {
  it('reads 16 good and 9 bad vectors', () => {
    expect([good.length, vectors.negative.length]).to.deep.equal([16, 9])
  })

  for (const vector of good) {
    it(`${vector.id} is signed, opened and sealed again byte for byte`, () => {
      const { token, timestamp, nonce, encrypt } = vector
      expect(signatureOf(token, timestamp, nonce, encrypt)).to.equal(vector.msg_signature)
      expect(cipherOf(vector).openEncrypted(signedOf(vector))).to.deep.equal({ ok: true, plaintext: vector.plaintext })
      const random16 = Buffer.from(vector.random16hex, 'hex')
      expect(cipherOf(vector).seal(vector.plaintext, { timestamp, nonce, random16 })).to.deep.equal({
        encrypt,
        msgSignature: vector.msg_signature,
      })
    })
  }

  for (const vector of vectors.negative.filter(({ encrypt }) => encrypt)) {
    it(`${vector.id} is refused as ${vector.expectReason}`, () => {
      expect(cipherOf(vector).openEncrypted(signedOf(vector))).to.deep.equal({
        ok: false,
        reason: vector.expectReason,
        code: vector.expectCode,
      })
    })
  }

  for (const vector of vectors.negative.filter(({ encrypt }) => !encrypt)) {
    it(`${vector.id} is a configuration error at start`, () => {
      const start = () => createCallbackCipher({ token: 't', encodingAesKey: vector.encodingAESKey, receiveId: 'ww1' })
      expect(start).to.throw().that.includes({ code: vector.expectCode, reason: vector.expectReason })
    })
  }

  it('a wrong signature is refused before anything is decrypted', () => {
    const vector = vectors.negative.find(({ id }) => id === 'neg-signature')!
    expect(decryptionsDuring(() => cipherOf(vector).openEncrypted(signedOf(vector)))).to.equal(0)
    expect(decryptionsDuring(() => cipherOf(good[0]!).openEncrypted(signedOf(good[0]!)))).to.equal(1)
  })

  it('the address check of the console opens from the raw query', () => {
    const vector = vectors.published.find(({ rawQuery }) => rawQuery)!
    const query = Object.fromEntries(new URLSearchParams(vector.rawQuery))
    expect(cipherOf(vector).verifyUrl(query)).to.deep.equal({ ok: true, plaintext: vector.plaintext })
  })
})

describe('callback crypto: agreement with @wecom/crypto', () => {
  for (const vector of good) {
    it(`${vector.id} gives the same signature and text`, () => {
      const { token, timestamp, nonce, encrypt, encodingAESKey } = vector
      expect(official.getSignature(token, timestamp, nonce, encrypt)).to.equal(vector.msg_signature)
      const opened = official.decrypt(encodingAESKey, encrypt)
      expect([opened.message, opened.id]).to.deep.equal([vector.plaintext, vector.receiveid])
    })
  }

  it('opens what ours seals and the other way round, at every padding', () => {
    const vector = vectors.made_here[0]!
    const cipher = cipherOf(vector)
    for (let length = 0; length < 40; length += 1) {
      const text = '茶'.repeat(length % 3) + 'x'.repeat(length)
      const { encrypt } = cipher.seal(text, { timestamp: '1', nonce: 'n' })
      expect(official.decrypt(vector.encodingAESKey, encrypt).message).to.equal(text)
      const theirs = official.encrypt(vector.encodingAESKey, text, vector.receiveid)
      const msgSignature = signatureOf(vector.token, '1', 'n', theirs)
      const opened = cipher.openEncrypted({ msgSignature, timestamp: '1', nonce: 'n', encrypt: theirs })
      expect(opened).to.deep.equal({ ok: true, plaintext: text })
    }
  })
})

describe('callback crypto: query parameters', () => {
  const vector = vectors.made_here[0]!
  const signed = signedOf(vector)

  for (const timestamp of ['', '-1', '1e9', '17600000000', ' 1760000000', '1760000000\n', '１７６']) {
    it(`refuses the timestamp ${JSON.stringify(timestamp)}`, () => {
      const msgSignature = signatureOf(vector.token, timestamp, vector.nonce, vector.encrypt)
      const opened = cipherOf(vector).openEncrypted({ ...signed, timestamp, msgSignature })
      expect(opened).to.deep.include({ ok: false, reason: 'query' })
    })
  }

  it('refuses missing and repeated parameters', () => {
    const query = { msg_signature: signed.msgSignature, timestamp: signed.timestamp, nonce: signed.nonce }
    const open = cipherOf(vector).verifyUrl
    expect(open(query)).to.deep.include({ reason: 'query' })
    expect(open({ ...query, echostr: [vector.encrypt, vector.encrypt] })).to.deep.include({ reason: 'query' })
    expect(open({ ...query, echostr: vector.encrypt })).to.deep.include({ ok: true })
  })

  it('an app of the same corp with another token or key does not open it', () => {
    const keys = { token: vector.token, encodingAesKey: vector.encodingAESKey, receiveId: vector.receiveid }
    const otherToken = createCallbackCipher({ ...keys, token: 'SimTokenForTests2' })
    expect(otherToken.openEncrypted(signed)).to.deep.include({ reason: 'signature' })
    const otherKey = createCallbackCipher({ ...keys, encodingAesKey: vectors.published[0]!.encodingAESKey })
    expect(otherKey.openEncrypted(signed)).to.deep.include({ ok: false })
  })

  for (const change of [(s: string) => ` ${s}`, (s: string) => `${s}\n`, (s: string) => s.replace(/=*$/, '-_')]) {
    it(`refuses cipher text that is not exact base64: ${change('abc==')}`, () => {
      const encrypt = change(vector.encrypt)
      const msgSignature = signatureOf(vector.token, vector.timestamp, vector.nonce, encrypt)
      expect(cipherOf(vector).openEncrypted({ ...signed, encrypt, msgSignature })).to.deep.include({ reason: 'base64' })
    })
  }
})
