import type { DatedEntry } from '../../../app/domain/attribution/book.ts'
import type { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import type { differenceToPost } from '../../../app/domain/attribution/differenceToPost.ts'
import type { OrderFacts } from '../../../app/domain/attribution/facts.ts'
import type { Case } from './arbitraries.ts'
import { PAID_MS, people } from './orderFactory.ts'

/** What a property examines: the real pair, or a deliberately broken one. */
export interface Implementation {
  bookOf: typeof bookOf
  differenceToPost: typeof differenceToPost
}

export const sumOf = (entries: readonly DatedEntry[]) => entries.reduce((sum, entry) => sum + entry.amountFen, 0)
export const isHolder = ({ account }: DatedEntry) => !account.startsWith('sales:')

/** Totals under a key, zeros left out, so that two ledgers compare by what they say. */
export function totals(entries: readonly DatedEntry[], keyOf: (entry: DatedEntry) => string): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const entry of entries) sums[keyOf(entry)] = (sums[keyOf(entry)] ?? 0) + entry.amountFen
  return Object.fromEntries(Object.entries(sums).filter(([, fen]) => fen !== 0))
}
export const byAccount = (entries: readonly DatedEntry[]) => totals(entries, ({ account }) => account)
export const byDayAndAccount = (entries: readonly DatedEntry[]) =>
  totals(entries, ({ day, account }) => `${day} ${account}`)
export const byFact = (entries: readonly DatedEntry[]) =>
  totals(entries, ({ day, account, storeCode, cause }) => [day, cause.kind, cause.id, account, storeCode].join(' '))

/** Net paid counted the plain way: per line, refunds never beyond what was paid. */
export function netPaid({ lines, refunds }: OrderFacts): number {
  return lines.reduce((net, line) => {
    const back = refunds.flatMap((refund) => refund.lines).filter(({ lineNo }) => lineNo === line.lineNo)
    return net + Math.max(0, line.paidFen - back.reduce((sum, { refundFen }) => sum + refundFen, 0))
  }, 0)
}

/** Lets the facts arrive one by one, posting differences; returns everything posted. */
export function post(
  implementation: Implementation,
  arrivals: OrderFacts[],
  rules: Case['rules'],
  onStep?: (posted: DatedEntry[], facts: OrderFacts) => void,
) {
  const posted: DatedEntry[] = []
  for (const facts of arrivals) {
    const { entries } = implementation.bookOf(facts, rules, people)
    posted.push(...implementation.differenceToPost(entries, posted).flat())
    onStep?.(posted, facts)
  }
  return posted
}

/** The states of knowledge when facts arrive in this order; buyer and time arrive like refunds do. */
export function arrivalsOf(facts: OrderFacts, order: readonly number[]): OrderFacts[] {
  const arrivals: OrderFacts[] = [{ ...facts, refunds: [], buyer: { kind: 'none' }, nowMs: PAID_MS }]
  const knownAtPayment = facts.buyer.kind === 'known' && facts.buyer.knownAtMs <= PAID_MS
  let current = arrivals[0]!
  if (knownAtPayment) arrivals[0] = current = { ...current, buyer: facts.buyer }
  for (const index of order) {
    const refund = facts.refunds[index]
    if (refund) current = { ...current, refunds: [...current.refunds, refund] }
    else if (index === facts.refunds.length) current = { ...current, buyer: facts.buyer }
    else current = { ...current, nowMs: facts.nowMs }
    arrivals.push(current, current)
  }
  return arrivals
}
