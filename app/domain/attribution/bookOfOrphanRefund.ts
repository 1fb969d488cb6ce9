import { businessDayOf } from '../businessDay.ts'
import type { Book, Cause, HolderShare } from './book.ts'
import { stampSteps } from './bookOf.ts'
import { decideWithoutGuide, guideShare } from './decideLine.ts'
import { holderOnDay, salesSide } from './entriesBetween.ts'
import type { StepData } from './explainStep.ts'
import type { OrphanRefundFacts, PeopleOnDays } from './facts.ts'

/**
 * The book of a refund that names no original order: taken from the guide on the slip if they are a guide on
 * that day, else from the store's pool, else from nobody. The channel is offline unless given: such slips
 * come from tills.
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
  const steps: StepData[] = []
  if (guideId !== undefined) {
    if (people.isGuideOn(guideId, day)) {
      steps.push({ code: 'to_named_guide', guideId, namedBy: 'refund', parts: 1, ofParts: 1 })
      return { share: guideShare('served', guideId, 1), steps }
    }
    steps.push({ code: 'named_guide_not_on_day', guideId, namedBy: 'refund' })
  } else if (guideUnknown !== undefined) {
    steps.push({ code: 'named_guide_unknown', name: guideUnknown, namedBy: 'refund' })
  }
  const rest = decideWithoutGuide(undefined, storeCode)
  const [share = { role: 'none', account: 'unattributed', parts: 1 } satisfies HolderShare] = rest.shares
  return { share, steps: [...steps, ...rest.steps] }
}
