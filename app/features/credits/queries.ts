import { type EntityManager, In } from 'typeorm'
import type { z } from 'zod'
import { Order, OrderLine, Refund } from '../../db/entities/orders.ts'
import { Store } from '../../db/entities/org.ts'
import type { ORDER_ROW } from '../customers/contract.ts'

export interface CreditHolder {
  orderId: number
  kind: 'guide' | 'pool' | 'unattributed'
  guideId: number | null
  guideUserId: string | null
  guideName: string | null
  storeCode: string | null
  storeName: string | null
  amountFen: number
}

interface HolderRow {
  order_id: number
  account: string
  guide_id: number | null
  user_id: string | null
  name: string | null
  store_code: string | null
  store_name: string | null
  amount_fen: number
  orders: number
}

const HOLDERS_SQL = `
  SELECT h.order_id, h.account, h.guide_id, g.user_id, g.name, h.store_code, s.name AS store_name, h.amount_fen, h.orders
  FROM (
    SELECT order_id, account, guide_id, MAX(store_code) AS store_code,
      CAST(SUM(amount_fen) AS SIGNED) AS amount_fen, CAST(SUM(orders) AS SIGNED) AS orders
    FROM ledger_entries WHERE order_id IN (#) AND account NOT LIKE 'sales:%'
    GROUP BY order_id, account, guide_id
  ) h LEFT JOIN guides g ON g.id = h.guide_id LEFT JOIN stores s ON s.code = h.store_code
  ORDER BY h.order_id, h.amount_fen DESC, h.account`

/** Who holds these orders now. A guide who still holds an order refunded to 0 is listed with 0. */
export async function creditOfOrders(read: EntityManager, orderIds: readonly number[]): Promise<CreditHolder[]> {
  if (orderIds.length === 0) return []
  const sql = HOLDERS_SQL.replace('#', orderIds.map(() => '?').join(', '))
  const rows: HolderRow[] = await read.query(sql, [...orderIds])
  return rows
    .filter((row) => Number(row.amount_fen) !== 0 || Number(row.orders) > 0)
    .map((row) => ({
      orderId: Number(row.order_id),
      kind: row.guide_id !== null ? 'guide' : row.account === 'unattributed' ? 'unattributed' : 'pool',
      guideId: row.guide_id,
      guideUserId: row.user_id,
      guideName: row.name,
      storeCode: row.store_code,
      storeName: row.store_name,
      amountFen: Number(row.amount_fen),
    }))
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
  lines: { lineNo: string; productCode: string | null; name: string; quantity: number; paidFen: number }[]
}

/** What the customer bought, oldest first, refunds off. */
export async function purchasesOf(read: EntityManager, externalUserId: string): Promise<Purchase[]> {
  const orders = await read.find(Order, {
    where: { buyerCustomerId: externalUserId },
    order: { paidAt: 'ASC', id: 'ASC' },
  })
  const lines = await linesOf(read, orders)
  return orders.map((order) => ({
    orderId: order.id,
    source: order.source,
    orderNo: order.orderNo,
    channel: order.channel,
    storeCode: order.storeCode,
    paidAtMs: order.paidAt,
    completedAtMs: order.completedAt,
    delivery: order.delivery,
    paidFen: order.paidFen,
    refundedFen: order.refundedFen,
    netFen: order.paidFen - order.refundedFen,
    lines: lines
      .filter((line) => line.orderId === order.id)
      .map(({ lineNo, productCode, name, quantity, paidFen }) => ({ lineNo, productCode, name, quantity, paidFen })),
  }))
}

async function linesOf(read: EntityManager, orders: readonly Order[]): Promise<OrderLine[]> {
  if (orders.length === 0) return []
  return read.find(OrderLine, { where: { orderId: In(orders.map((order) => order.id)) }, order: { id: 'ASC' } })
}

/** The newest purchases and refunds of a customer as rows of the sidebar, each with whose sale it is. */
export async function customerOrders(
  read: EntityManager,
  externalUserId: string,
  limit: number,
): Promise<z.infer<typeof ORDER_ROW>[]> {
  const orders = await read.find(Order, {
    where: { buyerCustomerId: externalUserId },
    order: { paidAt: 'DESC', id: 'DESC' },
    take: limit,
  })
  if (orders.length === 0) return []
  const ids = orders.map((order) => order.id)
  const refunds = await read.findBy(Refund, { orderId: In(ids) })
  const lines = await linesOf(read, orders)
  const holders = await creditOfOrders(read, ids)
  const stores = await read.findBy(Store, { code: In(orders.flatMap((order) => order.storeCode ?? [])) })
  const rowOf = (order: Order) => ({
    source: order.source,
    orderNo: order.orderNo,
    what: describeLines(lines.filter((line) => line.orderId === order.id)),
    placeText: describePlace(order, stores),
    channel: order.channel,
    creditText: describeCredit(holders.filter((holder) => holder.orderId === order.id)),
  })
  const rows = orders.flatMap((order) => [
    { kind: 'order' as const, ...rowOf(order), atMs: order.paidAt, amountFen: order.paidFen },
    ...refunds
      .filter((refund) => refund.orderId === order.id)
      .map((refund) => ({
        ...{ kind: 'refund' as const, ...rowOf(order), atMs: refund.refundedAt, amountFen: 0 - refund.refundFen },
      })),
  ])
  return rows.sort((a, b) => b.atMs - a.atMs).slice(0, limit)
}

function describeLines(lines: readonly OrderLine[]): string {
  const [first] = lines
  if (!first) return ''
  const name = first.name || first.productCode || '商品'
  const what = first.quantity === 1 ? name : `${name} ×${first.quantity}`
  return lines.length === 1 ? what : `${what} 等 ${lines.length} 件`
}

function describePlace(order: Order, stores: readonly Store[]): string {
  if (order.channel === 'online') return '线上'
  return stores.find((store) => store.code === order.storeCode)?.name ?? order.storeCode ?? '门店'
}

/** 业绩归: in a few words, for a row. */
function describeCredit(holders: readonly CreditHolder[]): string {
  if (holders.length === 0) return '业绩计算中'
  const names = holders.map((holder) => {
    if (holder.kind === 'guide') return holder.guideName ?? '导购'
    return holder.kind === 'pool' ? `${holder.storeName ?? holder.storeCode ?? ''}门店池` : '待归属'
  })
  return `业绩归 ${[...new Set(names)].join('、')}`
}

/** Counts for the developer's state page: how many entries, and their sum, which is 0. */
export async function ledgerCheck(read: EntityManager): Promise<{ entries: number; sumFen: number }> {
  const sql = 'SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS sum_fen FROM ledger_entries'
  const [row]: { entries: number; sum_fen: number }[] = await read.query(sql)
  return { entries: Number(row?.entries ?? 0), sumFen: Number(row?.sum_fen ?? 0) }
}
