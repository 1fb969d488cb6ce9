import { addDays, isValidDay, lastDayOfMonth, monthOf, startOfBusinessDay } from '../businessDay.ts'

/** What the closing of a month is judged by. Months are `YYYY-MM`, days `YYYY-MM-DD`, instants unix ms. */
export interface ClosingFacts {
  closedThrough: string
  /** Whether any month was ever closed here: `closedThrough` alone is only where the calendar begins. */
  hasClosed: boolean
  /** The first day anything is booked on; undefined while the ledger is empty. */
  firstBookedDay: string | undefined
  today: string
  nowMs: number
  lastProof: { atMs: number; isGood: boolean } | undefined
}

export type ClosingRefusal =
  | { why: 'not_a_month' }
  | { why: 'already_closed'; closedThrough: string }
  | { why: 'nothing_booked' }
  | { why: 'not_over' }
  | { why: 'not_next'; next: string }
  | { why: 'unproven' }
  | { why: 'proof_failed' }

const PROOF_LASTS_MS = 26 * 3_600_000

/** The one month that may be closed next; undefined while nothing is booked. It may still be running. */
export function nextMonthToClose({ closedThrough, hasClosed, firstBookedDay }: ClosingFacts): string | undefined {
  if (hasClosed) return monthAfter(closedThrough)
  return firstBookedDay === undefined ? undefined : monthOf(firstBookedDay)
}

/**
 * Months close in order, each once and for good, when they are over and the whole ledger was proven since then.
 * @returns why not, or undefined
 */
export function refuseClosing(month: string, facts: ClosingFacts): ClosingRefusal | undefined {
  if (!isMonth(month)) return { why: 'not_a_month' }
  if (month <= facts.closedThrough) return { why: 'already_closed', closedThrough: facts.closedThrough }
  const next = nextMonthToClose(facts)
  if (month >= monthOf(facts.today)) return { why: 'not_over' }
  if (next === undefined) return { why: 'nothing_booked' }
  if (month !== next) return { why: 'not_next', next }
  return refuseProof(month, facts)
}

function refuseProof(month: string, { lastProof, nowMs }: ClosingFacts): ClosingRefusal | undefined {
  const overSinceMs = startOfBusinessDay(addDays(lastDayOfMonth(month), 1))
  if (!lastProof || lastProof.atMs < overSinceMs || lastProof.atMs < nowMs - PROOF_LASTS_MS) return { why: 'unproven' }
  return lastProof.isGood ? undefined : { why: 'proof_failed' }
}

function monthAfter(month: string): string {
  return monthOf(addDays(lastDayOfMonth(month), 1))
}

function isMonth(text: string): boolean {
  return text.length === 7 && isValidDay(`${text}-01`)
}
