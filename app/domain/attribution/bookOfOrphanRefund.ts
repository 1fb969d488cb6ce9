import { businessDayOf } from '../businessDay.ts'
import type { Book, Cause, HolderShare } from './book.ts'
import { guideShare } from './candidates.ts'
import { holderOnDay, salesSide } from './entriesBetween.ts'
import { type StepData, stampSteps } from './explainStep.ts'
import type { OrphanRefundFacts, PeopleOnDays } from './facts.ts'
import { settledShare } from './holdings.ts'

/**
 * The book of a refund without its order. One that names an order which has not arrived is kept in suspense until it
 * does. One that names none is taken from the guide on the slip if they are a guide on that day, off what is settled (no
 * sale's freeze would ever end it), else from the store's pool, else from nobody. The channel is offline unless given: such slips come from tills.
 */
export function bookOfOrphanRefund(refund: OrphanRefundFacts, people: PeopleOnDays): Book {
  const { refundId, refundedAtMs, refundFen, channel = 'offline' } = refund
  const cause: Cause = { kind: 'refund', id: refundId, atMs: refundedAtMs }
  const day = businessDayOf(refundedAtMs)
  const { share, steps } = decideOrphan(refund, day, people)
  const holder = holderOnDay(share, day, people)
  const taken = { day, ...holder, channel, amountFen: 0 - refundFen, refundFen, orders: 0, cause }
  const entries = refundFen === 0 ? [] : [taken, ...salesSide([taken], day, channel, cause)]
  const from = [{ ...holder, amountFen: refundFen }]
  return {
    entries,
    holders: [],
    steps: stampSteps([...steps, { code: 'refunded', refundId, refundFen, from }], refundedAtMs),
    overRefundFen: 0,
    overRefunds: [],
  }
}

function decideOrphan(refund: OrphanRefundFacts, day: string, people: PeopleOnDays) {
  const { guideId, guideUnknown, storeCode } = refund
  if (refund.isSuspended) {
    const share: HolderShare = { role: 'none', account: 'suspense', parts: 1 }
    return { share, steps: [{ code: 'in_suspense' } satisfies StepData] }
  }
  const steps: StepData[] = []
  if (guideId !== undefined) {
    if (people.isGuideOn(guideId, day)) {
      steps.push({ code: 'to_named_guide', guideId, namedBy: 'refund', parts: 1, ofParts: 1 })
      return { share: settledShare(guideShare('served', guideId, 1)), steps }
    }
    steps.push({ code: 'named_guide_not_on_day', guideId, namedBy: 'refund' })
  } else if (guideUnknown !== undefined) {
    steps.push({ code: 'named_guide_unknown', name: guideUnknown, namedBy: 'refund' })
  }
  if (storeCode === undefined) {
    const share: HolderShare = { role: 'none', account: 'unattributed', parts: 1 }
    return { share, steps: [...steps, { code: 'store_unknown' }, { code: 'to_nobody' }] satisfies StepData[] }
  }
  const share: HolderShare = { role: 'store', account: `store:${storeCode}:pool`, storeCode, parts: 1 }
  return { share, steps: [...steps, { code: 'to_store_pool', storeCode }] satisfies StepData[] }
}
