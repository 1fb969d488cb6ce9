import { In } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { CreditExplanation } from '../../../db/entities/ledger.ts'
import { Order } from '../../../db/entities/orders.ts'
import { lockRows } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import type { Book, DatedEntry } from '../../../domain/attribution/book.ts'
import { bookOf } from '../../../domain/attribution/bookOf.ts'
import { differenceToPost } from '../../../domain/attribution/differenceToPost.ts'
import { freezeEndsAt } from '../../../domain/attribution/freeze.ts'
import { waitEndsAt } from '../../../domain/attribution/timeline.ts'
import type { DomainEvent } from '../../../domain/events.ts'
import { type ResolvedBuyer, resolveBuyer } from '../buyer.ts'
import { gatherEvidences } from '../evidence.ts'
import { stepsToKeep } from '../explanations.ts'
import { loadFactRows } from '../factRows.ts'
import { factsOf, knownBuyers, type LoadedFacts } from '../facts.ts'
import { loadPeople, managedStores } from '../people.ts'
import { readPosted, readPostedOrphans } from '../posted.ts'
import { appendOwned, type OwnedPostings } from '../postingStore.ts'
import { rulesFor } from '../rulesFor.ts'
import { adoptRefund, noteException, saveExplanation, saveOrderState } from '../store.ts'
import { touchKindsOf } from '../touches.ts'

export type CreditDeps = Pick<Deps, 'db' | 'clock' | 'emit' | 'rules'>

interface Decided extends LoadedFacts {
  order: Order
  isFirst: boolean
  buyer: ResolvedBuyer
  ruleVersion: number
  book: Book
}

/**
 * Brings the ledger to what the facts of these orders say today and posts only the difference, with the orders held:
 * two processes at once are the same as one after the other, and a repeat posts nothing. A fixed number of questions,
 * however many orders; their rows are written one by one.
 * @param identifiedAtMs when a link without a time of its own appeared; absent: now
 * @returns the number of postings made for the orders
 */
export async function postCreditsIn(
  tx: Tx,
  deps: CreditDeps,
  orderIds: readonly number[],
  identifiedAtMs?: number,
): Promise<number> {
  await lockRows(tx, 'orders', 'id', orderIds)
  const orders = await tx.find(Order, { where: { id: In([...orderIds]) }, order: { id: 'ASC' } })
  if (orders.length === 0) return 0
  const nowMs = deps.clock.nowMs()
  const decided = await decide(tx, deps, orders, identifiedAtMs ?? nowMs, nowMs)
  const posted = await readPosted(tx, orderIds)
  const owned = decided.map((one): OwnedPostings => {
    const { order, ruleVersion, book, refundIds } = one
    const postings = differenceToPost(book.entries, posted.get(order.id) ?? [])
    const refundIdOf = (causeId: string) => refundIds.get(causeId) ?? null
    return { postings, orderId: order.id, refundIdOf, ruleVersion, steps: book.steps, nowMs }
  })
  await appendOwned(tx, [...owned, ...(await endOfSuspense(tx, decided, nowMs))])
  await adoptCrossed(tx, deps, decided, nowMs)
  const events: DomainEvent[] = []
  for (const [index, one] of decided.entries()) {
    const postings = owned[index]?.postings ?? []
    await keep(tx, one, postings, nowMs)
    await noteExceptions(tx, one, nowMs)
    events.push(...newsOf(one, postings.length > 0, nowMs))
  }
  await deps.emit(tx, events)
  return owned.reduce((sum, { postings }) => sum + postings.length, 0)
}

/** Lists what posting these orders would list for a person, and posts nothing: for a trial, which is undone. */
export async function foreseeMattersIn(tx: Tx, deps: CreditDeps, orderIds: readonly number[]): Promise<void> {
  const orders = await tx.findBy(Order, { id: In([...orderIds]) })
  if (orders.length === 0) return
  const nowMs = deps.clock.nowMs()
  for (const one of await decide(tx, deps, orders, nowMs, nowMs)) await noteExceptions(tx, one, nowMs)
}

async function decide(
  tx: Tx,
  { rules: { attribution, holidays } }: CreditDeps,
  orders: readonly Order[],
  appearedMs: number,
  nowMs: number,
): Promise<Decided[]> {
  const ids = orders.map(({ id }) => id)
  const known = await tx.find(CreditExplanation, { select: { orderId: true }, where: { orderId: In(ids) } })
  const decidedBefore = new Set(known.map(({ orderId }) => Number(orderId)))
  const evidences = await gatherEvidences(tx, orders)
  const begun = orders.map((order, index) => {
    const rules = rulesFor(order.businessDay, attribution)
    const isFirst = !decidedBefore.has(order.id)
    const moment = { isFirstDecision: isFirst, appearedMs, waitUntilMs: waitEndsAt(order.paidAt, rules.waitDays) }
    const buyer = resolveBuyer(order, evidences[index] ?? { links: [], hasMember: false }, moment)
    return { order, rules, isFirst, buyer }
  })
  const allRules = [...new Set(begun.map(({ rules }) => rules))]
  const kinds = new Set(allRules.flatMap((rules) => [...touchKindsOf(rules)]))
  const rows = await loadFactRows(tx, orders, knownBuyers(begun.map(({ buyer }) => buyer.columns)), kinds)
  const loaded = begun.map((one) => {
    const { order, rules, buyer } = one
    const paid = { paidAtMs: order.paidAt, completedAtMs: order.completedAt ?? undefined }
    return { ...one, ...factsOf(order, buyer.columns, rows, freezeEndsAt(paid, rules.freeze, holidays), nowMs) }
  })
  const stores = managedStores(
    loaded.map(({ facts }) => facts),
    allRules,
  )
  const people = await loadPeople(tx, [...new Set(loaded.flatMap(({ guideIds }) => guideIds))], stores)
  return loaded.map(({ rules, ...one }) => ({
    ...one,
    ruleVersion: rules.version,
    book: bookOf(one.facts, rules, people),
  }))
}

/** Refunds that came before their order and were kept apart: now they are the order's. */
async function endOfSuspense(tx: Tx, decided: readonly Decided[], nowMs: number): Promise<OwnedPostings[]> {
  const ids = decided.flatMap(({ refunds }) => refunds.map(({ id }) => id))
  if (ids.length === 0) return []
  await lockRows(tx, 'refunds', 'id', ids)
  const suspended = await readPostedOrphans(tx, ids)
  return decided.flatMap(({ refunds, ruleVersion }) =>
    refunds.map(({ id }) => {
      const postings: DatedEntry[][] = differenceToPost([], suspended.get(id) ?? [])
      return { postings, orderId: null, refundIdOf: () => id, ruleVersion, steps: [], nowMs }
    }),
  )
}

/** Order and refund were on their way in at once, and neither saw the other: from here on they belong together. */
async function adoptCrossed(tx: Tx, { emit }: CreditDeps, decided: readonly Decided[], nowMs: number): Promise<void> {
  for (const { order, refunds } of decided) {
    for (const refund of refunds.filter((one) => one.orderId === null)) {
      const { id: refundId, refundedAt: atMs } = refund
      if (await adoptRefund(tx, refund, order.id, nowMs))
        await emit(tx, { name: 'OrderRefunded', orderId: order.id, refundId, atMs, isPosted: true })
    }
  }
}

async function keep(
  tx: Tx,
  { order, isFirst, buyer, ruleVersion, book }: Decided,
  postings: readonly DatedEntry[][],
  nowMs: number,
): Promise<void> {
  const steps = isFirst ? stepsToKeep(book.steps, postings) : book.steps
  await saveExplanation(tx, { orderId: order.id, ruleVersion, steps, updatedAt: nowMs }, isFirst)
  await saveOrderState(tx, order.id, {
    ...buyer.columns,
    waitingUntil: book.waitingUntilMs ?? null,
    settlesAt: book.settlesAtMs ?? null,
    refundedFen: book.holders.reduce((sum, line) => sum + line.refundedFen, 0),
  })
}

/** What only a person can settle: several contacts for one buyer, refunds beyond what was paid. */
async function noteExceptions(tx: Tx, { order, buyer, book, refunds }: Decided, nowMs: number): Promise<void> {
  const { source, orderNo, storeCode } = order
  if (buyer.conflicting.length > 0) {
    const detail = { externalUserIds: buyer.conflicting }
    await noteException(tx, { kind: 'buyer_conflict', source, number: orderNo, subject: '', storeCode, detail }, nowMs)
  }
  for (const { refundId, lineNo, overFen, why } of book.overRefunds) {
    const number = refunds.find((refund) => refundId === `${refund.source}/${refund.refundNo}`)?.refundNo ?? orderNo
    const detail = { orderNo, overFen, why }
    await noteException(tx, { kind: 'over_refund', source, number, subject: lineNo, storeCode, detail }, nowMs)
  }
}

function newsOf({ order, isFirst, buyer }: Decided, isMoved: boolean, nowMs: number): DomainEvent[] {
  const { id: orderId, buyerCustomerId } = order
  const isBuyerNew = buyer.columns.buyerCustomerId !== buyerCustomerId
  const former = isBuyerNew && buyerCustomerId !== null ? { formerBuyer: buyerCustomerId } : {}
  return isMoved || isFirst || isBuyerNew ? [{ name: 'CreditPosted', orderId, ...former, atMs: nowMs }] : []
}
