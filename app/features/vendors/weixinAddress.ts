import { hash } from 'node:crypto'
import { isSameText } from './sameText.ts'

/** WeChat's look at a new address: `signature` over token, timestamp and nonce; `echostr` goes back as it came. */
export function isAddressSigned(token: string, query: Readonly<Record<string, unknown>>): boolean {
  const { signature, timestamp, nonce, echostr } = query
  if (![signature, timestamp, nonce, echostr].every((text) => typeof text === 'string' && text !== '')) return false
  // What is echoed must be nothing a browser could run.
  if (!/^[\w-]{1,128}$/.test(String(echostr))) return false
  return isSameText(String(signature), hash('sha1', [token, timestamp, nonce].sort().join(''), 'hex'))
}
