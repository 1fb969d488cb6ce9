import { addWorkingDays, type Holidays } from '../workingDays.ts'
import type { FriendOrder, ReferralFacts, ReferralRules, ReferralState, ReferralWhy } from './facts.ts'

export interface ReferralDecision {
  state: ReferralState
  why: ReferralWhy
  /** The friend's first completed order. */
  orderId?: number
  /** When the reward falls due, if nothing comes between. */
  releaseAtMs?: number
  /** When time alone may change this. */
  lookAtMs?: number
}

const DAY_MS = 86_400_000
/** Of one scan, WeCom's event and its list may tell times this far apart. */
const SAME_MOMENT_MS = 60_000

/**
 * What the facts say of a referral now, and nothing else: facts that come in any order, late or twice, end the same.
 * The first completed order alone decides. What was given back before it was complete never was a purchase.
 */
export function decideReferral(facts: ReferralFacts, rules: ReferralRules, holidays: Holidays): ReferralDecision {
  const { joinedAtMs, orders, nowMs } = facts
  if (facts.isSelf) return { state: 'void', why: 'self' }
  if (facts.firstContactAtMs < joinedAtMs - SAME_MOMENT_MS) return { state: 'void', why: 'existing_customer' }
  if (orders.some(({ paidAtMs }) => paidAtMs < joinedAtMs)) return { state: 'void', why: 'former_buyer' }
  const bought = orders
    .map((order) => ({ order, completedAtMs: completionOf(order, rules) }))
    .filter(({ order, completedAtMs }) => order.paidFen > refundedBy(order, completedAtMs))
    .sort((a, b) => a.completedAtMs - b.completedAtMs || (a.order.number < b.order.number ? -1 : 1))
  const [first] = bought
  if (!first) return { state: 'joined', why: 'no_order' }
  const { order, completedAtMs } = first
  // Looked at daily: a mall may still tell that it arrived earlier than assumed.
  if (completedAtMs > nowMs)
    return { state: 'joined', why: 'not_completed', lookAtMs: Math.min(completedAtMs, nowMs + DAY_MS) }
  const windowEndsMs = addWorkingDays(completedAtMs, rules.windowDays, holidays)
  return { orderId: order.orderId, ...decideCompleted(order, windowEndsMs, facts, rules) }
}

/** In the shop, taken along is completed; a parcel is when its mall says so, else after some days. */
function completionOf(
  { completedAtMs, delivery, paidAtMs }: FriendOrder,
  { assumeCompletedDays }: ReferralRules,
): number {
  if (completedAtMs !== undefined) return Math.max(completedAtMs, paidAtMs)
  return delivery === 'pickup' ? paidAtMs : paidAtMs + assumeCompletedDays * DAY_MS
}

function decideCompleted(
  order: FriendOrder,
  windowEndsMs: number,
  { complaints, nowMs }: ReferralFacts,
  { lateRefund }: ReferralRules,
): ReferralDecision {
  const freeFromMs = firstCalmMoment(windowEndsMs, complaints)
  const dueMs = Math.min(freeFromMs, nowMs)
  if (refundedBy(order, dueMs) >= order.paidFen) return { state: 'void', why: 'refunded' }
  if (windowEndsMs > nowMs)
    return { state: 'waiting', why: 'window', releaseAtMs: windowEndsMs, lookAtMs: windowEndsMs }
  if (freeFromMs > nowMs) return { state: 'waiting', why: 'complaint_open', releaseAtMs: windowEndsMs }
  const rewarded = { releaseAtMs: freeFromMs }
  if (refundedBy(order, nowMs) < order.paidFen) return { ...rewarded, state: 'rewarded', why: 'passed' }
  return lateRefund === 'keep'
    ? { ...rewarded, state: 'rewarded', why: 'kept' }
    : { ...rewarded, state: 'void', why: 'taken_back' }
}

function refundedBy({ refunds }: FriendOrder, atMs: number): number {
  return refunds.reduce((sum, refund) => sum + (refund.atMs <= atMs ? refund.fen : 0), 0)
}

/** From then on no complaint is open; infinity while one is. */
function firstCalmMoment(fromMs: number, complaints: ReferralFacts['complaints']): number {
  let atMs = fromMs
  for (const { openedAtMs, closedAtMs = Number.POSITIVE_INFINITY } of [...complaints].sort(
    (a, b) => a.openedAtMs - b.openedAtMs,
  ))
    if (openedAtMs <= atMs && closedAtMs > atMs) atMs = closedAtMs
  return atMs
}
