import type { Tx } from '../../../db/database.ts'
import { CreditExplanation } from '../../../db/entities/ledger.ts'
import { Order } from '../../../db/entities/orders.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import type { Book } from '../../../domain/attribution/book.ts'
import { bookOf } from '../../../domain/attribution/bookOf.ts'
import { differenceToPost } from '../../../domain/attribution/differenceToPost.ts'
import { waitEndsAt } from '../../../domain/attribution/timeline.ts'
import { resolveBuyer } from '../buyer.ts'
import { gatherEvidence } from '../evidence.ts'
import { type LoadedFacts, loadFacts } from '../facts.ts'
import { loadPeople } from '../people.ts'
import { readPosted } from '../posted.ts'
import { rulesFor } from '../rulesFor.ts'
import { appendPostings, noteException, saveExplanation, saveOrderState } from '../store.ts'

export type CreditDeps = Pick<Deps, 'db' | 'clock' | 'emit' | 'rules'>

export interface CreditInput {
  orderId: number
  /** When a link without a time of its own appeared; absent: now. */
  identifiedAtMs?: number | undefined
}

/**
 * Brings the ledger to what the order's facts say today and posts only the difference, with the order held: two
 * processes at once are the same as one after the other, and a repeat posts nothing.
 * @returns the number of postings made
 */
export async function postCredit(deps: CreditDeps, input: CreditInput): Promise<number> {
  return deps.db.transaction((tx) => postCreditIn(tx, deps, input))
}

async function postCreditIn(tx: Tx, deps: CreditDeps, { orderId, identifiedAtMs }: CreditInput): Promise<number> {
  await lockRow(tx, 'orders', 'id', orderId)
  const order = await tx.findOneBy(Order, { id: orderId })
  if (!order) return 0
  const nowMs = deps.clock.nowMs()
  const rules = rulesFor(order.businessDay, deps.rules.attribution)
  const isFirstDecision = !(await tx.existsBy(CreditExplanation, { orderId }))
  const buyer = resolveBuyer(order, await gatherEvidence(tx, order), {
    isFirstDecision,
    appearedMs: identifiedAtMs ?? nowMs,
    waitUntilMs: waitEndsAt(order.paidAt, rules.waitDays),
  })
  const loaded = await loadFacts(tx, order, buyer.columns, nowMs)
  const people = await loadPeople(tx, loaded.guideIds)
  const book = bookOf(loaded.facts, rules, people)
  const postings = differenceToPost(book.entries, await readPosted(tx, orderId))
  const refundIdOf = (causeId: string) => loaded.refundIds.get(causeId) ?? null
  await appendPostings(tx, postings, { orderId, refundIdOf, ruleVersion: rules.version, nowMs })
  await saveExplanation(tx, orderId, rules.version, book.steps, nowMs)
  const refundedFen = book.holders.reduce((sum, line) => sum + line.refundedFen, 0)
  await saveOrderState(tx, orderId, { ...buyer.columns, waitingUntil: book.waitingUntilMs ?? null, refundedFen })
  await noteMatters(tx, order, buyer.conflicting, book, loaded, nowMs)
  const isBuyerNew = buyer.columns.buyerCustomerId !== order.buyerCustomerId
  if (postings.length > 0 || isFirstDecision || isBuyerNew)
    await deps.emit(tx, { name: 'CreditPosted', orderId, atMs: nowMs })
  return postings.length
}

/** What only a person can settle: several contacts for one buyer, refunds beyond what was paid. */
async function noteMatters(
  tx: Tx,
  order: Order,
  conflicting: string[],
  book: Book,
  { refunds }: LoadedFacts,
  nowMs: number,
): Promise<void> {
  const { source, orderNo, storeCode } = order
  if (conflicting.length > 0) {
    const detail = { externalUserIds: conflicting }
    await noteException(tx, { kind: 'buyer_conflict', source, number: orderNo, subject: '', storeCode, detail }, nowMs)
  }
  for (const { refundId, lineNo, overFen, why } of book.overRefunds) {
    const number = refunds.find((refund) => refundId === `${refund.source}/${refund.refundNo}`)?.refundNo ?? orderNo
    const detail = { orderNo, overFen, why }
    await noteException(tx, { kind: 'over_refund', source, number, subject: lineNo, storeCode, detail }, nowMs)
  }
}
