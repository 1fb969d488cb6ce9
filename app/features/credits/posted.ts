import type { EntityManager } from 'typeorm'
import type { CauseKind, DatedEntry, LedgerAccount } from '../../domain/attribution/book.ts'
import type { SalesChannel } from '../../domain/attribution/facts.ts'

interface PostedRow {
  occurred_on: string
  account: LedgerAccount
  guide_id: number | null
  store_code: string | null
  channel: SalesChannel
  amount_fen: number
  refund_fen: number
  orders: number
  cause_kind: CauseKind
  cause_id: string
  cause_at: number
}

const COLUMNS = `e.occurred_on, e.account, e.guide_id, e.store_code, e.channel, e.amount_fen, e.refund_fen, e.orders,
  p.cause_kind, p.cause_id, p.cause_at`
const FROM = 'FROM ledger_postings p JOIN ledger_entries e ON e.posting_id = p.id'

/** What the ledger already says about an order. */
export async function readPosted(em: EntityManager, orderId: number): Promise<DatedEntry[]> {
  const rows: PostedRow[] = await em.query(`SELECT ${COLUMNS} ${FROM} WHERE p.order_id = ?`, [orderId])
  return rows.map(entryOf)
}

/** What the ledger already says about a refund without an original order. */
export async function readPostedOrphan(em: EntityManager, refundId: number): Promise<DatedEntry[]> {
  const sql = `SELECT ${COLUMNS} ${FROM} WHERE p.order_id IS NULL AND p.refund_id = ?`
  const rows: PostedRow[] = await em.query(sql, [refundId])
  return rows.map(entryOf)
}

function entryOf(row: PostedRow): DatedEntry {
  return {
    day: row.occurred_on,
    account: row.account,
    ...(row.guide_id === null ? {} : { guideId: row.guide_id }),
    ...(row.store_code === null ? {} : { storeCode: row.store_code }),
    channel: row.channel,
    amountFen: Number(row.amount_fen),
    refundFen: Number(row.refund_fen),
    orders: row.orders,
    cause: { kind: row.cause_kind, id: row.cause_id, atMs: Number(row.cause_at) },
  }
}
