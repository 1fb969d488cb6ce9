import { In, type InsertResult, IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { IntakeException, Order, OrderLine, OrderLineGuide, Refund, RefundLine } from '../../db/entities/orders.ts'
import { insertOnce, isDuplicateKey } from '../../db/statements.ts'
import type { OrderContent } from './content.ts'
import type { OrderDraft } from './contract.ts'

const LINES_PER_INSERT = 100

/** @returns the new row's id, or undefined when (source, orderNo) is taken: the unique key decides, not a look before. */
export async function insertOrder(tx: Tx, { order, lines, together }: OrderDraft): Promise<number | undefined> {
  const id = await insertRow(() => tx.insert(Order, order))
  if (id === undefined) return undefined
  if (together.length > 0)
    await tx.insert(
      OrderLineGuide,
      together.map((row) => ({ ...row, orderId: id })),
    )
  for (let at = 0; at < lines.length; at += LINES_PER_INSERT) {
    const rows = lines.slice(at, at + LINES_PER_INSERT).map((line) => ({ ...line, orderId: id }))
    await tx.insert(OrderLine, rows)
  }
  return id
}

/** @returns the new row's id, or undefined when (source, refundNo) is taken. */
export async function insertRefund(
  tx: Tx,
  row: Omit<Refund, 'id'>,
  lines: Omit<RefundLine, 'refundId'>[],
): Promise<number | undefined> {
  const id = await insertRow(() => tx.insert(Refund, row))
  if (id === undefined) return undefined
  for (let at = 0; at < lines.length; at += LINES_PER_INSERT) {
    const rows = lines.slice(at, at + LINES_PER_INSERT).map((line) => ({ ...line, refundId: id }))
    await tx.insert(RefundLine, rows)
  }
  return id
}

async function insertRow(insert: () => Promise<InsertResult>): Promise<number | undefined> {
  try {
    return Number((await insert()).identifiers[0]?.id)
  } catch (error) {
    if (isDuplicateKey(error)) return undefined
    throw error
  }
}

/** Refunds that came before their order now belong to it. */
export async function adoptRefunds(tx: Tx, order: { id: number; source: string; orderNo: string }, nowMs: number) {
  const { id, source, orderNo } = order
  const waiting = await tx.findBy(Refund, { source, orderNo, orderId: IsNull() })
  if (waiting.length === 0) return
  const ids = waiting.map((refund) => refund.id)
  await tx.update(Refund, { id: In(ids) }, { orderId: id })
  const numbers = waiting.map((refund) => refund.refundNo)
  await tx.update(
    IntakeException,
    { kind: 'refund_waiting', source, number: In(numbers), state: 'open' },
    { state: 'settled', settledAt: nowMs, settledBy: 'system' },
  )
}

export type NewException = Pick<IntakeException, 'kind' | 'source' | 'number' | 'subject' | 'storeCode' | 'detail'>

/** Lists something for a person; the same matter is listed once. */
export async function noteException(tx: Tx, exception: NewException, nowMs: number): Promise<void> {
  const row = { ...exception, state: 'open' as const, createdAt: nowMs, settledAt: null, settledBy: null }
  await insertOnce(tx, IntakeException, row)
}

/** The stored order stays as it is; a person compares the two. */
export function conflictOf(content: OrderContent, contentHash: string): NewException {
  const { source, orderNo, storeCode } = content
  return {
    ...{ kind: 'order_conflict', source, number: orderNo, subject: contentHash, storeCode },
    detail: { received: content },
  }
}
