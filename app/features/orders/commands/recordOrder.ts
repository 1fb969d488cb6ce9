import type { Tx } from '../../../db/database.ts'
import { Order } from '../../../db/entities/orders.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { hashContent, type OrderContent, orderContent } from '../content.ts'
import type { OrderInput, RecordOutcome } from '../contract.ts'
import { adoptRefunds, insertOrder, noteException } from '../store.ts'
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
  const id = known ? undefined : await insertOrder(tx, rowOf(content, contentHash, nowMs), content.lines)
  if (id === undefined) return meetKnown(tx, content, contentHash, nowMs)
  const guides = content.lines.flatMap((line) => line.servedByGuide ?? [])
  if (content.sharedByGuide !== null) guides.push(content.sharedByGuide)
  const products = content.lines.flatMap((line) => line.productCode ?? [])
  for (const { kind, subject } of await findStrangers(tx, { storeCode, guides, products })) {
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
  const { source, orderNo, storeCode } = content
  const detail = { received: content }
  await noteException(
    tx,
    { kind: 'order_conflict', source, number: orderNo, subject: contentHash, storeCode, detail },
    nowMs,
  )
  return { kind: 'conflict' }
}

function rowOf(content: OrderContent, contentHash: string, nowMs: number): Omit<Order, 'id'> {
  const { phoneKey, memberNo, unionKey, externalUserId, lines, ...facts } = content
  const hasBuyer = [phoneKey, memberNo, unionKey, externalUserId].some((key) => key !== null)
  return {
    ...facts,
    buyerPhoneKey: phoneKey,
    buyerMemberNo: memberNo,
    buyerUnionKey: unionKey,
    buyerExternalUserId: externalUserId,
    buyerState: hasBuyer ? 'unmatched' : 'none',
    buyerCustomerId: null,
    buyerKnownAt: null,
    paidFen: lines.reduce((sum, line) => sum + line.paidFen, 0),
    refundedFen: 0,
    businessDay: businessDayOf(content.paidAt),
    contentHash,
    waitingUntil: null,
    recordedAt: nowMs,
  }
}
