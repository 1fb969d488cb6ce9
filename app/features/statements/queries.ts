import type { EntityManager } from 'typeorm'
import { Setting } from '../../db/entities/operations.ts'
import { always, spansBetween } from '../../domain/boards/storeSpans.ts'
import { lastDayOfMonth } from '../../domain/businessDay.ts'
import { type StoreScope, scopeSql } from '../boards/queries.ts'

/** Sums of `guide_months` for one guide and store: what came before the month, and what the month did. */
export interface MonthSums {
  guideId: number
  guideUserId: string
  guideName: string
  storeCode: string | null
  storeName: string | null
  openingFen: number
  openingSettledFen: number
  earnedFen: number
  correctedFen: number
  reversedFen: number
  settledFen: number
  settledLaterFen: number
  orders: number
}

/**
 * The stores of a scope whose statements of this month it holds: those that were in it on the month's last day. A
 * statement is not cut in two where a store changes its region, and what it opens with moves along with the store.
 */
export function scopeOfMonth(scope: StoreScope, month: string): StoreScope {
  if (scope.kind === 'all') return scope
  const lastDay = lastDayOfMonth(month)
  return {
    kind: 'stores',
    spans: spansBetween(scope.spans, lastDay, lastDay).map(({ storeCode }) => always(storeCode)),
  }
}

const HELD = 'm.earned_fen + m.corrected_fen - m.reversed_fen'
const SETTLED = 'm.settled_fen + m.settled_later_fen'
const sum = (what: string) => `CAST(COALESCE(SUM(${what}), 0) AS SIGNED)`
const before = (what: string) => sum(`CASE WHEN m.month < ? THEN ${what} ELSE 0 END`)
const within = (what: string) => sum(`CASE WHEN m.month = ? THEN ${what} ELSE 0 END`)
const MOVES = ['earned_fen', 'corrected_fen', 'reversed_fen', 'settled_fen', 'settled_later_fen', 'orders']

/**
 * From the month roll-ups alone: costs guides × months, however many orders lie behind. One statement, so that a
 * posting in between never shows half of itself.
 */
export async function readMonthSums(
  read: EntityManager,
  month: string,
  scope: StoreScope,
  guideId?: number,
): Promise<MonthSums[]> {
  const inScope = scopeSql(scope, 'm.store_code')
  const own = guideId === undefined ? { sql: '1 = 1', params: [] } : { sql: 'm.guide_id = ?', params: [guideId] }
  const rows: Record<string, string | number | null>[] = await read.query(
    `SELECT x.*, g.user_id, g.name AS guide_name, s.name AS store_name FROM (
       SELECT m.guide_id, m.store_code, ${before(HELD)} AS opening_fen, ${before(SETTLED)} AS opening_settled_fen,
         ${MOVES.map((column) => `${within(`m.${column}`)} AS ${column}`).join(', ')}
       FROM guide_months m WHERE m.month <= ? AND ${own.sql} AND ${inScope.sql}
       GROUP BY m.guide_id, m.store_code
     ) x JOIN guides g ON g.id = x.guide_id LEFT JOIN stores s ON s.code = x.store_code
     ORDER BY x.store_code, g.user_key`,
    [...Array<string>(2 + MOVES.length).fill(month), month, ...own.params, ...inScope.params],
  )
  return rows.map(monthSums)
}

function monthSums(row: Record<string, string | number | null>): MonthSums {
  const storeCode = String(row.store_code) || null
  return {
    guideId: Number(row.guide_id),
    guideUserId: String(row.user_id),
    guideName: String(row.guide_name || row.user_id),
    storeCode,
    storeName: storeCode === null ? null : String(row.store_name ?? storeCode),
    openingFen: Number(row.opening_fen),
    openingSettledFen: Number(row.opening_settled_fen),
    earnedFen: Number(row.earned_fen),
    correctedFen: Number(row.corrected_fen),
    reversedFen: Number(row.reversed_fen),
    settledFen: Number(row.settled_fen),
    settledLaterFen: Number(row.settled_later_fen),
    orders: Number(row.orders),
  }
}

/** Whether the month has been closed, and with it all before. */
export async function isMonthClosed(read: EntityManager, month: string): Promise<boolean> {
  const setting = await read.findOneBy(Setting, { name: 'ledger.closedThrough' })
  return setting !== null && setting.value.slice(0, 7) >= month
}
