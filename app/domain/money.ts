/** An amount in integer fen (1/100 yuan). Always a safe integer; never a float of yuan. */
export type Fen = number

export type ParsedYuan =
  | { ok: true; fen: Fen }
  | { ok: false; why: 'empty' | 'not_a_number' | 'too_many_decimals' | 'too_large' }

/** One share of a split: `parts` is a non-negative weight, any scale. */
export interface Share {
  key: string
  parts: number
}

const YUAN_PATTERN = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/

export function isSafeFen(n: unknown): n is Fen {
  return typeof n === 'number' && Number.isSafeInteger(n)
}

/**
 * Reads an amount of yuan as a till exports it: `¥`, thousands commas, full-width digits, and brackets or
 * a minus for refunds. The digits are never turned into a float: `19.99 * 100` is 1998.9999999999998.
 */
export function parseYuan(text: string): ParsedYuan {
  const plain = text.normalize('NFKC').replace(/−/g, '-').replace(/\s/g, '')
  if (plain === '') return { ok: false, why: 'empty' }
  const { isNegative, digits } = takeSign(plain)
  const match = YUAN_PATTERN.exec(digits)
  if (!match) return { ok: false, why: 'not_a_number' }
  const whole = (match[1] ?? '').replace(/,/g, '')
  const decimals = match[2] ?? ''
  if (decimals.length > 2) return { ok: false, why: 'too_many_decimals' }
  const fen = Number(`${whole}${decimals.padEnd(2, '0')}`)
  if (!Number.isSafeInteger(fen)) return { ok: false, why: 'too_large' }
  return { ok: true, fen: isNegative && fen !== 0 ? -fen : fen }
}

/** NFKC has already made ￥ into ¥ and full-width signs plain. Brackets and a minus together are refused. */
function takeSign(plain: string): { isNegative: boolean; digits: string } {
  const bracketed = /^¥?\((.+)\)$/.exec(plain)
  if (bracketed) return { isNegative: true, digits: (bracketed[1] ?? '').replace(/^¥/, '') }
  const signed = /^(?:([+-])¥|¥?([+-])|¥)(.+)$/.exec(plain)
  if (signed) return { isNegative: (signed[1] ?? signed[2]) === '-', digits: signed[3] ?? '' }
  return { isNegative: false, digits: plain }
}

/** `¥1,299.00`, `-¥99.00`. The only formatter of amounts; never shows an exponent or a float. */
export function formatYuan(fen: Fen): string {
  const digits = Math.abs(fen).toString().padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}¥${whole}.${digits.slice(-2)}`
}

/**
 * Cuts `totalFen` by weight with the largest remainder, ties by key, so that the pieces sum exactly to the
 * total and each is within one fen of its ideal. A negative total is the mirror of the positive one.
 * Shares with 0 parts get 0; when all parts are 0 the first key takes everything.
 */
export function splitByShares(totalFen: Fen, shares: readonly Share[]): { key: string; fen: Fen }[] {
  const [only, ...others] = shares
  if (only && others.length === 0) return [{ key: only.key, fen: totalFen }]
  const sorted = [...shares].sort((a, b) => compareKeys(a.key, b.key))
  const partsSum = sorted.reduce((sum, share) => sum + BigInt(share.parts), 0n)
  if (partsSum === 0n) return sorted.map(({ key }, index) => ({ key, fen: index === 0 ? totalFen : 0 }))
  const size = BigInt(Math.abs(totalFen))
  const pieces = sorted.map(({ key, parts }) => {
    const product = size * BigInt(parts)
    return { key, floor: product / partsSum, remainder: product % partsSum }
  })
  const missing = Number(size - pieces.reduce((sum, piece) => sum + piece.floor, 0n))
  const byRemainder = [...pieces].sort((a, b) => (a.remainder === b.remainder ? 0 : a.remainder > b.remainder ? -1 : 1))
  const luckyKeys = new Set(byRemainder.slice(0, missing).map((piece) => piece.key))
  return pieces.map(({ key, floor }) => {
    const fen = Number(floor) + (luckyKeys.has(key) ? 1 : 0)
    return { key, fen: totalFen < 0 && fen !== 0 ? -fen : fen }
  })
}

/** Code-unit order: the same on every machine and in every locale. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
