import type { EntityManager } from 'typeorm'
import { startOfBusinessDay } from '../../domain/businessDay.ts'
import type { DaySpan } from '../../domain/campaigns/phases.ts'
import type { Actor } from '../../http/actor.ts'
import { storesInReach } from '../staff/queries.ts'

type Reach = Actor['reach']
export type BuyerKind = 'new' | 'old' | 'unknown'

export interface DaySales {
  day: string
  newFen: number
  oldFen: number
  unknownFen: number
}

/**
 * Every ledger entry of a holder booked in the span, with what kind of buyer the order has: new when nothing was paid
 * before the span's first day. By the postings' day, so that it reads the span and not the past; what it adds up to is
 * what the leaderboard adds up to.
 */
function entriesOf(span: DaySpan, reach: Reach): { sql: string; params: (string | number)[] } {
  const inReach = storesInReach(reach, 'e.store_code')
  return {
    sql: `SELECT p.booked_on AS day, e.order_id AS order_id, o.buyer_customer_id AS buyer, e.amount_fen AS fen,
        CASE WHEN o.buyer_customer_id IS NULL THEN 'unknown'
          WHEN EXISTS (SELECT 1 FROM orders b WHERE b.buyer_customer_id = o.buyer_customer_id AND b.paid_at < ?)
          THEN 'old' ELSE 'new' END AS kind
      FROM ledger_postings p JOIN ledger_entries e ON e.posting_id = p.id LEFT JOIN orders o ON o.id = e.order_id
      WHERE p.booked_on >= ? AND p.booked_on <= ? AND e.account NOT LIKE 'sales:%' AND ${inReach.sql}`,
    params: [startOfBusinessDay(span.fromDay), span.fromDay, span.toDay, ...inReach.params],
  }
}

/** Orders of which something is left, each once. */
function ordersOf(span: DaySpan, reach: Reach): { sql: string; params: (string | number)[] } {
  const { sql, params } = entriesOf(span, reach)
  return {
    sql: `SELECT order_id, buyer, kind FROM (${sql}) x WHERE order_id IS NOT NULL
      GROUP BY order_id, buyer, kind HAVING SUM(fen) > 0`,
    params,
  }
}

/** Net sales by day and kind of buyer; a day without entries is absent. */
export async function salesByDay(read: EntityManager, span: DaySpan, reach: Reach): Promise<DaySales[]> {
  const { sql, params } = entriesOf(span, reach)
  const rows: { day: string; kind: BuyerKind; fen: number }[] = await read.query(
    `SELECT day, kind, CAST(SUM(fen) AS SIGNED) AS fen FROM (${sql}) r GROUP BY day, kind ORDER BY day`,
    params,
  )
  const days = new Map<string, DaySales>()
  for (const { day, kind, fen } of rows) {
    const sales = days.get(day) ?? { day, newFen: 0, oldFen: 0, unknownFen: 0 }
    days.set(day, { ...sales, [`${kind}Fen`]: Number(fen) })
  }
  return [...days.values()]
}

export function sumSales(days: readonly Omit<DaySales, 'day'>[]): Omit<DaySales, 'day'> & { netFen: number } {
  const total = (key: 'newFen' | 'oldFen' | 'unknownFen') => days.reduce((sum, each) => sum + each[key], 0)
  const sums = { newFen: total('newFen'), oldFen: total('oldFen'), unknownFen: total('unknownFen') }
  return { ...sums, netFen: sums.newFen + sums.oldFen + sums.unknownFen }
}

export interface Heads {
  customers: number
  orders: number
}

/** Who bought, and in how many orders, by kind of buyer. */
export async function headsByKind(read: EntityManager, span: DaySpan, reach: Reach): Promise<Record<BuyerKind, Heads>> {
  const { sql, params } = ordersOf(span, reach)
  const rows: { kind: BuyerKind; customers: number; orders: number }[] = await read.query(
    `SELECT kind, COUNT(DISTINCT buyer) AS customers, COUNT(*) AS orders FROM (${sql}) o GROUP BY kind`,
    params,
  )
  const of = (kind: BuyerKind): Heads => {
    const row = rows.find((each) => each.kind === kind)
    return { customers: Number(row?.customers ?? 0), orders: Number(row?.orders ?? 0) }
  }
  return { new: of('new'), old: of('old'), unknown: of('unknown') }
}

/** Pieces that stayed with the buyers, by kind: sold less given back. */
export async function piecesByKind(
  read: EntityManager,
  span: DaySpan,
  reach: Reach,
): Promise<Record<BuyerKind, number>> {
  const { sql, params } = ordersOf(span, reach)
  const rows: { kind: BuyerKind; pieces: number }[] = await read.query(
    `SELECT o.kind AS kind, SUM(l.quantity) AS pieces FROM (${sql}) o
       JOIN order_lines l ON l.order_id = o.order_id GROUP BY o.kind
     UNION ALL SELECT o.kind AS kind, 0 - SUM(b.quantity) AS pieces FROM (${sql}) o
       JOIN refunds f ON f.order_id = o.order_id JOIN refund_lines b ON b.refund_id = f.id GROUP BY o.kind`,
    [...params, ...params],
  )
  const of = (kind: BuyerKind) =>
    rows.filter((each) => each.kind === kind).reduce((sum, each) => sum + Number(each.pieces), 0)
  return { new: of('new'), old: of('old'), unknown: of('unknown') }
}

/** New buyers of the span in the order of their ids, from behind `after`. */
export async function newBuyers(
  read: EntityManager,
  span: DaySpan,
  reach: Reach,
  page: { after: string; limit: number },
): Promise<string[]> {
  const { sql, params } = ordersOf(span, reach)
  const rows: { buyer: string }[] = await read.query(
    `SELECT DISTINCT buyer FROM (${sql}) o WHERE kind = 'new' AND buyer > ? ORDER BY buyer LIMIT ${page.limit}`,
    [...params, page.after],
  )
  return rows.map(({ buyer }) => buyer)
}

/** Of the new buyers of the span, those whom one of these playbooks has been started for since its first day. */
export async function countNurtured(
  read: EntityManager,
  span: DaySpan,
  reach: Reach,
  playbookIds: readonly string[],
): Promise<number> {
  if (playbookIds.length === 0) return 0
  const { sql, params } = ordersOf(span, reach)
  const rows: { buyers: number }[] = await read.query(
    `SELECT COUNT(DISTINCT o.buyer) AS buyers FROM (${sql}) o WHERE o.kind = 'new' AND EXISTS (
       SELECT 1 FROM follow_up_tracks t WHERE t.external_user_id = o.buyer AND t.anchor_at >= ?
         AND t.playbook_id IN (${playbookIds.map(() => '?').join(', ')}))`,
    [...params, startOfBusinessDay(span.fromDay), ...playbookIds],
  )
  return Number(rows[0]?.buyers ?? 0)
}
