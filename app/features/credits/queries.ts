import { type EntityManager, In } from 'typeorm'
import { Order, OrderLine } from '../../db/entities/orders.ts'

export { readBooks } from './books.ts'
export { bookInWords } from './bookWords.ts'
export { creditTexts } from './creditTexts.ts'
export { movedByCorrection } from './movedByCorrection.ts'
export { type OpenedCredit, openableCredits, openCredit } from './openCredit.ts'
export { rulesFor } from './rulesFor.ts'

/**
 * The setting that names the last closed month. Every posting holds its row in share mode before its first entry, until
 * it commits: who holds it alone knows that none is under way.
 */
export const CLOSED_THROUGH = 'ledger.closedThrough'

/** Some other version that sales paid on that day or later were decided by; undefined when there is none. */
export async function versionDecidedSince(
  read: EntityManager,
  day: string,
  version: number,
): Promise<number | undefined> {
  const sql = `SELECT x.rule_version AS ruleVersion FROM orders o JOIN credit_explanations x ON x.order_id = o.id
    WHERE o.business_day >= ? AND x.rule_version <> ? LIMIT 1`
  const [row]: { ruleVersion: number }[] = await read.query(sql, [day, version])
  return row?.ruleVersion
}

export interface Purchase {
  orderId: number
  source: string
  orderNo: string
  channel: 'online' | 'offline'
  storeCode: string | null
  paidAtMs: number
  completedAtMs: number | null
  delivery: 'pickup' | 'shipping' | null
  paidFen: number
  refundedFen: number
  /** Paid less refunded, never below 0. A purchase with nothing left was taken back whole. */
  netFen: number
  lines: PurchaseLine[]
}

export interface PurchaseLine {
  lineNo: string
  productCode: string | null
  name: string
  quantity: number
  paidFen: number
  /** Never more than was paid. */
  refundedFen: number
  refundedQuantity: number
}

/** What the customer bought, oldest first, refunds off: all that are known, whether posted to the ledger yet or not. */
export async function purchasesOf(read: EntityManager, externalUserId: string): Promise<Purchase[]> {
  const orders = await read.find(Order, {
    where: { buyerCustomerId: externalUserId },
    order: { paidAt: 'ASC', id: 'ASC' },
  })
  const lines = await linesOf(read, orders)
  const refunds = orders.length === 0 ? [] : await refundedLinesOf(read, externalUserId)
  return orders.map((order) => {
    const ownRefunds = refunds.filter(({ orderId }) => orderId === order.id)
    const ownLines = lines.filter(({ orderId }) => orderId === order.id)
    return purchaseOf(
      order,
      ownLines.map((line) => purchaseLine(line, ownRefunds)),
    )
  })
}

function purchaseOf(order: Order, lines: PurchaseLine[]): Purchase {
  const refundedFen = lines.reduce((sum, line) => sum + line.refundedFen, 0)
  return {
    orderId: order.id,
    source: order.source,
    orderNo: order.orderNo,
    channel: order.channel,
    storeCode: order.storeCode,
    paidAtMs: order.paidAt,
    completedAtMs: order.completedAt,
    delivery: order.delivery,
    paidFen: order.paidFen,
    refundedFen,
    netFen: order.paidFen - refundedFen,
    lines,
  }
}

function purchaseLine(line: OrderLine, refunds: readonly RefundedLine[]): PurchaseLine {
  const { lineNo, productCode, name, quantity, paidFen } = line
  const refund = refunds.find((one) => one.lineNo === lineNo)
  const refundedFen = Math.min(paidFen, refund?.refundFen ?? 0)
  return { lineNo, productCode, name, quantity, paidFen, refundedFen, refundedQuantity: refund?.quantity ?? 0 }
}

interface RefundedLine {
  orderId: number
  lineNo: string
  refundFen: number
  quantity: number
}

/** By the order's number and not its row, as the ledger does: a refund may have come before its order. */
const REFUNDED_SQL = `
  SELECT o.id AS orderId, f.line_no AS lineNo,
    CAST(SUM(f.refund_fen) AS SIGNED) AS refundFen, CAST(SUM(f.quantity) AS SIGNED) AS quantity
  FROM orders o JOIN refunds r ON r.source = o.source AND r.order_no = o.order_no
    JOIN refund_lines f ON f.refund_id = r.id
  WHERE o.buyer_customer_id = ? GROUP BY o.id, f.line_no`

async function refundedLinesOf(read: EntityManager, externalUserId: string): Promise<RefundedLine[]> {
  const rows: RefundedLine[] = await read.query(REFUNDED_SQL, [externalUserId])
  return rows.map(({ orderId, lineNo, refundFen, quantity }) => ({
    ...{ orderId: Number(orderId), lineNo, refundFen: Number(refundFen), quantity: Number(quantity) },
  }))
}

export async function linesOf(read: EntityManager, orders: readonly Order[]): Promise<OrderLine[]> {
  if (orders.length === 0) return []
  return read.find(OrderLine, { where: { orderId: In(orders.map((order) => order.id)) }, order: { id: 'ASC' } })
}

/** Counts for the developer's state page: how many entries, and their sum, which is 0. */
export async function ledgerCheck(read: EntityManager): Promise<{ entries: number; sumFen: number }> {
  const sql = 'SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS sum_fen FROM ledger_entries'
  const [row]: { entries: number; sum_fen: number }[] = await read.query(sql)
  return { entries: Number(row?.entries ?? 0), sumFen: Number(row?.sum_fen ?? 0) }
}
