import type { Tx } from '../../../db/database.ts'
import { Order } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import { hashContent, type OrderContent, orderContent } from '../content.ts'
import type { OrderInput, RecordOutcome } from '../contract.ts'
import { draftOf, namedGuides, namedProducts } from '../draft.ts'
import { adoptRefunds, conflictOf, insertOrder, noteException } from '../store.ts'
import { findStrangers } from '../strangers.ts'

export type IntakeDeps = Pick<Deps, 'clock' | 'vault' | 'emit'>

/** Records a paid order once: rows, exceptions and the event in one transaction. */
export async function recordOrder(deps: IntakeDeps & Pick<Deps, 'db'>, input: OrderInput): Promise<RecordOutcome> {
  return deps.db.transaction((tx) => recordOrderIn(tx, deps, input))
}

/** The same inside a caller's transaction: a file is recorded whole or not at all. */
export async function recordOrderIn(tx: Tx, deps: IntakeDeps, input: OrderInput): Promise<RecordOutcome> {
  const content = orderContent(input, deps.vault)
  const contentHash = hashContent(content)
  const nowMs = deps.clock.nowMs()
  const { source, orderNo, storeCode } = content
  const known = await findKnown(tx, content)
  const id = known ? undefined : await insertOrder(tx, draftOf(content, contentHash, nowMs))
  if (id === undefined) return meetKnown(tx, content, contentHash, nowMs)
  const named = { storeCode, guides: namedGuides(content), products: namedProducts(content) }
  for (const { kind, subject } of await findStrangers(tx, named)) {
    await noteException(tx, { kind, source, number: orderNo, subject, storeCode, detail: {} }, nowMs)
  }
  await adoptRefunds(tx, { id, source, orderNo }, nowMs)
  await deps.emit(tx, { name: 'OrderRecorded', orderId: id, atMs: content.paidAt })
  return { kind: 'recorded' }
}

async function findKnown(tx: Tx, { source, orderNo }: OrderContent): Promise<Order | null> {
  return tx.findOneBy(Order, { source, orderNo })
}

/** The number is taken: a repeat, or other content that only a person can judge. The stored order stays as it is. */
async function meetKnown(tx: Tx, content: OrderContent, contentHash: string, nowMs: number): Promise<RecordOutcome> {
  const known = await findKnown(tx, content)
  if (known?.contentHash === contentHash) return { kind: 'duplicate' }
  await noteException(tx, conflictOf(content, contentHash), nowMs)
  return { kind: 'conflict' }
}
