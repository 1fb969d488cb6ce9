import type { EntityManager } from 'typeorm'
import { lastDayOfMonth } from '../../domain/businessDay.ts'
import type { EntryCursor, JournalRow } from '../boards/queries.ts'
import { type StoreScope, scopeSql } from '../boards/queries.ts'
import type { StatementFigure } from './contract.ts'

/** Which figure of which guide, and in which stores. */
export interface StatementCell {
  month: string
  guideId: number
  scope: StoreScope
  /** Empty: what counts to no store. Absent: all of the scope. */
  storeCode: string | undefined
  figure: StatementFigure
}

interface FigureRule {
  /** Balances count from the first day there is; `opening` up to the month, `closing` through it. */
  days: 'before' | 'within' | 'through'
  where: string
  counts: 'e.amount_fen' | 'e.refund_fen' | 'e.amount_fen + e.refund_fen'
}

// The freeze moves an amount from one account of the guide to the other: of what they hold it says nothing.
const ANY = "p.cause_kind <> 'settlement'"
const PENDING = "e.account LIKE '%:pending'"
const SETTLED = "e.account LIKE '%:settled'"
const of = (days: FigureRule['days'], where: string, counts: FigureRule['counts'] = 'e.amount_fen') => ({
  ...{ days, where, counts },
})

/** The same rows that `guide_months` adds up: see `monthSums` of the credits. */
const RULES: Record<StatementFigure, FigureRule> = {
  openingFen: of('before', ANY),
  openingPendingFen: of('before', PENDING),
  openingSettledFen: of('before', SETTLED),
  earnedFen: of(
    'within',
    "p.cause_kind NOT IN ('settlement', 'correction') AND (p.cause_kind <> 'refund' OR e.amount_fen <> -e.refund_fen)",
    'e.amount_fen + e.refund_fen',
  ),
  correctedFen: of('within', "p.cause_kind = 'correction'"),
  reversedFen: of('within', 'e.refund_fen <> 0', 'e.refund_fen'),
  movedFen: of('within', ANY),
  settledFen: of('within', `p.cause_kind = 'settlement' AND ${SETTLED}`),
  settledLaterFen: of('within', `${ANY} AND ${SETTLED}`),
  closingFen: of('through', ANY),
  closingPendingFen: of('through', PENDING),
  closingSettledFen: of('through', SETTLED),
}

interface Matching {
  sql: string
  params: (string | number)[]
  counts: string
}

function matching({ month, guideId, scope, storeCode, figure }: StatementCell): Matching {
  const { days, where, counts } = RULES[figure]
  const [firstDay, lastDay] = [`${month}-01`, lastDayOfMonth(month)]
  const inScope = scopeSql(scope, 'e.store_code')
  const inDays = {
    before: { sql: 'e.booked_on < ?', params: [firstDay] },
    within: { sql: 'e.booked_on >= ? AND e.booked_on <= ?', params: [firstDay, lastDay] },
    through: { sql: 'e.booked_on <= ?', params: [lastDay] },
  }[days]
  const inStore = storeCode === undefined ? '1 = 1' : "COALESCE(e.store_code, '') = ?"
  return {
    sql: `FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id
      WHERE e.guide_id = ? AND ${inDays.sql} AND ${where} AND ${inStore} AND ${inScope.sql}`,
    params: [guideId, ...inDays.params, ...(storeCode === undefined ? [] : [storeCode]), ...inScope.params],
    counts,
  }
}

export async function readCellTotals(
  read: EntityManager,
  cell: StatementCell,
): Promise<{ count: number; sumFen: number }> {
  const { sql, params, counts } = matching(cell)
  const [row]: Record<string, number>[] = await read.query(
    `SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(${counts}), 0) AS SIGNED) AS sum_fen ${sql}`,
    params,
  )
  return { count: Number(row?.entries ?? 0), sumFen: Number(row?.sum_fen ?? 0) }
}

export interface CellRow extends JournalRow {
  counted_fen: number
}

/** Newest first, below the cursor. The running figure counts every entry of the cell, not of the page. */
export async function readCellRows(
  read: EntityManager,
  cell: StatementCell,
  { cursor, limit }: { cursor: EntryCursor | undefined; limit: number },
): Promise<CellRow[]> {
  const { sql, params, counts } = matching(cell)
  const below = cursor ? 'WHERE r.booked_on < ? OR (r.booked_on = ? AND r.id < ?)' : ''
  return read.query(
    `SELECT r.id, r.booked_on, r.occurred_on, r.channel, r.counted_fen, r.running_fen, r.cause_kind,
       COALESCE(o.source, f.source) AS source, COALESCE(o.order_no, f.order_no) AS order_no, f.refund_no,
       s.name AS store_name
     FROM (
       SELECT e.id, e.order_id, e.booked_on, e.occurred_on, e.channel, e.store_code, p.cause_kind, p.refund_id,
         ${counts} AS counted_fen, CAST(SUM(${counts}) OVER (ORDER BY e.booked_on, e.id) AS SIGNED) AS running_fen
       ${sql}
     ) r
     LEFT JOIN orders o ON o.id = r.order_id
     LEFT JOIN refunds f ON f.id = r.refund_id
     LEFT JOIN stores s ON s.code = r.store_code
     ${below} ORDER BY r.booked_on DESC, r.id DESC LIMIT ?`,
    [...params, ...(cursor ? [cursor.bookedOn, cursor.bookedOn, cursor.id] : []), limit],
  )
}
