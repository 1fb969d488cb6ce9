import { hash, timingSafeEqual } from 'node:crypto'
import { blockKeyOf, openBlock, sealBlock } from './block.ts'
import { findEncrypt } from './envelope.ts'
import { type CallbackResult, refuse } from './faults.ts'

/** Callback settings of one app. `receiveId` is the corp id for a self-built app, empty for a smart robot. */
export interface CallbackKeys {
  token: string
  encodingAesKey: string
  receiveId: string
}

/** Query parameters as an HTTP framework gives them: already URL-decoded once, never decode again. */
export type CallbackQuery = Readonly<Record<string, string | string[] | undefined>>

export interface SignedCipherText {
  msgSignature: string
  timestamp: string
  nonce: string
  encrypt: string
}

export interface SealOptions {
  /** Unix seconds as text. */
  timestamp: string
  nonce: string
  /** 16 bytes; random unless a test fixes them. */
  random16?: Buffer
}

export interface CallbackCipher {
  /** Encrypts and signs, for passive replies and for a simulator. */
  seal(plaintext: string, options: SealOptions): { encrypt: string; msgSignature: string }
  openEncrypted(signed: SignedCipherText): CallbackResult
  /** GET verification: reads `msg_signature, timestamp, nonce, echostr`; answer exactly the plaintext. */
  verifyUrl(query: CallbackQuery): CallbackResult
  /** POST callback: reads `msg_signature, timestamp, nonce` and the one `<Encrypt>` of the raw body. */
  openEnvelope(request: { query: CallbackQuery; body: Buffer }): CallbackResult
}

/**
 * `msg_signature` of a callback: lower-case hex sha1 over the four strings in byte order, joined by nothing.
 * Because nothing separates them it does not bind timestamp and nonce apart: de-duplicate on the decrypted text.
 */
export function signatureOf(token: string, timestamp: string, nonce: string, encrypt: string): string {
  return hash('sha1', [token, timestamp, nonce, encrypt].sort().join(''), 'hex')
}

/** Throws `CallbackKeyError` on an illegal EncodingAESKey. The decoded key is kept for all calls. */
export function createCallbackCipher(keys: CallbackKeys): CallbackCipher {
  const { token } = keys
  const blockKey = blockKeyOf(keys.encodingAesKey)
  const receiveId = Buffer.from(keys.receiveId, 'utf8')

  function open(signature: unknown, timestamp: unknown, nonce: unknown, encrypt: unknown): CallbackResult {
    if (!isText(signature) || !isText(timestamp) || !isText(nonce) || !isText(encrypt)) return refuse('query')
    // The signature joins its parts without a separator: a free-form timestamp would let digits move into the nonce.
    if (!/^\d{1,10}$/.test(timestamp)) return refuse('query')
    if (!isSameSignature(signature, signatureOf(token, timestamp, nonce, encrypt))) return refuse('signature')
    return openBlock(blockKey, encrypt, receiveId)
  }

  return {
    seal(plaintext, { timestamp, nonce, random16 }) {
      const encrypt = sealBlock(blockKey, plaintext, receiveId, random16)
      return { encrypt, msgSignature: signatureOf(token, timestamp, nonce, encrypt) }
    },
    openEncrypted: ({ msgSignature, timestamp, nonce, encrypt }) => open(msgSignature, timestamp, nonce, encrypt),
    verifyUrl: ({ msg_signature, timestamp, nonce, echostr }) => open(msg_signature, timestamp, nonce, echostr),
    openEnvelope({ query, body }) {
      const encrypt = findEncrypt(body)
      if (encrypt === undefined) return refuse('envelope')
      return open(query.msg_signature, query.timestamp, query.nonce, encrypt)
    },
  }
}

/** A parameter given twice arrives as an array: refused like a missing one. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Compares in constant time; a given signature of another length is simply not equal. */
function isSameSignature(given: string, expected: string): boolean {
  const left = Buffer.from(given, 'utf8')
  const right = Buffer.from(expected, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}
