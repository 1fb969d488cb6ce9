import { addDays, businessDayOf, daysBetween, startOfBusinessDay } from '../businessDay.ts'
import { compareKeys, type Fen } from '../money.ts'
import type { CycleFrom, CycleInForce } from './cycles.ts'

export type Stage = 'lead' | 'new' | 'active' | 'loyal' | 'silent' | 'churned'

/** `netFen` is paid minus refunded; an order refunded in full is no purchase. */
export interface StagePurchase {
  atMs: number
  netFen: Fen
  /** Of the products that were kept; none: of no known category. */
  categories?: readonly string[]
}

export interface StageFacts {
  addedAtMs: number
  purchases: readonly StagePurchase[]
}

/** The cycles of each category, and of all that has none of its own. */
export interface StageRules {
  fallback: CycleInForce
  categories: ReadonlyMap<string, CycleInForce>
  loyalOrders: number
  loyalFen: Fen
}

/** Which category's cycle decided, and where that cycle comes from; an empty category: the chain's default. */
export interface GoverningCycle {
  category: string
  days: number
  /** Since the last purchase in that category. */
  daysSince: number
  from: CycleFrom
}

/** Facts behind a stage, for a sentence made at the edge. */
export type StageWhy =
  | { code: 'never_bought' }
  | { code: 'bought'; purchases: number; netFen: Fen; daysSinceLast: number }
  | { code: 'no_purchase_for'; days: number; cycle: GoverningCycle }

export interface StageDecision {
  stage: Stage
  why: StageWhy
  /**
   * Since when, by the facts and not by when they became known: the day a cycle was over, else the last purchase. Of a
   * lead nobody can tell.
   */
  sinceMs?: number
  /** When time alone would change the stage; undefined when only a purchase can. */
  nextChangeAtMs?: number
}

/** When one category's cycle is over, as the first day after it. */
interface End {
  day: string
  cycle: GoverningCycle
}

/**
 * The customer's place in the lifecycle, from facts only. Days are business days since the last purchase of each
 * category; a customer is silent (churned) once that is so for *every* category they buy: nobody is called silent
 * because of tea while the coat bought with it still lasts. A repeat customer falls silent when the active cycle is
 * over; one who bought once has shown no rhythm yet and is given until `silentDays`. Nobody is churned before
 * `churnDays`.
 */
export function stageOf(facts: StageFacts, rules: StageRules, nowMs: number): StageDecision {
  const purchases = facts.purchases.filter((purchase) => purchase.netFen > 0)
  if (purchases.length === 0) return { stage: 'lead', why: { code: 'never_bought' } }
  const today = businessDayOf(nowMs)
  const lastMs = Math.max(...purchases.map((purchase) => purchase.atMs))
  const lastDay = businessDayOf(lastMs)
  const days = daysBetween(lastDay, today)
  const churn = latestEnd(purchases, rules, today, ({ churnDays }) => churnDays)
  const churnedMs = startOfBusinessDay(churn.day)
  if (today >= churn.day) {
    return { stage: 'churned', why: { code: 'no_purchase_for', days, cycle: churn.cycle }, sinceMs: churnedMs }
  }
  const isRepeat = purchases.length > 1
  const silent = latestEnd(purchases, rules, today, ({ activeDays, silentDays, churnDays }) =>
    Math.min(isRepeat ? activeDays : silentDays, churnDays),
  )
  if (today >= silent.day) {
    const why: StageWhy = { code: 'no_purchase_for', days, cycle: silent.cycle }
    return { stage: 'silent', why, sinceMs: startOfBusinessDay(silent.day), nextChangeAtMs: churnedMs }
  }
  const netFen = purchases.reduce((sum, purchase) => sum + purchase.netFen, 0)
  const why: StageWhy = { code: 'bought', purchases: purchases.length, netFen, daysSinceLast: days }
  const nextChangeAtMs = startOfBusinessDay(silent.day)
  return { stage: stageOfBuyer(purchases.length, netFen, rules), why, sinceMs: lastMs, nextChangeAtMs }
}

/** The category whose cycle lasts longest, by the limit asked for. */
function latestEnd(
  purchases: readonly StagePurchase[],
  rules: StageRules,
  today: string,
  limitOf: (cycle: CycleInForce) => number,
): End {
  const ends = [...lastDays(purchases)].map(([category, lastDay]): End => {
    const inForce = rules.categories.get(category) ?? rules.fallback
    const days = limitOf(inForce)
    const cycle = { category, days, daysSince: daysBetween(lastDay, today), from: inForce.from }
    return { day: addDays(lastDay, days), cycle }
  })
  return ends.reduce((latest, end) => (isLater(end, latest) ? end : latest))
}

function isLater(one: End, other: End): boolean {
  return one.day === other.day ? compareKeys(one.cycle.category, other.cycle.category) < 0 : one.day > other.day
}

/** Category → business day of the last purchase in it. */
function lastDays(purchases: readonly StagePurchase[]): Map<string, string> {
  const days = new Map<string, string>()
  for (const { atMs, categories = [] } of purchases) {
    const day = businessDayOf(atMs)
    for (const category of categories.length > 0 ? categories : [''])
      if (day > (days.get(category) ?? '')) days.set(category, day)
  }
  return days
}

function stageOfBuyer(purchases: number, netFen: Fen, rules: StageRules): Stage {
  if (purchases < 2) return 'new'
  return purchases >= rules.loyalOrders && netFen >= rules.loyalFen ? 'loyal' : 'active'
}
