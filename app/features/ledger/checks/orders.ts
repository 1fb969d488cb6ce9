import type { EntityManager } from 'typeorm'
import { breathe } from '../breathe.ts'
import type { NoteFault } from '../faultList.ts'

const SPAN = 2_000
/** How long work that follows from a fact may be on its way before its absence is a fault. */
const ON_ITS_WAY_MS = 3_600_000

interface OrderRow {
  source: string
  order_no: string
  net_fen: number
  held_fen: number
  decided: number | null
}

/** Guides + store pools + unattributed of every order = what was paid less what was refunded. */
export async function checkOrders(
  read: EntityManager,
  note: NoteFault,
  nowMs: number,
  signal?: AbortSignal,
): Promise<void> {
  for (let after = 0; ; ) {
    await breathe(signal)
    const [row]: { last_id: number | null }[] = await read.query(
      'SELECT MAX(id) AS last_id FROM (SELECT id FROM orders WHERE id > ? ORDER BY id LIMIT ?) span',
      [after, SPAN],
    )
    if (!row || row.last_id === null) return
    const end = Number(row.last_id)
    for (const order of await readOff(read, after, end, nowMs - ON_ITS_WAY_MS)) {
      const subject = `order ${order.source}/${order.order_no}`
      if (order.decided === null) note('order_undecided', subject)
      else note('order_off', subject, Number(order.held_fen) - Number(order.net_fen))
    }
    after = end
  }
}

function readOff(read: EntityManager, after: number, end: number, beforeMs: number): Promise<OrderRow[]> {
  return read.query(
    `SELECT source, order_no, net_fen, held_fen, decided FROM (
       SELECT o.id, o.source, o.order_no, o.recorded_at, o.paid_fen - o.refunded_fen AS net_fen,
         x.order_id AS decided,
         CAST(COALESCE((SELECT SUM(e.amount_fen) FROM ledger_entries e
           WHERE e.order_id = o.id AND e.account NOT LIKE 'sales:%'), 0) AS SIGNED) AS held_fen
       FROM orders o LEFT JOIN credit_explanations x ON x.order_id = o.id
       WHERE o.id > ? AND o.id <= ?
     ) seen
     WHERE (decided IS NOT NULL AND held_fen <> net_fen) OR (decided IS NULL AND recorded_at <= ?)`,
    [after, end, beforeMs],
  )
}

interface SuspenseRow {
  source: string
  refund_no: string
  due_fen: number
  held_fen: number
}

/** In suspense is exactly what refunds took whose order is still awaited. */
export async function checkSuspense(read: EntityManager, note: NoteFault, nowMs: number): Promise<void> {
  const suspended = `SELECT p.refund_id, SUM(e.amount_fen) AS fen
    FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id
    WHERE e.account = 'suspense' GROUP BY p.refund_id`
  const off: SuspenseRow[] = await read.query(
    `SELECT source, refund_no, due_fen, held_fen FROM (
       SELECT r.source, r.refund_no, COALESCE(o.recorded_at, r.recorded_at) AS since_at,
         CASE WHEN r.order_id IS NULL AND r.order_no IS NOT NULL THEN 0 - r.refund_fen ELSE 0 END AS due_fen,
         CAST(COALESCE(s.fen, 0) AS SIGNED) AS held_fen
       FROM refunds r LEFT JOIN (${suspended}) s ON s.refund_id = r.id LEFT JOIN orders o ON o.id = r.order_id
       WHERE (r.order_id IS NULL AND r.order_no IS NOT NULL) OR COALESCE(s.fen, 0) <> 0
     ) seen
     WHERE held_fen <> due_fen AND since_at <= ?`,
    [nowMs - ON_ITS_WAY_MS],
  )
  for (const { source, refund_no, due_fen, held_fen } of off)
    note('suspense_off', `refund ${source}/${refund_no}`, Number(held_fen) - Number(due_fen))
  const astray: { id: number }[] = await read.query(
    `SELECT p.id FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id
       LEFT JOIN refunds r ON r.id = p.refund_id
     WHERE e.account = 'suspense' AND r.id IS NULL`,
  )
  for (const { id } of astray) note('suspense_astray', `posting ${id}`)
}
