import { hash, timingSafeEqual } from 'node:crypto'

/** Compares in constant time, upper and lower case alike: both are hashed first, so that no length shows. */
export function isSameText(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => hash('sha256', text.toLowerCase(), 'buffer'))
  return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}
