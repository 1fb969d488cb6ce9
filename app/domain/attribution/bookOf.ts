import { businessDayOf } from '../businessDay.ts'
import type { Book, Cause, LineHolding } from './book.ts'
import type { BuyerAtDecision, DecisionContext } from './candidates.ts'
import { claimOf } from './claims.ts'
import { correctLines } from './correctLines.ts'
import { decideAfterWait, decideLine } from './decideLine.ts'
import { entriesBetween } from './entriesBetween.ts'
import { type StepData, stampSteps } from './explainStep.ts'
import type { OrderFacts, PeopleOnDays, Touch } from './facts.ts'
import { standingsOf } from './holdings.ts'
import { refundLines } from './refundLines.ts'
import type { AttributionRules } from './rules.ts'
import { settleHeld } from './settleHeld.ts'
import { type Happening, timelineOf, waitEndsAt } from './timeline.ts'

type Order = Omit<DecisionContext, 'buyer'>

/**
 * The book of an order as a pure function of its facts. Post `differenceToPost(book.entries, alreadyPosted)`
 * after every new fact, in the transaction that stores it: replays then post nothing and every order of
 * arrival ends the same.
 */
export function bookOf(facts: OrderFacts, rules: AttributionRules, people: PeopleOnDays): Book {
  const waitUntilMs = waitEndsAt(facts.paidAtMs, rules.waitDays)
  const order: Order = { facts, rules, people, waitUntilMs, paidDay: businessDayOf(facts.paidAtMs) }
  const book: Book = { entries: [], holders: [], steps: [], overRefundFen: 0, overRefunds: [] }
  recordPayment(book, order)
  for (const happening of timelineOf(facts, waitUntilMs)) recordHappening(book, order, happening)
  noteLateIdentification(book, order)
  if (book.holders.some((line) => line.waiting)) book.waitingUntilMs = waitUntilMs
  const { settlesAtMs, nowMs } = facts
  if (settlesAtMs !== undefined && settlesAtMs > nowMs) book.settlesAtMs = settlesAtMs
  return book
}

function recordPayment(book: Book, order: Order): void {
  const { buyer, orderId, paidAtMs } = order.facts
  const cause: Cause = { kind: 'payment', id: orderId, atMs: paidAtMs }
  const isKnown = buyer.kind === 'known' && buyer.knownAtMs <= paidAtMs
  const { holders, steps } = decideLines(order, 'payment', isKnown ? buyerOf(order) : { kind: 'unknown' })
  moveTo(book, order, cause, holders, steps)
}

function recordHappening(book: Book, order: Order, happening: Happening): void {
  const { holders, steps } = stepForward(book, order, happening)
  moveTo(book, order, happening.cause, holders, steps)
}

function stepForward(book: Book, order: Order, happening: Happening): { holders: LineHolding[]; steps: StepData[] } {
  if (happening.kind === 'refund') {
    const { holders, steps, overRefunds } = refundLines(book.holders, happening.refund)
    book.overRefunds.push(...overRefunds)
    book.overRefundFen += overRefunds.reduce((sum, over) => sum + over.overFen, 0)
    return { holders, steps }
  }
  if (happening.kind === 'identification') {
    const { holders, steps } = decideLines(order, 'identification', buyerOf(order))
    return { holders: keepWhatHappened(holders, book.holders), steps: [{ code: 'identified' }, ...steps] }
  }
  if (happening.kind === 'correction') return correctLines(book.holders, happening.correction)
  if (happening.kind === 'settlement') {
    const hasGuides = book.holders.some((line) => line.shares.some((share) => share.guideId !== undefined))
    const holders = book.holders.map((line) => ({ ...line, isSettled: true }))
    return { holders, steps: hasGuides ? [{ code: 'settled' }] : [] }
  }
  return endWait(book.holders, order)
}

/** Puts the order on new holdings and books the difference on the cause's own day. */
function moveTo(book: Book, order: Order, cause: Cause, holders: LineHolding[], steps: StepData[]): void {
  book.entries.push(...entriesOf(book, order, cause, holders))
  book.holders = holders
  book.steps.push(...stampSteps(steps, cause.atMs))
}

function entriesOf(book: Book, { facts, people }: Order, cause: Cause, holders: LineHolding[]) {
  if (cause.kind === 'settlement') return settleHeld(book.entries, cause)
  return entriesBetween(standingsOf(book.holders), standingsOf(holders), cause, facts, people)
}

/** The first rule about claims that finds somebody; what the others say is told too. */
function buyerOf({ facts, rules, people, paidDay }: Order): BuyerAtDecision {
  const { buyer, paidAtMs, storeCode } = facts
  if (buyer.kind !== 'known') return { kind: 'unknown' }
  const touches = (buyer.touches ?? []).map((touch) => withStore(touch, people, storeCode))
  const moment = { paidAtMs, storeCode, isGuide: (guideId: number) => people.isGuideOn(guideId, paidDay) }
  let passed: ReturnType<typeof claimOf> | undefined
  for (const rule of rules.claims) {
    if (rule.mode === 'first_touch') {
      if (buyer.boundAtPayment) return { kind: 'known', bound: buyer.boundAtPayment }
      continue
    }
    const claim = claimOf(touches, rule, moment)
    if (claim.held.length > 0) return { kind: 'known', claim }
    passed = claim
  }
  return passed ? { kind: 'known', claim: passed } : { kind: 'known' }
}

function withStore(touch: Touch, people: PeopleOnDays, orderStore: string | undefined): Touch {
  const storeCode = touch.storeCode ?? people.storeOfGuideOn(touch.guideId, businessDayOf(touch.atMs), orderStore)
  return storeCode === undefined ? touch : { ...touch, storeCode }
}

function decideLines(order: Order, round: 'payment' | 'identification', buyer: BuyerAtDecision) {
  const { facts, rules } = order
  const steps: StepData[] = [{ code: 'decided', cause: round, ruleVersion: rules.version, title: rules.title }]
  steps.push(...stepsOfBuyer(facts, buyer))
  const holders = facts.lines.map((line): LineHolding => {
    const { shares, waiting, steps: told } = decideLine(line, { ...order, buyer })
    steps.push(...told)
    const { lineNo, paidFen } = line
    return { lineNo, paidFen, refundedFen: 0, waiting, isCorrected: false, isSettled: false, shares }
  })
  return { holders, steps }
}

function stepsOfBuyer({ buyer: known }: OrderFacts, buyer: BuyerAtDecision): StepData[] {
  if (buyer.kind === 'unknown') return [{ code: 'buyer_unknown', buyer: known.kind }]
  const { bound, claim } = buyer
  const isHeld = bound !== undefined || (claim?.held.length ?? 0) > 0
  const passed = (claim?.passed ?? []).map(({ touch, because }): StepData => {
    const { guideId, kind, atMs } = touch
    return { code: 'no_claim', guideId, mode: claim?.mode ?? 'first_touch', kind, touchedMs: atMs, because }
  })
  return [...(isHeld ? [] : [{ code: 'buyer_not_bound' } satisfies StepData]), ...passed]
}

/** A new decision moves only what refunds have left of each line, and nothing that a person decided. */
function keepWhatHappened(decided: readonly LineHolding[], before: readonly LineHolding[]): LineHolding[] {
  return decided.map((line, index) => {
    const old = before[index]
    if (!old) return line
    if (old.isCorrected) return old
    return { ...line, refundedFen: old.refundedFen, isSettled: old.isSettled }
  })
}

function endWait(before: readonly LineHolding[], order: Order) {
  const steps: StepData[] = []
  const holders = before.map((line, index): LineHolding => {
    const facts = order.facts.lines[index]
    if (!line.waiting || !facts) return line
    const decision = decideAfterWait(facts, { ...order, buyer: { kind: 'unknown' } })
    steps.push({ code: 'wait_over', lineNo: line.lineNo }, ...decision.steps)
    return { ...line, waiting: false, shares: decision.shares }
  })
  return { holders, steps }
}

function noteLateIdentification(book: Book, { facts, waitUntilMs }: Order): void {
  const { buyer } = facts
  if (buyer.kind !== 'known' || buyer.knownAtMs <= waitUntilMs) return
  book.steps.push(...stampSteps([{ code: 'identified_too_late', untilMs: waitUntilMs }], buyer.knownAtMs))
}
