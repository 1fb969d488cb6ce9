import type { Tx } from '../../../db/database.ts'
import { Order, Refund } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import { hashContent, type RefundContent, refundContent } from '../content.ts'
import type { RecordOutcome, RefundInput } from '../contract.ts'
import { insertRefund, noteException } from '../store.ts'
import { findStrangers } from '../strangers.ts'
import type { IntakeDeps } from './recordOrder.ts'

/** Records a refund once. One that names an order which has not arrived is kept and waits for it. */
export async function recordRefund(deps: IntakeDeps & Pick<Deps, 'db'>, input: RefundInput): Promise<RecordOutcome> {
  return deps.db.transaction((tx) => recordRefundIn(tx, deps, input))
}

export async function recordRefundIn(tx: Tx, deps: IntakeDeps, input: RefundInput): Promise<RecordOutcome> {
  const content = refundContent(input)
  const contentHash = hashContent(content)
  const nowMs = deps.clock.nowMs()
  const { source, refundNo, orderNo, storeCode, guide, refundedAt } = content
  const order = orderNo === null ? null : await tx.findOneBy(Order, { source, orderNo })
  const known = await tx.findOneBy(Refund, { source, refundNo })
  const row = {
    ...{ source, refundNo, orderNo, refundedAt, storeCode, guide, contentHash },
    orderId: order?.id ?? null,
    refundFen: content.lines.reduce((sum, line) => sum + line.refundFen, 0),
    recordedAt: nowMs,
  }
  const id = known ? undefined : await insertRefund(tx, row, content.lines)
  if (id === undefined) return meetKnown(tx, content, contentHash, nowMs)
  for (const { kind, subject } of await listMatters(tx, content, order !== null)) {
    await noteException(tx, { kind, source, number: refundNo, subject, storeCode, detail: {} }, nowMs)
  }
  await deps.emit(tx, { name: 'OrderRefunded', orderId: order?.id, refundId: id, atMs: refundedAt })
  return { kind: 'recorded' }
}

async function listMatters(tx: Tx, content: RefundContent, hasOrder: boolean) {
  const { orderNo, storeCode, guide } = content
  const matters = await findStrangers(tx, { storeCode, guides: guide === null ? [] : [guide], products: [] })
  if (orderNo === null) return [...matters, { kind: 'refund_without_order', subject: '' }]
  return hasOrder ? matters : [...matters, { kind: 'refund_waiting', subject: orderNo }]
}

async function meetKnown(tx: Tx, content: RefundContent, contentHash: string, nowMs: number): Promise<RecordOutcome> {
  const { source, refundNo, storeCode } = content
  const known = await tx.findOneBy(Refund, { source, refundNo })
  if (known?.contentHash === contentHash) return { kind: 'duplicate' }
  const detail = { received: content }
  await noteException(
    tx,
    { kind: 'refund_conflict', source, number: refundNo, subject: contentHash, storeCode, detail },
    nowMs,
  )
  return { kind: 'conflict' }
}
