import { businessDayOf } from '../businessDay.ts'
import type { Book, Cause, LineHolding } from './book.ts'
import { type BuyerAtDecision, decideLine, decideWithoutGuide } from './decideLine.ts'
import { entriesBetween } from './entriesBetween.ts'
import type { ExplainStep, StepData } from './explainStep.ts'
import type { AttributionRules, OrderFacts, PeopleOnDays } from './facts.ts'
import { standingsOf } from './holdings.ts'
import { refundLines } from './refundLines.ts'
import { type Happening, timelineOf, waitEndsAt } from './timeline.ts'

interface Order {
  facts: OrderFacts
  rules: AttributionRules
  people: PeopleOnDays
  waitUntilMs: number
}

/**
 * The book of an order as a pure function of its facts. Post `differenceToPost(book.entries, alreadyPosted)`
 * after every new fact, in the transaction that stores it: replays then post nothing and every order of
 * arrival ends the same.
 */
export function bookOf(facts: OrderFacts, rules: AttributionRules, people: PeopleOnDays): Book {
  const order: Order = { facts, rules, people, waitUntilMs: waitEndsAt(facts.paidAtMs, rules.waitDays) }
  const book: Book = { entries: [], holders: [], steps: [], overRefundFen: 0, overRefunds: [] }
  recordPayment(book, order)
  for (const happening of timelineOf(facts, order.waitUntilMs)) recordHappening(book, order, happening)
  noteLateIdentification(book, order)
  if (book.holders.some((line) => line.waiting)) book.waitingUntilMs = order.waitUntilMs
  return book
}

function recordPayment(book: Book, order: Order): void {
  const { buyer, orderId, paidAtMs } = order.facts
  const cause: Cause = { kind: 'payment', id: orderId, atMs: paidAtMs }
  const knownAtPayment = buyer.kind === 'known' && buyer.knownAtMs <= paidAtMs
  const { holders, steps } = decideLines(order, cause, knownAtPayment ? whoIsBuyer(order.facts) : { kind: 'unknown' })
  moveTo(book, order, cause, holders, steps)
}

function recordHappening(book: Book, order: Order, happening: Happening): void {
  const { cause } = happening
  if (happening.kind === 'refund') {
    const { holders, steps, overRefunds } = refundLines(book.holders, happening.refund)
    moveTo(book, order, cause, holders, steps)
    book.overRefunds.push(...overRefunds)
    book.overRefundFen += overRefunds.reduce((sum, over) => sum + over.overFen, 0)
  } else if (happening.kind === 'identification') {
    const { holders, steps } = decideLines(order, cause, whoIsBuyer(order.facts))
    moveTo(book, order, cause, keepRefunds(holders, book.holders), [{ code: 'identified' }, ...steps])
  } else {
    const { holders, steps } = endWait(book.holders, order.facts.storeCode)
    moveTo(book, order, cause, holders, steps)
  }
}

/** Puts the order on new holdings and books the difference on the cause's own day. */
function moveTo(book: Book, order: Order, cause: Cause, holders: LineHolding[], steps: StepData[]): void {
  const [before, after] = [standingsOf(book.holders), standingsOf(holders)]
  book.entries.push(...entriesBetween(before, after, cause, order.facts.channel, order.people))
  book.holders = holders
  book.steps.push(...stampSteps(steps, cause.atMs))
}

function whoIsBuyer({ buyer }: OrderFacts): BuyerAtDecision {
  if (buyer.kind !== 'known') return { kind: 'unknown' }
  return buyer.boundAtPayment ? { kind: 'known', bound: buyer.boundAtPayment } : { kind: 'known' }
}

function decideLines(order: Order, cause: Cause, buyer: BuyerAtDecision) {
  const { facts, rules } = order
  const round = cause.kind === 'identification' ? 'identification' : 'payment'
  const steps: StepData[] = [{ code: 'decided', cause: round, ruleVersion: rules.version, mode: rules.mode }]
  if (buyer.kind === 'unknown') steps.push({ code: 'buyer_unknown', buyer: facts.buyer.kind })
  else if (!buyer.bound) steps.push({ code: 'buyer_not_bound' })
  const context = { ...order, paidDay: businessDayOf(facts.paidAtMs), buyer }
  const holders = facts.lines.map((line): LineHolding => {
    const decision = decideLine(line, context)
    steps.push(...decision.steps)
    const { shares, waiting } = decision
    return { lineNo: line.lineNo, paidFen: line.paidFen, refundedFen: 0, waiting, shares }
  })
  return { holders, steps }
}

/** A new decision moves only what refunds have left of each line. */
function keepRefunds(decided: readonly LineHolding[], before: readonly LineHolding[]): LineHolding[] {
  return decided.map((line, index) => ({ ...line, refundedFen: before[index]?.refundedFen ?? 0 }))
}

function endWait(before: readonly LineHolding[], storeCode: string | undefined) {
  const steps: StepData[] = []
  const holders = before.map((line): LineHolding => {
    if (!line.waiting) return line
    const { lineNo } = line
    const decision = decideWithoutGuide(lineNo, storeCode)
    steps.push({ code: 'wait_over', lineNo }, ...decision.steps)
    return { ...line, waiting: false, shares: decision.shares }
  })
  return { holders, steps }
}

function noteLateIdentification(book: Book, { facts, waitUntilMs }: Order): void {
  const { buyer } = facts
  if (buyer.kind !== 'known' || buyer.knownAtMs <= waitUntilMs) return
  book.steps.push(...stampSteps([{ code: 'identified_too_late', untilMs: waitUntilMs }], buyer.knownAtMs))
}

export function stampSteps(steps: readonly StepData[], atMs: number): ExplainStep[] {
  const day = businessDayOf(atMs)
  return steps.map((step) => ({ atMs, day, ...step }))
}
