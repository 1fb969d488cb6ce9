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
    line.shares.map(({ role, parts }, index) => ({ key: tieKey(role, index), parts })),
  )
  const fenOf = new Map(pieces.map(({ key, fen }) => [key, fen]))
  return line.shares.map((share, index) => ({
    share: line.isSettled ? settledShare(share) : share,
    fen: fenOf.get(tieKey(share.role, index)) ?? 0,
  }))
}

function tieKey(role: HolderShare['role'], index: number): string {
  return `${role}/${String(index).padStart(4, '0')}`
}

/** What is no longer frozen, or never was. */
export function settledShare(share: HolderShare): HolderShare {
  return share.guideId === undefined ? share : { ...share, account: `guide:${share.guideId}:settled` }
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
