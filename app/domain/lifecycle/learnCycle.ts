import type { LearnedDays } from './cycles.ts'

/** From one purchase to the next of the same product by the same buyer: what was bought lasted so long. */
export interface RepurchaseGap {
  days: number
  /** Pieces bought at the first of the two. */
  quantity: number
}

/**
 * Percentiles of repurchase gaps in days, by linear interpolation; the order of the gaps does not matter.
 * @returns undefined below the floor: a few customers say nothing about the chain
 */
export function learnCycle(gapsDays: readonly number[], { minSample }: { minSample: number }): LearnedDays | undefined {
  const sorted = gapsDays.filter((days) => days > 0).sort((a, b) => a - b)
  if (sorted.length < Math.max(1, minSample)) return undefined
  const at = (share: number) => percentile(sorted, share)
  return { sample: sorted.length, p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) }
}

/** Percentiles for `quantity` pieces; `quantity` 0: per piece, over every quantity bought. */
export interface LearnedForQuantity extends LearnedDays {
  quantity: number
}

/**
 * What a product's gaps say: per piece, and for each quantity bought often enough on its own. Below the floor the row
 * per piece has only its sample, so that a page can say how little there is.
 */
export function learnByQuantity(
  gaps: readonly RepurchaseGap[],
  floor: { minSample: number },
): [perPiece: LearnedForQuantity, ...LearnedForQuantity[]] {
  const perPiece = learnCycle(gaps.map(daysPerPiece), floor)
  const quantities = [...new Set(gaps.map((gap) => gap.quantity))].sort((a, b) => a - b)
  const learned = quantities.flatMap((quantity) => {
    const own = gaps.filter((gap) => gap.quantity === quantity).map((gap) => gap.days)
    const cycle = learnCycle(own, floor)
    return cycle ? [{ quantity, ...cycle }] : []
  })
  return [{ quantity: 0, ...(perPiece ?? tooFew(gaps.length)) }, ...learned]
}

export const daysPerPiece = ({ days, quantity }: RepurchaseGap): number => days / Math.max(1, quantity)

/** Nothing but the count. */
export const tooFew = (sample: number): LearnedDays => ({ sample, p25: 0, p50: 0, p75: 0, p90: 0 })

/** A hundredth of a day is finer than any shop needs, and the same in every database. */
function percentile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return Math.round((below + (above - below) * (place - Math.floor(place))) * 100) / 100
}
