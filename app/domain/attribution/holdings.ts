import { type Fen, splitByShares } from '../money.ts'
import type { HolderShare, LineHolding } from './book.ts'

/** What each account holds of the whole order at one moment. */
export interface Standing {
  share: HolderShare
  fen: Fen
}

/**
 * Cuts a line's whole remaining net among its holders, in the order of `shares`. Always the whole and never
 * refund by refund, so that rounding cannot drift.
 */
export function cutLine(line: LineHolding): Standing[] {
  const pieces = splitByShares(
    line.paidFen - line.refundedFen,
    line.shares.map(({ role, parts }) => ({ key: role, parts })),
  )
  return line.shares.map((share) => ({ share, fen: pieces.find((piece) => piece.key === share.role)?.fen ?? 0 }))
}

/** The sum of all lines by account. An account that holds a line of 0 fen is listed too: it holds the order. */
export function standingsOf(holders: readonly LineHolding[]): Map<string, Standing> {
  const standings = new Map<string, Standing>()
  for (const { share, fen } of holders.flatMap(cutLine)) {
    const sum = (standings.get(share.account)?.fen ?? 0) + fen
    standings.set(share.account, { share, fen: sum })
  }
  return standings
}
