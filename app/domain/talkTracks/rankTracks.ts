import { type ShareInterval, wilsonInterval } from './wilson.ts'

/** With fewer sends whose 14 days are over, nothing can be said. */
export const MIN_SENDS = 30

/** Sends of one talk track by guides of one level, and how many of them were followed by an order. */
export interface TrackTally {
  /** Null: the guides' own words. */
  trackId: string | null
  level: string
  /** Of these the 14 days are over; younger ones may still bring an order and would pull the share down. */
  settled: number
  orders: number
}

/**
 * `few`: too small a sample, not ranked. `best`: no other of the level is surely better. `same`: cannot be told from
 * the best. `worse`: surely below the best. `alone`: nothing to compare with.
 */
export type Verdict = 'few' | 'alone' | 'best' | 'same' | 'worse'

export type RankedTrack<T extends TrackTally> = T & ShareInterval & { rank: number | null; verdict: Verdict }

/**
 * Ranks talk tracks among guides of the same level, because a good guide sells with any words. A rank is one more than
 * the number of those surely better (their interval lies wholly above), so what cannot be told apart shares a rank.
 */
export function rankTracks<T extends TrackTally>(tallies: readonly T[]): RankedTrack<T>[] {
  const rows = tallies.map((tally) => ({ ...tally, ...wilsonInterval(tally.orders, tally.settled) }))
  return rows.map((row) => {
    const rivals = rows.filter(({ level, settled }) => level === row.level && settled >= MIN_SENDS)
    if (row.settled < MIN_SENDS) return { ...row, rank: null, verdict: 'few' }
    const rank = 1 + rivals.filter(({ low }) => low > row.high).length
    return { ...row, rank, verdict: verdictOf(row, rank, rivals) }
  })
}

type Rated = TrackTally & ShareInterval

function verdictOf(row: Rated, rank: number, rivals: readonly Rated[]): Verdict {
  if (rivals.length === 1) return 'alone'
  if (rank > 1) return 'worse'
  return rivals.some((rival) => rival !== row && rival.high >= row.low) ? 'same' : 'best'
}
