import { randomBytes } from 'node:crypto'

/**
 * An opaque key that WeCom hands back with the customer it brought: at most 30 characters, and nothing in it that
 * could be guessed or read.
 */
export function newStateToken(): string {
  return randomBytes(16).toString('base64url').replace(/[-_]/g, 'x').slice(0, 22)
}
