/** Days since a purchase after which a rhythm is over, see `stageOf`; active ≤ silent ≤ churn. */
export interface Cycles {
  activeDays: number
  silentDays: number
  churnDays: number
}

/** Where a number in force comes from. */
export type CycleFrom = 'override' | 'learned' | 'configured' | 'default'

export interface CycleInForce extends Cycles {
  from: CycleFrom
}

/** A category as `config/lifecycle.yaml` has it. */
export interface CategoryRule extends Cycles {
  /** As guides read it: 茶叶. */
  title?: string | undefined
  /** How long one piece lasts, for products without a cycle of their own. */
  useUpDays?: number | undefined
  /** False: nothing of it is used up (clothing), whatever its repurchase gaps say. */
  isUsedUp?: boolean | undefined
  /** The chain's own repurchase rhythm goes before what is configured. */
  useLearned?: boolean | undefined
}

/** What repurchase gaps say, days. */
export interface LearnedDays {
  sample: number
  p25: number
  p50: number
  p75: number
  p90: number
}

/** An operator's word; null or absent: none on it. */
export interface OverrideDays {
  useUpDays?: number | null
  activeDays?: number | null
  silentDays?: number | null
  churnDays?: number | null
}

/** Below two weeks a gap says more about weekends than about silence. */
const SHORTEST_LEARNED_DAYS = 14

/**
 * A category's rhythm as its own repurchases show it: three of four customers who come back have done so by p75, nine
 * of ten by p90, and after twice that hardly anybody does.
 */
function cyclesFromRhythm({ p75, p90 }: LearnedDays): Cycles {
  const activeDays = Math.max(SHORTEST_LEARNED_DAYS, Math.ceil(p75))
  const silentDays = Math.max(activeDays, Math.ceil(p90))
  return { activeDays, silentDays, churnDays: silentDays * 2 }
}

/** The cycles of one category: override over learned (where switched on) over configured over the default. */
export function cyclesInForce(given: {
  fallback: Cycles
  configured?: CategoryRule | undefined
  rhythm?: LearnedDays | undefined
  override?: OverrideDays | undefined
}): CycleInForce {
  const { fallback, configured, rhythm, override } = given
  const base = baseCycles(fallback, configured, rhythm)
  const words = [override?.activeDays, override?.silentDays, override?.churnDays]
  if (words.every((word) => word === null || word === undefined)) return base
  const activeDays = override?.activeDays ?? base.activeDays
  const silentDays = override?.silentDays ?? Math.max(activeDays, base.silentDays)
  const churnDays = override?.churnDays ?? Math.max(silentDays, base.churnDays)
  return { activeDays, silentDays, churnDays, from: 'override' }
}

function baseCycles(fallback: Cycles, configured?: CategoryRule, rhythm?: LearnedDays): CycleInForce {
  if (configured?.useLearned && rhythm) return { ...cyclesFromRhythm(rhythm), from: 'learned' }
  const { activeDays, silentDays, churnDays } = configured ?? fallback
  return { activeDays, silentDays, churnDays, from: configured ? 'configured' : 'default' }
}

export const isInOrder = ({ activeDays, silentDays, churnDays }: Cycles): boolean =>
  activeDays <= silentDays && silentDays <= churnDays
