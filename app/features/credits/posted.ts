import type { EntityManager } from 'typeorm'
import { marksFor } from '../../db/statements.ts'
import type { CauseKind, DatedEntry, LedgerAccount } from '../../domain/attribution/book.ts'
import type { SalesChannel } from '../../domain/attribution/facts.ts'
import { groupBy } from './factRows.ts'

interface PostedRow {
  owner_id: number
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

type Posted = ReadonlyMap<number, DatedEntry[]>

/** What the ledger already says about these orders, by order. */
export async function readPosted(em: EntityManager, orderIds: readonly number[]): Promise<Posted> {
  const sql = `SELECT p.order_id AS owner_id, ${COLUMNS} ${FROM} WHERE p.order_id IN (${marksFor(orderIds)})`
  return byOwner(await em.query(sql, [...orderIds]))
}

/** What the ledger already says about these refunds as ones without an original order, by refund. */
export async function readPostedOrphans(em: EntityManager, refundIds: readonly number[]): Promise<Posted> {
  const where = `p.order_id IS NULL AND p.refund_id IN (${marksFor(refundIds)})`
  return byOwner(await em.query(`SELECT p.refund_id AS owner_id, ${COLUMNS} ${FROM} WHERE ${where}`, [...refundIds]))
}

function byOwner(rows: readonly PostedRow[]): Posted {
  const groups = groupBy(rows, (row) => Number(row.owner_id))
  return new Map([...groups].map(([id, own]) => [id, own.map(entryOf)]))
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
