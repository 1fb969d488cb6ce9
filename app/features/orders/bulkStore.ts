import { In } from 'typeorm'
import { withoutDirectionMarks } from '../../db/columns.ts'
import type { Tx } from '../../db/database.ts'
import { IntakeException, type Refund, type RefundLine } from '../../db/entities/orders.ts'
import { type Cell, insertRows, marksFor } from '../../db/statements.ts'
import type { OrderDraft } from './contract.ts'
import type { NewException } from './store.ts'

const ORDER =
  'source, order_no, channel, store_code, ordered_at, paid_at, completed_at, delivery, buyer_phone_key, buyer_member_no, buyer_union_key, buyer_external_user_id, buyer_state, buyer_customer_id, buyer_known_at, shared_by_guide, owner_guide, paid_fen, refunded_fen, business_day, content_hash, waiting_until, settles_at, recorded_at'.split(
    ', ',
  )
const LINE = 'order_id, line_no, product_code, name, quantity, paid_fen, served_by_guide'.split(', ')
const TOGETHER = 'order_id, line_no, position, guide, parts'.split(', ')
const REFUND =
  'source, refund_no, order_no, order_id, refunded_at, store_code, guide, refund_fen, content_hash, recorded_at'.split(
    ', ',
  )
const REFUND_LINE = 'refund_id, line_no, refund_fen, quantity'.split(', ')
const EXCEPTION = 'kind, source, number, subject, store_code, detail, state, created_at, settled_at, settled_by'.split(
  ', ',
)

/**
 * Stores orders of one source in a few statements.
 * @returns their ids, in the order of `drafts`
 * @throws the database's duplicate-key error when somebody else has stored one of the numbers meanwhile
 */
export async function insertOrders(tx: Tx, source: string, drafts: readonly OrderDraft[]): Promise<number[]> {
  await insertRows(
    tx,
    'orders',
    ORDER,
    drafts.map(({ order }) => orderRow(order)),
  )
  const ids = await storedIds(
    tx,
    { table: 'orders', column: 'order_no', source },
    drafts.map(({ order }) => order.orderNo),
  )
  const owned = drafts.map((draft, index) => ({ ...draft, id: ids[index] ?? null }))
  const lines = owned.flatMap(({ id, lines }) =>
    lines.map(({ lineNo, productCode, name, quantity, paidFen, servedByGuide }): Cell[] => [
      ...[id, lineNo, productCode, withoutDirectionMarks(name), quantity, paidFen, servedByGuide],
    ]),
  )
  await insertRows(tx, 'order_lines', LINE, lines)
  const together = owned.flatMap(({ id, together }) =>
    together.map(({ lineNo, position, guide, parts }): Cell[] => [id, lineNo, position, guide, parts]),
  )
  await insertRows(tx, 'order_line_guides', TOGETHER, together)
  return ids
}

export interface RefundDraft {
  refund: Omit<Refund, 'id'>
  lines: Omit<RefundLine, 'refundId'>[]
}

/**
 * The same for refunds of one source.
 * @returns their ids, in the order of `drafts`
 */
export async function insertRefunds(tx: Tx, source: string, drafts: readonly RefundDraft[]): Promise<number[]> {
  const rows = drafts.map(({ refund }): Cell[] => {
    const { refundNo, orderNo, orderId, refundedAt, storeCode, guide, refundFen, contentHash, recordedAt } = refund
    return [source, refundNo, orderNo, orderId, refundedAt, storeCode, guide, refundFen, contentHash, recordedAt]
  })
  await insertRows(tx, 'refunds', REFUND, rows)
  const ids = await storedIds(
    tx,
    { table: 'refunds', column: 'refund_no', source },
    drafts.map(({ refund }) => refund.refundNo),
  )
  const lines = drafts.flatMap((draft, index) =>
    draft.lines.map(({ lineNo, refundFen, quantity }): Cell[] => [ids[index] ?? null, lineNo, refundFen, quantity]),
  )
  await insertRows(tx, 'refund_lines', REFUND_LINE, lines)
  return ids
}

interface Numbered {
  table: 'orders' | 'refunds'
  column: 'order_no' | 'refund_no'
  source: string
}

/** The ids under which these numbers were stored a moment ago, in their order. */
async function storedIds(tx: Tx, { table, column, source }: Numbered, numbers: readonly string[]): Promise<number[]> {
  const sql = `SELECT id, ${column} AS number FROM ${table} WHERE source = ? AND ${column} IN (${marksFor(numbers)})`
  const stored: { id: number; number: string }[] = await tx.query(sql, [source, ...numbers])
  const idOf = new Map(stored.map(({ id, number }) => [number, Number(id)]))
  return numbers.map((number) => {
    const id = idOf.get(number)
    if (id === undefined) throw new Error(`${table} of ${source} were stored and are not there`)
    return id
  })
}

function orderRow(order: OrderDraft['order']): Cell[] {
  const { source, orderNo, channel, storeCode, orderedAt, paidAt, completedAt, delivery } = order
  const { buyerPhoneKey, buyerMemberNo, buyerUnionKey, buyerExternalUserId } = order
  const { buyerState, buyerCustomerId, buyerKnownAt, sharedByGuide, ownerGuide } = order
  const { paidFen, refundedFen, businessDay, contentHash, waitingUntil, settlesAt, recordedAt } = order
  return [
    ...[source, orderNo, channel, storeCode, orderedAt, paidAt, completedAt, delivery],
    ...[buyerPhoneKey, buyerMemberNo, buyerUnionKey, buyerExternalUserId],
    ...[buyerState, buyerCustomerId, buyerKnownAt, sharedByGuide, ownerGuide],
    ...[paidFen, refundedFen, businessDay, contentHash, waitingUntil, settlesAt, recordedAt],
  ]
}

/** Lists matters for a person, each once. @returns how many are new */
export async function noteExceptions(tx: Tx, matters: readonly NewException[], nowMs: number): Promise<number> {
  if (matters.length === 0) return 0
  const keyOf = ({ kind, source, number, subject }: NewException) => JSON.stringify([kind, source, number, subject])
  const fresh = new Map(matters.map((matter) => [keyOf(matter), matter]))
  const groups = new Map<string, Set<string>>()
  for (const { kind, source, number } of fresh.values()) {
    const key = JSON.stringify([kind, source])
    groups.set(key, (groups.get(key) ?? new Set()).add(number))
  }
  for (const [key, numbers] of groups) {
    const [kind, source] = JSON.parse(key) as [string, string]
    for (const known of await tx.findBy(IntakeException, { kind, source, number: In([...numbers]) }))
      fresh.delete(keyOf(known))
  }
  const rows = [...fresh.values()].map(({ kind, source, number, subject, storeCode, detail }): Cell[] => [
    ...[kind, source, number, subject, storeCode, JSON.stringify(detail), 'open', nowMs, null, null],
  ])
  await insertRows(tx, 'intake_exceptions', EXCEPTION, rows)
  return rows.length
}
