import type { EntityManager } from 'typeorm'
import type { Figure } from './contract.ts'
import type { EntryCursor, JournalRow } from './entryPage.ts'
import type { Period } from './queries.ts'
import { type StoreScope, scopeSql } from './scope.ts'

/** Whose rows. */
export type EntryHolder = { kind: 'guide'; guideId: number } | { kind: 'pool' } | { kind: 'unattributed' }

export interface EntryFilter {
  period: Period
  scope: StoreScope
  holder: EntryHolder
  figure: Figure
}

interface Condition {
  sql: string
  params: (string | number)[]
}

/** The very rows the day roll-ups add up: same holder, same store column, same booked day. */
function matching({ period, scope, holder, figure }: EntryFilter): Condition {
  const inScope = scopeSql(scope, { store: 'e.store_code', firstDay: 'e.booked_on' })
  const held = heldBy(holder, scope)
  const ofFigure = {
    netFen: '1 = 1',
    onlineFen: "e.channel = 'online'",
    offlineFen: "e.channel = 'offline'",
    refundFen: 'e.refund_fen <> 0',
  }[figure]
  return {
    sql: `e.booked_on >= ? AND e.booked_on <= ? AND ${held.sql} AND ${inScope.sql} AND ${ofFigure}`,
    params: [period.from, period.to, ...held.params, ...inScope.params],
  }
}

/** What nobody holds belongs to no store: it is in a view of everything only, as on the leaderboard. */
function heldBy(holder: EntryHolder, scope: StoreScope): Condition {
  if (holder.kind === 'guide') return { sql: 'e.guide_id = ?', params: [holder.guideId] }
  if (holder.kind === 'pool') return heldByPools(scope)
  return { sql: scope.kind === 'all' ? "e.account IN ('unattributed', 'suspense')" : '1 = 0', params: [] }
}

/** Named one by one where they can be: a search by prefix would read the pools' whole past. */
function heldByPools(scope: StoreScope): Condition {
  // No guide holds a pool: that index knows the days too.
  if (scope.kind === 'all') return { sql: "e.guide_id IS NULL AND e.account LIKE 'store:%'", params: [] }
  if (scope.spans.length === 0) return { sql: '1 = 0', params: [] }
  const accounts = [...new Set(scope.spans.map(({ storeCode }) => `store:${storeCode}:pool`))]
  return { sql: `e.account IN (${accounts.map(() => '?').join(', ')})`, params: accounts }
}

export interface EntryTotals {
  count: number
  netFen: number
  onlineFen: number
  offlineFen: number
  refundFen: number
}

export async function readEntryTotals(read: EntityManager, filter: EntryFilter): Promise<EntryTotals> {
  const { sql, params } = matching(filter)
  const sum = (what: string) => `CAST(COALESCE(SUM(${what}), 0) AS SIGNED)`
  const ofChannel = (channel: string) => sum(`CASE WHEN e.channel = '${channel}' THEN e.amount_fen ELSE 0 END`)
  const [row]: Record<string, number>[] = await read.query(
    `SELECT COUNT(*) AS entries, ${ofChannel('online')} AS online_fen, ${ofChannel('offline')} AS offline_fen,
       ${sum('e.refund_fen')} AS refund_fen
     FROM ledger_entries e WHERE ${sql}`,
    params,
  )
  const onlineFen = Number(row?.online_fen ?? 0)
  const offlineFen = Number(row?.offline_fen ?? 0)
  return {
    count: Number(row?.entries ?? 0),
    netFen: onlineFen + offlineFen,
    onlineFen,
    offlineFen,
    refundFen: Number(row?.refund_fen ?? 0),
  }
}

export interface EntryRow extends JournalRow {
  amount_fen: number
  refund_fen: number
}

/** Newest first, below the cursor. The running figure counts every entry of the filter, not of the page. */
export async function readEntryRows(
  read: EntityManager,
  filter: EntryFilter,
  { cursor, limit }: { cursor: EntryCursor | undefined; limit: number },
): Promise<EntryRow[]> {
  const { sql, params } = matching(filter)
  const counted = filter.figure === 'refundFen' ? 'e.refund_fen' : 'e.amount_fen'
  const below = cursor ? 'WHERE r.booked_on < ? OR (r.booked_on = ? AND r.id < ?)' : ''
  return read.query(
    `SELECT r.id, r.booked_on, r.occurred_on, r.channel, r.amount_fen, r.refund_fen, r.running_fen, p.cause_kind,
       COALESCE(o.source, f.source) AS source, COALESCE(o.order_no, f.order_no) AS order_no, f.refund_no,
       s.name AS store_name
     FROM (
       SELECT e.*, CAST(SUM(${counted}) OVER (ORDER BY e.booked_on, e.id) AS SIGNED) AS running_fen
       FROM ledger_entries e WHERE ${sql}
     ) r
     JOIN ledger_postings p ON p.id = r.posting_id
     LEFT JOIN orders o ON o.id = r.order_id
     LEFT JOIN refunds f ON f.id = p.refund_id
     LEFT JOIN stores s ON s.code = r.store_code
     ${below} ORDER BY r.booked_on DESC, r.id DESC LIMIT ?`,
    [...params, ...(cursor ? [cursor.bookedOn, cursor.bookedOn, cursor.id] : []), limit],
  )
}
