import type { Tx } from '../../../db/database.ts'
import { Order, Refund } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import { hashContent, type RefundContent, refundContent } from '../content.ts'
import type { RecordOutcome, RefundInput } from '../contract.ts'
import { mattersOfRefund, namedInRefund, refundConflictOf, refundDraftOf } from '../refundDraft.ts'
import { insertRefund, noteException } from '../store.ts'
import { loadKnown } from '../strangers.ts'
import type { IntakeDeps } from './recordOrder.ts'

/** Records a refund once. One that names an order which has not arrived is kept and waits for it. */
export async function recordRefund(deps: IntakeDeps & Pick<Deps, 'db'>, input: RefundInput): Promise<RecordOutcome> {
  return deps.db.transaction((tx) => recordRefundIn(tx, deps, input))
}

export async function recordRefundIn(tx: Tx, deps: IntakeDeps, input: RefundInput): Promise<RecordOutcome> {
  const content = refundContent(input)
  const contentHash = hashContent(content)
  const nowMs = deps.clock.nowMs()
  const { source, refundNo, orderNo, refundedAt } = content
  const order = orderNo === null ? null : await tx.findOneBy(Order, { source, orderNo })
  const known = await tx.findOneBy(Refund, { source, refundNo })
  const draft = refundDraftOf(content, contentHash, order?.id ?? null, nowMs)
  const id = known ? undefined : await insertRefund(tx, draft.refund, draft.lines)
  if (id === undefined) return meetKnown(tx, content, contentHash, nowMs)
  const names = await loadKnown(tx, [namedInRefund(content)])
  for (const matter of mattersOfRefund(content, order !== null, names)) await noteException(tx, matter, nowMs)
  await deps.emit(tx, { name: 'OrderRefunded', orderId: order?.id, refundId: id, atMs: refundedAt })
  return { kind: 'recorded' }
}

async function meetKnown(tx: Tx, content: RefundContent, contentHash: string, nowMs: number): Promise<RecordOutcome> {
  const { source, refundNo } = content
  const known = await tx.findOneBy(Refund, { source, refundNo })
  if (known?.contentHash === contentHash) return { kind: 'duplicate' }
  await noteException(tx, refundConflictOf(content, contentHash), nowMs)
  return { kind: 'conflict' }
}
