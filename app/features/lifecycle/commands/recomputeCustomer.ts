import type { EntityManager } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { Customer } from '../../../db/entities/customers.ts'
import { Visit } from '../../../db/entities/followUps.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { stageOf } from '../../../domain/lifecycle/stage.ts'
import { type BoughtOrder, type Summary, summarise } from '../../../domain/lifecycle/summarise.ts'
import { type Purchase, purchasesOf } from '../../credits/queries.ts'
import { type CycleBook, categoryRule, readCycleBook, stageRulesOf } from '../cycleBook.ts'
import { whyText } from '../present.ts'
import { moveStage, saveBuying, saveProducts, setNextCheck } from '../store.ts'

export type LifecycleDeps = Pick<Deps, 'db' | 'clock' | 'emit' | 'rules'>

/** `moved`: the stage is another one; `changed`: only facts are. */
export type Recomputed = 'moved' | 'changed' | 'same' | 'unknown'

/**
 * Brings purchases, products, visits and stage of one customer to what orders and refunds say. Calling it again, too
 * often or in any order of facts ends the same.
 */
export async function recomputeCustomer(deps: LifecycleDeps, externalUserId: string): Promise<Recomputed> {
  return deps.db.transaction((tx) => recomputeIn(tx, deps, externalUserId))
}

async function recomputeIn(tx: Tx, deps: LifecycleDeps, externalUserId: string): Promise<Recomputed> {
  // Two orders of one customer at once: the later look sees both, and a move is told once.
  await lockRow(tx, 'customers', 'external_user_id', externalUserId)
  const customer = await tx.findOneBy(Customer, { externalUserId })
  if (!customer) return 'unknown'
  const { summary, book } = await gather(tx, deps, externalUserId)
  const nowMs = deps.clock.nowMs()
  const isChanged = await recordFacts(tx, deps, externalUserId, summary, nowMs)
  const isMoved = await recordStage(tx, deps, customer, summary, book, nowMs)
  return isMoved ? 'moved' : isChanged ? 'changed' : 'same'
}

async function gather(
  tx: EntityManager,
  { rules }: LifecycleDeps,
  externalUserId: string,
): Promise<{ summary: Summary; book: CycleBook }> {
  const purchases = await purchasesOf(tx, externalUserId)
  const codes = purchases.flatMap(({ lines }) => lines.flatMap(({ productCode }) => productCode ?? []))
  const book = await readCycleBook(tx, rules.lifecycle, codes)
  const visits = await tx.find(Visit, { where: { externalUserId }, order: { at: 'DESC' }, take: 1 })
  const orders = purchases.map((purchase) => orderOf(purchase, book))
  return {
    book,
    summary: summarise(
      orders,
      visits.map(({ at }) => at),
    ),
  }
}

function orderOf({ paidAtMs, channel, netFen, lines }: Purchase, book: CycleBook): BoughtOrder {
  return {
    atMs: paidAtMs,
    channel,
    netFen,
    lines: lines.map(({ productCode, quantity, refundedQuantity, paidFen, refundedFen }) => ({
      productCode,
      category: book.products.get(productCode ?? '')?.category ?? '',
      quantity,
      refundedQuantity,
      netFen: paidFen - refundedFen,
    })),
  }
}

async function recordFacts(
  tx: Tx,
  deps: LifecycleDeps,
  externalUserId: string,
  { facts, products }: Summary,
  nowMs: number,
): Promise<boolean> {
  const written = await saveBuying(tx, externalUserId, facts, nowMs)
  const hasProducts = await saveProducts(tx, externalUserId, products)
  // A visit alone changes no plan.
  if (written === 'buying' || hasProducts)
    await deps.emit(tx, { name: 'CustomerFactsChanged', externalUserId, atMs: nowMs })
  return written !== 'nothing' || hasProducts
}

async function recordStage(
  tx: Tx,
  deps: LifecycleDeps,
  customer: Customer,
  { purchases }: Summary,
  book: CycleBook,
  nowMs: number,
): Promise<boolean> {
  const { externalUserId, stage: from } = customer
  const facts = { addedAtMs: customer.firstAddedAt, purchases }
  const { stage, why, sinceMs = nowMs, nextChangeAtMs } = stageOf(facts, stageRulesOf(book), nowMs)
  const nextCheckAt = nextChangeAtMs ?? null
  if (stage === from) {
    if (nextCheckAt !== customer.nextStageCheckAt) await setNextCheck(tx, externalUserId, nextCheckAt)
    return false
  }
  const titleOf = (category: string) => categoryRule(book.rules, category)?.title ?? category
  // Dated by the facts: orders of last year that come in today wake nobody up today. Moves stay in order.
  const atMs = Math.min(nowMs, Math.max(sinceMs, customer.stageSinceAt))
  await moveStage(tx, externalUserId, { from, to: stage, atMs, why: whyText(why, titleOf), nextCheckAt })
  await deps.emit(tx, { name: 'StageChanged', externalUserId, from, to: stage, atMs })
  return true
}
