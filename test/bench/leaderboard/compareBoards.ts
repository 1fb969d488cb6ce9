import { type Database, openDatabase } from '../../../app/db/database.ts'
import { migrate } from '../../../app/db/migrate.ts'
import { addDays, startOfBusinessDay } from '../../../app/domain/businessDay.ts'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import type { Actor } from '../../../app/http/actor.ts'
import type { BenchDatabases, BenchKind } from '../databases.ts'
import { median } from '../median.ts'
import type { BenchPlan } from '../plan.ts'
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

/** Both sizes stand side by side and are read in turn, so that their ratio does not depend on the minute. */
export async function compareBoards(plan: BenchPlan, databases: BenchDatabases): Promise<BoardFigures[]> {
  const figures: BoardFigures[] = []
  for (const kind of databases.kinds) {
    const sizes = [plan.fewOrders, plan.manyOrders]
    const opened: Database[] = []
    try {
      for (const orders of sizes) opened.push(await openSeason(plan, databases, kind, orders))
      figures.push(...(await readInTurn(plan, kind, sizes, opened)))
    } finally {
      for (const db of opened) await db.close()
    }
  }
  return figures
}

async function openSeason(plan: BenchPlan, databases: BenchDatabases, kind: BenchKind, orders: number) {
  const url = await databases.make(kind, `board_${orders}`)
  const filling = await openDatabase(url)
  await migrate(filling)
  await fillSeason(filling, { guides: plan.guides, days: plan.days, lastDay: LAST_DAY, orders })
  await filling.close()
  // One connection, so that its counters tell the whole story of a question.
  return openDatabase(url, { poolSize: 1 })
}

async function readInTurn(plan: BenchPlan, kind: BenchKind, sizes: number[], opened: Database[]) {
  const times = opened.map(() => ({ period: [] as number[], day: [] as number[], groupBy: [] as number[] }))
  const from = addDays(LAST_DAY, 1 - plan.days)
  const WARM_UP = 2
  for (let turn = -WARM_UP; turn < plan.boardReads; turn += 1) {
    for (const [index, db] of opened.entries()) {
      const periodMs = await timeOf(() => readBoard(db, from))
      const dayMs = await timeOf(() => readBoard(db, LAST_DAY))
      const groupByMs = turn === 0 ? await timeOf(() => groupByOrders(db)) : undefined
      if (turn < 0) continue
      times[index]?.period.push(periodMs)
      times[index]?.day.push(dayMs)
      if (groupByMs !== undefined) times[index]?.groupBy.push(groupByMs)
    }
  }
  const figures: BoardFigures[] = []
  for (const [index, db] of opened.entries()) {
    const own = times[index]!
    const { rowsRead, board } = await countRowsRead(db, from)
    figures.push({
      ...{ kind, rowsRead, orders: sizes[index]!, guidesShown: board.rows.length },
      netSalesFen: board.totals.netSalesFen,
      ...{ periodMs: median(own.period), dayMs: median(own.day), groupByMs: median(own.groupBy) },
    })
  }
  return figures
}

function readBoard(db: Database, from: string) {
  const nowMs = () => startOfBusinessDay(LAST_DAY)
  const filter = { from, to: LAST_DAY, sort: 'netFen' as const }
  return readLeaderboard({ db, clock: { nowMs, wallMs: nowMs } }, OPERATOR, filter)
}

/** What a team without roll-ups asks; it grows with every order ever sold. */
async function groupByOrders(db: Database): Promise<void> {
  await db.read.query(
    'SELECT shared_by_guide, SUM(paid_fen) AS net FROM orders GROUP BY shared_by_guide ORDER BY net DESC LIMIT 50',
  )
}

async function countRowsRead(db: Database, from: string) {
  if (db.kind === 'sqlite') return { rowsRead: undefined, board: await readBoard(db, from) }
  await db.read.query('FLUSH STATUS')
  const board = await readBoard(db, from)
  const counters: { Value: string }[] = await db.read.query("SHOW SESSION STATUS LIKE 'Handler_read%'")
  return { rowsRead: counters.reduce((sum, { Value }) => sum + Number(Value), 0), board }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
