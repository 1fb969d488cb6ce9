import { compareKeys } from '../money.ts'
import type { Cause, CauseKind } from './book.ts'
import type { CorrectionFacts, OrderFacts, RefundFacts } from './facts.ts'

const DAY_MS = 86_400_000

/** What happened to an order after its payment, each with the cause its entries will carry. */
export type Happening =
  | { kind: 'identification'; cause: Cause }
  | { kind: 'wait_over'; cause: Cause }
  | { kind: 'refund'; cause: Cause; refund: RefundFacts }
  | { kind: 'correction'; cause: Cause; correction: CorrectionFacts }
  | { kind: 'settlement'; cause: Cause }

/** What counts first at one instant: who it is, then what a person says, then the freeze, then refunds. */
const KIND_ORDER: Record<CauseKind, number> = {
  payment: 0,
  identification: 1,
  wait_over: 2,
  correction: 3,
  settlement: 4,
  refund: 5,
}

export function waitEndsAt(paidAtMs: number, waitDays: number): number {
  return paidAtMs + waitDays * DAY_MS
}

/** True when the buyer became known after payment but inside the window, by the fact's own time. */
function isIdentifiedInWindow(facts: OrderFacts, waitUntilMs: number): boolean {
  const { buyer, paidAtMs } = facts
  return buyer.kind === 'known' && buyer.knownAtMs > paidAtMs && buyer.knownAtMs <= waitUntilMs
}

/** The order's later facts sorted by (time, kind, id): the order in which they arrived cannot matter. */
export function timelineOf(facts: OrderFacts, waitUntilMs: number): Happening[] {
  const happenings: Happening[] = facts.refunds.map((refund) => ({
    kind: 'refund',
    cause: { kind: 'refund', id: refund.refundId, atMs: refund.refundedAtMs },
    refund,
  }))
  for (const correction of facts.corrections ?? []) {
    const cause: Cause = { kind: 'correction', id: correction.correctionId, atMs: correction.atMs }
    happenings.push({ kind: 'correction', cause, correction })
  }
  const { buyer, orderId, paidAtMs, settlesAtMs, nowMs } = facts
  if (settlesAtMs !== undefined && nowMs >= settlesAtMs)
    happenings.push({ kind: 'settlement', cause: { kind: 'settlement', id: orderId, atMs: settlesAtMs } })
  const knownAtPayment = buyer.kind === 'known' && buyer.knownAtMs <= paidAtMs
  if (buyer.kind === 'known' && isIdentifiedInWindow(facts, waitUntilMs)) {
    const cause: Cause = { kind: 'identification', id: orderId, atMs: buyer.knownAtMs }
    happenings.push({ kind: 'identification', cause })
  } else if (!knownAtPayment && nowMs >= waitUntilMs) {
    happenings.push({ kind: 'wait_over', cause: { kind: 'wait_over', id: orderId, atMs: waitUntilMs } })
  }
  return happenings.sort((a, b) => compareCauses(a.cause, b.cause))
}

export function compareCauses(a: Cause, b: Cause): number {
  return a.atMs - b.atMs || KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || compareKeys(a.id, b.id)
}
