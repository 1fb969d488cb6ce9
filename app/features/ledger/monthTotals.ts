import type { EntityManager } from 'typeorm'
import type { LedgerClosing } from '../../db/entities/ledgerProofs.ts'
import { sha256 } from './seals.ts'

export const TOTALS = ['guidesFen', 'poolsFen', 'unattributedFen', 'suspenseFen', 'salesFen'] as const
type Total = (typeof TOTALS)[number]

export type MonthTotals = Pick<LedgerClosing, 'postings' | 'entries' | 'digest'> & { totals: Record<Total, number> }

interface AccountRow {
  account: string
  store_code: string
  channel: string
  amount_fen: number
  refund_fen: number
  orders: number
  entries: number
}

/** What the journal has booked in a month, up to a posting: sums, and a digest of the sums of every account and store. */
export async function readMonthTotals(
  em: EntityManager,
  month: string,
  throughPostingId: number,
): Promise<MonthTotals> {
  const booked = 'p.booked_on >= ? AND p.booked_on <= ? AND p.id <= ?'
  const params = [`${month}-00`, `${month}-99`, throughPostingId]
  const [counted]: { postings: number }[] = await em.query(
    `SELECT COUNT(*) AS postings FROM ledger_postings p WHERE ${booked}`,
    params,
  )
  const rows: AccountRow[] = await em.query(
    `SELECT e.account, COALESCE(e.store_code, '') AS store_code, e.channel, CAST(SUM(e.amount_fen) AS SIGNED) AS amount_fen,
       CAST(SUM(e.refund_fen) AS SIGNED) AS refund_fen, CAST(SUM(e.orders) AS SIGNED) AS orders, COUNT(*) AS entries
     FROM ledger_postings p JOIN ledger_entries e ON e.posting_id = p.id WHERE ${booked}
     GROUP BY e.account, COALESCE(e.store_code, ''), e.channel ORDER BY e.account, 2, e.channel`,
    params,
  )
  const totals = { guidesFen: 0, poolsFen: 0, unattributedFen: 0, suspenseFen: 0, salesFen: 0 }
  for (const row of rows) totals[totalOf(row.account)] += Number(row.amount_fen)
  const lines = rows.map((row) =>
    [row.account, row.store_code, row.channel, row.amount_fen, row.refund_fen, row.orders, row.entries].join('\t'),
  )
  return {
    postings: Number(counted?.postings ?? 0),
    entries: rows.reduce((sum, row) => sum + Number(row.entries), 0),
    totals,
    digest: sha256(lines.join('\n')),
  }
}

function totalOf(account: string): Total {
  if (account.startsWith('guide:')) return 'guidesFen'
  if (account.startsWith('sales:')) return 'salesFen'
  if (account === 'suspense') return 'suspenseFen'
  return account === 'unattributed' ? 'unattributedFen' : 'poolsFen'
}
