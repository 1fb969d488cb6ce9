import { addDays, businessDayOf, daysBetween, startOfBusinessDay } from '../businessDay.ts'
import type { Fen } from '../money.ts'

export type Stage = 'lead' | 'new' | 'active' | 'loyal' | 'silent' | 'churned'

/** `netFen` is paid minus refunded; an order refunded in full is no purchase. */
export interface StageFacts {
  addedAtMs: number
  purchases: readonly { atMs: number; netFen: Fen }[]
}

/**
 * Days since the last purchase, in business days. A repeat customer falls silent when the active cycle is over;
 * one who bought once has shown no rhythm yet and is given until `silentDays`. Nobody is churned before `churnDays`.
 */
export interface Cycles {
  activeDays: number
  silentDays: number
  churnDays: number
  loyalOrders: number
  loyalFen: Fen
}

/** Facts behind a stage, for a sentence made at the edge. */
export type StageWhy =
  | { code: 'never_bought' }
  | { code: 'bought'; purchases: number; netFen: Fen; daysSinceLast: number }
  | { code: 'no_purchase_for'; days: number; limitDays: number }

export interface StageDecision {
  stage: Stage
  why: StageWhy
  /** When time alone would change the stage; undefined when only a purchase can. */
  nextChangeAtMs?: number
}

/** The customer's place in the lifecycle, from facts only. */
export function stageOf(facts: StageFacts, cycles: Cycles, nowMs: number): StageDecision {
  const purchases = facts.purchases.filter((purchase) => purchase.netFen > 0)
  if (purchases.length === 0) return { stage: 'lead', why: { code: 'never_bought' } }
  const lastDay = businessDayOf(Math.max(...purchases.map((purchase) => purchase.atMs)))
  const daysSinceLast = daysBetween(lastDay, businessDayOf(nowMs))
  const changesAfter = (days: number) => ({ nextChangeAtMs: startOfBusinessDay(addDays(lastDay, days)) })

  const silentAfterDays = Math.min(purchases.length > 1 ? cycles.activeDays : cycles.silentDays, cycles.churnDays)
  if (daysSinceLast >= cycles.churnDays) {
    return { stage: 'churned', why: { code: 'no_purchase_for', days: daysSinceLast, limitDays: cycles.churnDays } }
  }
  if (daysSinceLast >= silentAfterDays) {
    const why: StageWhy = { code: 'no_purchase_for', days: daysSinceLast, limitDays: silentAfterDays }
    return { stage: 'silent', why, ...changesAfter(cycles.churnDays) }
  }
  const netFen = purchases.reduce((sum, purchase) => sum + purchase.netFen, 0)
  const why: StageWhy = { code: 'bought', purchases: purchases.length, netFen, daysSinceLast }
  return { stage: stageOfBuyer(purchases.length, netFen, cycles), why, ...changesAfter(silentAfterDays) }
}

function stageOfBuyer(purchases: number, netFen: Fen, cycles: Cycles): Stage {
  if (purchases < 2) return 'new'
  return purchases >= cycles.loyalOrders && netFen >= cycles.loyalFen ? 'loyal' : 'active'
}
