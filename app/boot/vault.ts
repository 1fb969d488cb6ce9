import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Vault } from '../deps.ts'

const VERSION = 'v1.'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Phones behind one key: a keyed hash to match by, AES-256-GCM to keep. Two keys are derived from `DATA_KEY`, so
 * that the hash tells nothing about the cipher.
 * @param dataKey 32 bytes in base64
 * @throws Error when the key has another length
 */
export function createVault(dataKey: string): Vault {
  const master = Buffer.from(dataKey, 'base64')
  if (master.length !== 32) throw new Error('DATA_KEY must be 32 bytes in base64')
  const hashKey = deriveKey(master, 'huitouke:match')
  const sealKey = deriveKey(master, 'huitouke:seal')
  return {
    keyOf: (kind, value) => createHmac('sha256', hashKey).update(`${kind}:${value}`, 'utf8').digest('hex'),
    seal: (plain) => seal(sealKey, plain),
    unseal: (sealed) => unseal(sealKey, sealed),
  }
}

function deriveKey(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), purpose, 32))
}

function seal(sealKey: Buffer, plain: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', sealKey, iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

/** @throws Error for anything this key has not sealed, changed bytes included. */
function unseal(sealKey: Buffer, sealed: string): string {
  if (!sealed.startsWith(VERSION)) throw new Error('not sealed by this product')
  const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
}
