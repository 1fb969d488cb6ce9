import { gunzipSync, gzipSync } from 'node:zlib'
import type { Vault } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'

/** What a text column holds in every database. */
const LONGEST_BYTES = 65_000

/** An event packed and sealed: an order of hundreds of lines is longer than a column. @throws AppError PAYLOAD_TOO_LARGE */
export function sealEvent(vault: Pick<Vault, 'seal'>, text: string): string {
  const sealed = vault.seal(gzipSync(text).toString('base64'))
  if (sealed.length > LONGEST_BYTES) throw new AppError('PAYLOAD_TOO_LARGE')
  return sealed
}

/** @throws Error for anything this key has not sealed */
export function unsealEvent(vault: Pick<Vault, 'unseal'>, sealed: string): string {
  return gunzipSync(Buffer.from(vault.unseal(sealed), 'base64')).toString('utf8')
}
