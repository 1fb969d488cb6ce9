import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { CallbackKeyError, type CallbackResult, refuse } from './faults.ts'

const BLOCK_BYTES = 32
const HEAD_BYTES = 20

/** AES key and IV of one app; the IV is the head of the key. */
export interface BlockKey {
  key: Buffer
  iv: Buffer
}

/** Many real keys leave non-zero trailing bits in their last character, so the decoder must be the lenient one. */
export function blockKeyOf(encodingAesKey: string): BlockKey {
  if (!/^[A-Za-z0-9]{43}$/.test(encodingAesKey)) throw new CallbackKeyError()
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  return { key, iv: key.subarray(0, 16) }
}

/** Layout: 16 random bytes | length of the text in bytes | text | receiveId, padded to a multiple of 32 (1..32). */
export function sealBlock(
  { key, iv }: BlockKey,
  plaintext: string,
  receiveId: Buffer,
  random16: Buffer = randomBytes(16),
): string {
  const text = Buffer.from(plaintext, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const used = HEAD_BYTES + text.length + receiveId.length
  const padBytes = BLOCK_BYTES - (used % BLOCK_BYTES)
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  const plain = Buffer.concat([random16, length, text, receiveId, Buffer.alloc(padBytes, padBytes)])
  return cipher.update(plain, undefined, 'base64') + cipher.final('base64')
}

/** Opens base64 cipher text. Every byte of padding, the length field and the receiveId must be exactly right. */
export function openBlock({ key, iv }: BlockKey, encrypt: string, receiveId: Buffer): CallbackResult {
  const sealed = Buffer.from(encrypt, 'base64')
  // Node's decoder skips what it does not know; only text that encodes back to itself is base64.
  if (sealed.length === 0 || sealed.toString('base64') !== encrypt) return refuse('base64')
  if (sealed.length % 16 !== 0) return refuse('decrypt')
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
  // Without automatic padding update() returns every block and final() adds nothing.
  const plain = decipher.update(sealed)
  const end = plain.length - padBytesOf(plain)
  if (end === plain.length || end < HEAD_BYTES) return refuse('buffer')
  const textEnd = HEAD_BYTES + plain.readUInt32BE(16)
  if (textEnd > end) return refuse('buffer')
  if (!plain.subarray(textEnd, end).equals(receiveId)) return refuse('receiveid')
  return { ok: true, plaintext: plain.toString('utf8', HEAD_BYTES, textEnd) }
}

/** 0 when the padding is illegal. WeCom pads to 32, beyond the AES block, so Node's own check cannot be used. */
function padBytesOf(plain: Buffer): number {
  const pad = plain[plain.length - 1] ?? 0
  if (pad < 1 || pad > BLOCK_BYTES || pad > plain.length) return 0
  for (let at = plain.length - pad; at < plain.length; at += 1) {
    if (plain[at] !== pad) return 0
  }
  return pad
}
