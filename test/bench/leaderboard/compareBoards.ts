import type { Database } from '../../../app/db/database.ts'
import { addDays, startOfBusinessDay } from '../../../app/domain/businessDay.ts'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import { readStatements } from '../../../app/features/statements/statements.ts'
import type { Actor } from '../../../app/http/actor.ts'
import type { BenchDatabases, BenchKind } from '../databases.ts'
import type { BenchPlan } from '../plan.ts'
import { askInTurn, compareSizes, countRowsRead, openFilled, type Sized, timeOf } from '../sizes.ts'
import { fillSeason } from './fillSeason.ts'

/** One size of history on one database. */
export interface BoardFigures {
  kind: BenchKind
  orders: number
  /** The product's leaderboard over the whole period, and over its last day. */
  periodMs: number
  dayMs: number
  /** The same question asked of the orders themselves. */
  groupByMs: number
  /** Rows the database handled for the period; undefined on SQLite, which does not count them. */
  rowsRead: number | undefined
  guidesShown: number
  netSalesFen: number
  /** The statements of a month of everybody. */
  statementMs: number
  statementRowsRead: number | undefined
  statementRows: number
  closingFen: number
}

const LAST_DAY = '2026-11-20'
const OPERATOR: Actor = {
  guideId: 0,
  userId: 'operator',
  name: 'Operator',
  level: 'gold',
  role: 'operator',
  storeCodes: [],
  reach: { kind: 'all' },
}

export function compareBoards(plan: BenchPlan, databases: BenchDatabases): Promise<BoardFigures[]> {
  const { guides, days, fewOrders, manyOrders } = plan
  const open = (kind: BenchKind, orders: number) =>
    openFilled(databases, kind, `board_${orders}`, (db) => fillSeason(db, { guides, days, lastDay: LAST_DAY, orders }))
  return compareSizes(databases.kinds, [fewOrders, manyOrders], open, (opened) => readInTurn(plan, opened))
}

async function readInTurn(plan: BenchPlan, opened: readonly Sized[]): Promise<BoardFigures[]> {
  const times = opened.map(() => ({
    period: [] as number[],
    day: [] as number[],
    groupBy: [] as number[],
    statement: [] as number[],
  }))
  const from = addDays(LAST_DAY, 1 - plan.days)
  await askInTurn(opened, plan.boardReads, async (db, index, turn) => {
    const periodMs = await timeOf(() => readBoard(db, from))
    const dayMs = await timeOf(() => readBoard(db, LAST_DAY))
    const statementMs = await timeOf(() => readStatement(db))
    // Too slow to be asked more than once.
    const groupByMs = turn === 0 ? await timeOf(() => groupByOrders(db)) : undefined
    if (turn < 0) return
    times[index]?.period.push(periodMs)
    times[index]?.day.push(dayMs)
    times[index]?.statement.push(statementMs)
    if (groupByMs !== undefined) times[index]?.groupBy.push(groupByMs)
  })
  const figures: BoardFigures[] = []
  for (const [index, { kind, size, db }] of opened.entries()) {
    const own = times[index]!
    const { rowsRead, answer: board } = await countRowsRead(db, () => readBoard(db, from))
    const { rowsRead: statementRowsRead, answer: statement } = await countRowsRead(db, () => readStatement(db))
    figures.push({
      ...{ kind, rowsRead, orders: size, guidesShown: board.rows.length },
      netSalesFen: board.totals.netSalesFen,
      ...{ statementRowsRead, statementRows: statement.rows.length, closingFen: statement.totals.closingFen },
      statementMs: fastest(own.statement),
      ...{ periodMs: fastest(own.period), dayMs: fastest(own.day), groupByMs: fastest(own.groupBy) },
    })
  }
  return figures
}

/** The same work at both sizes: what else the machine did can only have added to a time. */
const fastest = (times: readonly number[]) => Math.min(...times)

function readBoard(db: Database, from: string) {
  const nowMs = () => startOfBusinessDay(LAST_DAY)
  const filter = { from, to: LAST_DAY, sort: 'netFen' as const }
  return readLeaderboard({ db, clock: { nowMs, wallMs: nowMs } }, OPERATOR, filter)
}

function readStatement(db: Database) {
  const nowMs = () => startOfBusinessDay(LAST_DAY)
  return readStatements({ db, clock: { nowMs, wallMs: nowMs } }, OPERATOR, { month: LAST_DAY.slice(0, 7) })
}

/** What a team without roll-ups asks; it grows with every order ever sold. */
async function groupByOrders(db: Database): Promise<void> {
  await db.read.query(
    'SELECT shared_by_guide, SUM(paid_fen) AS net FROM orders GROUP BY shared_by_guide ORDER BY net DESC LIMIT 50',
  )
}
