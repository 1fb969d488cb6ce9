import type { Deps } from '../../deps.ts'
import { DEFAULT_ATTRIBUTION_RULES } from '../../domain/attribution/rules.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { OrderCases } from '../creditCases/contract.ts'
import { CAUSE_TEXT, type HolderView, type OrderCredit, type PostingView } from './contract.ts'
import { headlineOf } from './headline.ts'
import type { CreditHolder } from './holders.ts'
import { type Names, sayDay } from './namesInWords.ts'
import type { OrderCreditData } from './orderCredit.ts'
import { afterWaitInWords, ruleInWords } from './ruleWords.ts'
import { whyOfPosting } from './sentences.ts'
import { storyOf, whyOf } from './story.ts'

type Versions = Deps['rules']['attribution']

/** @param cases what people have said about it */
export function presentOrderCredit(data: OrderCreditData, cases: OrderCases, versions: Versions): OrderCredit {
  const { order, lines, storeNames, guideNames, ruleVersion } = data
  const { source, orderNo, channel, storeCode, businessDay, paidAt, paidFen, refundedFen, buyerState } = order
  const corrections = new Map(cases.corrections.map((one) => [one.number, one]))
  const rule = ruleVersion === null ? undefined : ruleOf(ruleVersion, versions)
  const pool = storeCode === null ? undefined : storeNames.get(storeCode)
  const afterWait = rule ? { afterWait: afterWaitInWords(rule, pool) } : {}
  const mayBeClaimed = order.waitingUntil !== null && !data.buyer.isConflict
  const names: Names = { guideNames, storeNames, corrections, buyer: data.buyer, mayBeClaimed, ...afterWait }
  const holders = data.holders.map(presentHolder)
  const story = storyOf({ ...data, paidAt, storeCode }, names)
  const { waitingUntil } = order
  return {
    order: {
      ...{ source, orderNo, channel, storeCode, businessDay, paidFen, refundedFen, buyerState, lines },
      storeName: storeCode === null ? null : (storeNames.get(storeCode) ?? null),
      paidAtMs: paidAt,
      netFen: paidFen - refundedFen,
      waitingUntilMs: waitingUntil,
      settlesAtMs: order.settlesAt,
    },
    headline: headlineOf(holders, {
      ...{ isDecided: ruleVersion !== null, paidFen, refundedFen },
      waitingUntilText: waitingUntil === null ? undefined : sayDay(businessDayOf(waitingUntil)),
    }),
    holders,
    rule: rule && ruleVersion !== null ? { version: ruleVersion, title: rule.title, text: ruleInWords(rule) } : null,
    story,
    cases,
    postings: presentPostings(data, names),
    ruleVersion,
    why: whyOf(story, sayDay),
  }
}

function ruleOf(version: number, versions: Versions) {
  return versions.find((one) => one.version === version) ?? DEFAULT_ATTRIBUTION_RULES
}

function presentHolder({ kind, guideUserId, guideName, storeCode, storeName, amountFen }: CreditHolder): HolderView {
  const guide = guideUserId === null ? {} : { guideUserId, guideName: guideName ?? guideUserId }
  return { kind, ...guide, storeCode, storeName, amountFen }
}

function presentPostings({ postings, entries, lines }: OrderCreditData, names: Names): PostingView[] {
  return postings.map((posting) => ({
    id: posting.id,
    cause: posting.causeKind,
    causeText: CAUSE_TEXT[posting.causeKind],
    causeNumber: posting.causeId,
    causeAtMs: posting.causeAt,
    occurredOn: posting.occurredOn,
    bookedOn: posting.bookedOn,
    ruleVersion: posting.ruleVersion,
    why: whyOfPosting(posting, lines, names),
    entries: entries
      .filter((entry) => entry.postingId === posting.id)
      .map(({ id, account, guideId, storeCode, channel, amountFen, refundFen }) => ({
        ...{ id, account, storeCode, channel, amountFen, refundFen },
        guideName: guideId === null ? null : (names.guideNames.get(guideId) ?? null),
      })),
  }))
}
