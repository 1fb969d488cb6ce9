import { formatYuan } from '../../domain/money.ts'
import type { RankMove } from './rankMoves.ts'

const MOST_NAMES = 3
/** What the large figure of a card takes. */
const MOST_CHARS = 10

/** Whole yuan; what is too long for the place in 万. */
export function sayMoney(fen: number): string {
  const yuan = formatYuan(Math.round(fen / 100) * 100).replace(/\.00$/, '')
  if (yuan.length <= MOST_CHARS) return yuan
  return `${fen < 0 ? '−' : ''}¥${(Math.abs(fen) / 1_000_000).toFixed(1)}万`
}

export function sayMoves(moves: readonly RankMove[], direction: 'up' | 'down'): string | undefined {
  const wanted = moves.filter(({ places }) => (direction === 'up' ? places > 0 : places < 0))
  const sign = direction === 'up' ? '↑' : '↓'
  return sayList(wanted.map(({ guideName, places }) => `${guideName} ${sign}${Math.abs(places)}`))
}

/** A few by name; the rest as a number. */
export function sayList(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  const rest = names.length > MOST_NAMES ? `等 ${names.length} 个` : ''
  return `${names.slice(0, MOST_NAMES).join('、')}${rest}`
}
