import { CAUSE_TEXT, type HolderView, type OrderCredit, type PostingView } from './contract.ts'
import type { OrderCreditData } from './orderCredit.ts'
import type { CreditHolder } from './queries.ts'
import { stepInWords } from './words.ts'

export function presentOrderCredit(data: OrderCreditData): OrderCredit {
  const { order, lines, storeNames, guideNames } = data
  const { source, orderNo, channel, storeCode, businessDay, paidFen, refundedFen, buyerState } = order
  const names = { guideNames, storeNames, hasManyLines: lines.length > 1 }
  return {
    order: {
      ...{ source, orderNo, channel, storeCode, businessDay, paidFen, refundedFen, buyerState, lines },
      storeName: storeCode === null ? null : (storeNames.get(storeCode) ?? null),
      paidAtMs: order.paidAt,
      netFen: paidFen - refundedFen,
      waitingUntilMs: order.waitingUntil,
    },
    holders: data.holders.map(presentHolder),
    postings: presentPostings(data),
    ruleVersion: data.ruleVersion,
    why: data.steps.map((step) => stepInWords(step, names)),
  }
}

function presentHolder({ kind, guideUserId, guideName, storeCode, storeName, amountFen }: CreditHolder): HolderView {
  const guide = guideUserId === null ? {} : { guideUserId, guideName: guideName ?? guideUserId }
  return { kind, ...guide, storeCode, storeName, amountFen }
}

function presentPostings({ postings, entries, guideNames }: OrderCreditData): PostingView[] {
  return postings.map((posting) => ({
    id: posting.id,
    cause: posting.causeKind,
    causeText: CAUSE_TEXT[posting.causeKind],
    causeNumber: posting.causeId,
    causeAtMs: posting.causeAt,
    occurredOn: posting.occurredOn,
    bookedOn: posting.bookedOn,
    ruleVersion: posting.ruleVersion,
    entries: entries
      .filter((entry) => entry.postingId === posting.id)
      .map(({ id, account, guideId, storeCode, channel, amountFen, refundFen }) => ({
        ...{ id, account, storeCode, channel, amountFen, refundFen },
        guideName: guideId === null ? null : (guideNames.get(guideId) ?? null),
      })),
  }))
}
