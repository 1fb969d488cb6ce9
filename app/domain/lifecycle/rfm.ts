import { compareKeys, type Fen } from '../money.ts'

/** A buyer as RFM sees them. `lastDay` is the business day of the last purchase. */
export interface Buyer {
  lastDay: string
  purchases: number
  netFen: Fen
}

export const RFM_SEGMENTS = [
  'important_value',
  'important_develop',
  'important_keep',
  'important_win_back',
  'general_value',
  'general_develop',
  'general_keep',
  'general_win_back',
] as const
export type RfmSegment = (typeof RFM_SEGMENTS)[number]

/** Scores 1 to 5, 5 is best. */
export interface RfmScores {
  recency: number
  frequency: number
  money: number
}

export interface Rfm extends RfmScores {
  segment: RfmSegment
  /** Of old customers only. */
  quality: '' | 'high' | 'low'
}

/** 4 and 5 are the better two fifths of the chain. */
const HIGH_FROM = 4
const LOW_TO = 2

/**
 * Scores buyers against the chain they belong to: `1 + ⌊5 × share⌋`, where share is how many are worse plus half of
 * those who are equal. Equals always share a score, and where most buy once the middle stays the middle.
 * @returns undefined where there are too few to compare: then nobody has a score
 */
export function createRfmScale(
  buyers: readonly Buyer[],
  { minCustomers }: { minCustomers: number },
): ((buyer: Buyer) => Rfm) | undefined {
  if (buyers.length < minCustomers) return undefined
  const [days, counts, sums]: [string[], number[], number[]] = [[], [], []]
  for (const { lastDay, purchases, netFen } of buyers) {
    days.push(lastDay)
    counts.push(purchases)
    sums.push(netFen)
  }
  const recencyOf = scoreBy(days.sort(compareKeys))
  const frequencyOf = scoreBy(counts.sort((a, b) => a - b))
  const moneyOf = scoreBy(sums.sort((a, b) => a - b))
  return (buyer) => {
    const recency = recencyOf(buyer.lastDay)
    const frequency = frequencyOf(buyer.purchases)
    const money = moneyOf(buyer.netFen)
    const scores = { recency, frequency, money }
    return { ...scores, segment: segmentOf(scores), quality: qualityOf(buyer, scores) }
  }
}

/** The classic eight: money says important or general, recency and frequency say what to do. */
export function segmentOf({ recency, frequency, money }: RfmScores): RfmSegment {
  const weight = money >= HIGH_FROM ? 'important' : 'general'
  const isRecent = recency >= HIGH_FROM
  const isFrequent = frequency >= HIGH_FROM
  if (isRecent) return isFrequent ? `${weight}_value` : `${weight}_develop`
  return isFrequent ? `${weight}_keep` : `${weight}_win_back`
}

/**
 * Old customers told apart: who bought at least twice is an old customer, of high quality when both how often and how
 * much are among the better two fifths, of low quality when what they spent is among the lower two fifths.
 */
function qualityOf({ purchases }: Buyer, { frequency, money }: RfmScores): Rfm['quality'] {
  if (purchases < 2) return ''
  if (money >= HIGH_FROM && frequency >= HIGH_FROM) return 'high'
  return money <= LOW_TO ? 'low' : ''
}

/** @param sorted ascending, worst first */
function scoreBy<T extends string | number>(sorted: readonly T[]): (value: T) => number {
  return (value) => {
    const worse = countBelow(sorted, (one) => one < value)
    const equal = countBelow(sorted, (one) => one <= value) - worse
    const share = (worse + equal / 2) / Math.max(1, sorted.length)
    return Math.min(5, 1 + Math.floor(5 * share))
  }
}

/** How many at the front satisfy `isBelow`, by halving. */
function countBelow<T>(sorted: readonly T[], isBelow: (value: T) => boolean): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (isBelow(sorted[middle] as T)) from = middle + 1
    else to = middle
  }
  return from
}
