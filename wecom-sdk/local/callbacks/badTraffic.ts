import { createCipheriv, createHash } from 'node:crypto'
import { type CallbackKeys, createCallbackCipher, signatureOf } from '../../src/callback/crypto.ts'
import type { World } from '../world.ts'
import { postCallback } from './post.ts'
import { cdata, writeEnvelope, writeEvent } from './xml.ts'

/** A hostile or broken request, and whether a right receiver refuses it. */
export interface BadRequest {
  name: string
  query: Record<string, string>
  body: string
  expect: 'refused' | 'accepted'
}

export interface BadResult {
  name: string
  expect: BadRequest['expect']
  result: number | 'timeout' | 'connection'
  ok: boolean
}

/** A `negative` entry of the published vectors, as far as it can travel on the wire. */
export interface NegativeVector {
  id: string
  timestamp?: string | undefined
  nonce?: string | undefined
  encrypt?: string | undefined
  msg_signature?: string | undefined
}

const TWO_MEGABYTES = 2 * 1024 * 1024

/** Builds one of each kind for a receiver with these keys. */
export function buildBadTraffic(world: World, keys: CallbackKeys, vectors: NegativeVector[] = []): BadRequest[] {
  const timestamp = String(Math.floor(world.clock.nowMs() / 1000))
  const nonce = world.ids.digits(10)
  const plain = writeEvent(
    world.corpId,
    { from: 'sys', createdAtMs: world.clock.nowMs(), fields: hostileFields },
    false,
  )
  const seal = (sealing: CallbackKeys, text: string) => createCallbackCipher(sealing).seal(text, { timestamp, nonce })
  const wrap = (encrypt: string) => writeEnvelope(world.corpId, world.agentId, encrypt, 'encrypt_first')
  const request = (name: string, encrypt: string, signature: string, body = wrap(encrypt)): BadRequest => ({
    name,
    query: { msg_signature: signature, timestamp, nonce },
    body,
    expect: 'refused',
  })
  const raw = (name: string, bytes: Buffer): BadRequest => {
    const encrypt = bytes.toString('base64')
    return request(name, encrypt, signatureOf(keys.token, timestamp, nonce, encrypt))
  }
  const good = seal(keys, plain)
  const otherCorp = seal({ ...keys, receiveId: 'wwother000000000001' }, plain)
  const otherApp = seal({ ...keys, encodingAesKey: otherKey(keys.encodingAesKey) }, plain)
  const block = Buffer.from(`${'r'.repeat(16)}\0\0\0\x04body${keys.receiveId}`)
  const doctype = `<!DOCTYPE xml [<!ENTITY a "a">]>${wrap(good.encrypt)}`
  const huge = wrap(good.encrypt).replace('</xml>', `<Pad>${'x'.repeat(TWO_MEGABYTES)}</Pad></xml>`)

  return [
    request(
      'signature altered',
      good.encrypt,
      good.msgSignature.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ),
    request('signature missing', good.encrypt, ''),
    request('encrypted for another corp', otherCorp.encrypt, otherCorp.msgSignature),
    request('encrypted with the key of another app', otherApp.encrypt, otherApp.msgSignature),
    request('document type declaration', good.encrypt, good.msgSignature, doctype),
    request('two megabytes', good.encrypt, good.msgSignature, huge),
    request('two Encrypt elements', good.encrypt, good.msgSignature, twice(good.encrypt)),
    request('no Encrypt element', good.encrypt, good.msgSignature, '<xml><ToUserName>x</ToUserName></xml>'),
    request('not XML', good.encrypt, good.msgSignature, '{"encrypt":"x"}'),
    request('empty body', good.encrypt, good.msgSignature, ''),
    raw('cipher text cut short', Buffer.from(good.encrypt, 'base64').subarray(0, 40)),
    raw('length field past the end', sealRaw(keys, pad(overflowing(block)))),
    raw('padding byte zero', sealRaw(keys, Buffer.concat([pad(block).subarray(0, -1), Buffer.from([0])]))),
    ...vectors.flatMap((vector) => fromVector(vector, wrap)),
    { ...request('unknown event', good.encrypt, good.msgSignature), expect: 'accepted' },
  ]
}

/** Sends them one after the other. Refused means: answered, and not with 200. */
export async function sendBadTraffic(world: World, url: string, requests: BadRequest[]): Promise<BadResult[]> {
  const results: BadResult[] = []
  for (const { name, query, body, expect } of requests) {
    const { result } = await postCallback(url, query, body, world.settings.callbackTimeoutMs)
    // A receiver may cut a two-megabyte body off before it has read it all.
    const refused = result === 'connection' ? name === 'two megabytes' : result !== 200 && result !== 'timeout'
    results.push({ name, expect, result, ok: expect === 'accepted' ? result === 200 : refused })
  }
  return results
}

const hostileFields = [
  ['MsgType', 'event'],
  ['Event', 'event_of_next_year'],
  ['__proto__', 'x'],
  ['Novelty', { xml: '<Deep><Item>1</Item></Deep>' }],
] as const satisfies readonly (readonly [string, string | { xml: string }])[]

function fromVector(vector: NegativeVector, wrap: (encrypt: string) => string): BadRequest[] {
  const { id, timestamp, nonce, encrypt, msg_signature } = vector
  // Vectors about an illegal key are about configuration; nothing of them travels.
  if (!timestamp || !nonce || !encrypt || !msg_signature) return []
  return [{ name: id, query: { msg_signature, timestamp, nonce }, body: wrap(encrypt), expect: 'refused' }]
}

const twice = (encrypt: string): string =>
  `<xml><Encrypt>${cdata(encrypt)}</Encrypt><Encrypt>${cdata(encrypt)}</Encrypt></xml>`

const otherKey = (key: string): string =>
  createHash('sha256').update(key).digest('base64').replace(/[+/=]/g, 'A').slice(0, 43)

function overflowing(block: Buffer): Buffer {
  const copy = Buffer.from(block)
  copy.writeUInt32BE(100_000, 16)
  return copy
}

function pad(bytes: Buffer): Buffer {
  const count = 32 - (bytes.length % 32)
  return Buffer.concat([bytes, Buffer.alloc(count, count)])
}

function sealRaw(keys: CallbackKeys, padded: Buffer): Buffer {
  const key = Buffer.from(`${keys.encodingAesKey}=`, 'base64')
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(padded), cipher.final()])
}
