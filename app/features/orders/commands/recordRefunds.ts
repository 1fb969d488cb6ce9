import { In } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { Order, Refund } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import type { DomainEvent } from '../../../domain/events.ts'
import { insertRefunds, noteExceptions, type RefundDraft } from '../bulkStore.ts'
import { hashContent, type RefundContent, refundContent } from '../content.ts'
import type { RefundInput } from '../contract.ts'
import { mattersOfRefund, namedInRefund, refundConflictOf, refundDraftOf } from '../refundDraft.ts'
import type { NewException } from '../store.ts'
import { loadKnown } from '../strangers.ts'

/** Brings the ledger of these orders to what is stored of them now, in the same transaction. */
export type PostRefunded = (tx: Tx, orderIds: readonly number[]) => Promise<void>

type OwnOrder = Pick<Order, 'id' | 'buyerCustomerId'>

interface Sorted {
  fresh: { content: RefundContent; order: OwnOrder | undefined; draft: RefundDraft }[]
  conflicts: NewException[]
  unchanged: number
}

/**
 * Records refunds and posts those of orders that are there: what `recordRefund` and `postCredit` do one by one, in a few
 * statements for all. One without its order goes on to be posted by its job, which looks for the order once more.
 * @throws the database's duplicate-key error when another process stored one of the numbers meanwhile: do it again
 */
export async function recordRefundsIn(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'emit'>,
  post: PostRefunded,
  inputs: readonly RefundInput[],
): Promise<{ added: number; unchanged: number }> {
  const count = { added: 0, unchanged: 0 }
  for (const source of new Set(inputs.map((input) => input.source))) {
    const own = inputs.filter((input) => input.source === source)
    const { added, unchanged } = await recordOfSource(tx, deps, post, source, own)
    count.added += added
    count.unchanged += unchanged
  }
  return count
}

async function recordOfSource(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'emit'>,
  post: PostRefunded,
  source: string,
  inputs: readonly RefundInput[],
) {
  const nowMs = deps.clock.nowMs()
  const { fresh, conflicts, unchanged } = await sortOut(tx, source, inputs, nowMs)
  const drafts = fresh.map(({ draft }) => draft)
  const ids = await insertRefunds(tx, source, drafts)
  const names = await loadKnown(
    tx,
    fresh.map(({ content }) => namedInRefund(content)),
  )
  const matters = fresh.flatMap(({ content, order }) => mattersOfRefund(content, order !== undefined, names))
  await noteExceptions(tx, [...conflicts, ...matters], nowMs)
  await post(tx, [...new Set(fresh.flatMap(({ order }) => order?.id ?? []))])
  const events = fresh.flatMap(({ content, order }, index): DomainEvent[] => {
    const event = { name: 'OrderRefunded' as const, refundId: ids[index] ?? 0, atMs: content.refundedAt }
    if (!order) return [{ ...event, orderId: undefined }]
    // Whoever else listens looks for a customer; one who is found only now is told of with the credit.
    return order.buyerCustomerId === null ? [] : [{ ...event, orderId: order.id, isPosted: true as const }]
  })
  await deps.emit(tx, events)
  return { added: fresh.length, unchanged: unchanged + conflicts.length }
}

async function sortOut(tx: Tx, source: string, inputs: readonly RefundInput[], nowMs: number): Promise<Sorted> {
  const refundNo = In(inputs.map((input) => input.refundNo))
  const stored = await tx.find(Refund, {
    select: { refundNo: true, contentHash: true },
    where: { source, refundNo },
  })
  const hashOf = new Map(stored.map((refund) => [refund.refundNo, refund.contentHash]))
  const orderNo = In(inputs.flatMap((input) => input.orderNo ?? []))
  const select = { id: true, orderNo: true, buyerCustomerId: true } as const
  const orders = await tx.find(Order, { select, where: { source, orderNo } })
  const orderOf = new Map(orders.map((order) => [order.orderNo, order]))
  const sorted: Sorted = { fresh: [], conflicts: [], unchanged: 0 }
  for (const input of inputs) {
    const content = refundContent(input)
    const contentHash = hashContent(content)
    const knownHash = hashOf.get(input.refundNo)
    if (knownHash === contentHash) sorted.unchanged += 1
    else if (knownHash !== undefined) sorted.conflicts.push(refundConflictOf(content, contentHash))
    else {
      const order = content.orderNo === null ? undefined : orderOf.get(content.orderNo)
      // The same number may stand in the batch again.
      hashOf.set(input.refundNo, contentHash)
      sorted.fresh.push({ content, order, draft: refundDraftOf(content, contentHash, order?.id ?? null, nowMs) })
    }
  }
  return sorted
}
