import type { Database } from '../../../app/db/database.ts'
import { duePages } from '../../../app/features/followUps/openQueries.ts'
import type { BenchDatabases, BenchKind } from '../databases.ts'
import { median } from '../median.ts'
import type { BenchPlan } from '../plan.ts'
import { askInTurn, compareSizes, countRowsRead, openFilled, type Sized, timeOf } from '../sizes.ts'
import { fillFollowUps, NOW_MS } from './fillFollowUps.ts'

/** Finding what is due, with so many follow-ups waiting for their day beside it. */
export interface ClaimFigures {
  kind: BenchKind
  due: number
  future: number
  claimed: number
  claimMs: number
  /** Rows the database handled for one claim; undefined on SQLite, which does not count them. */
  rowsRead: number | undefined
}

export function compareClaims(plan: BenchPlan, databases: BenchDatabases): Promise<ClaimFigures[]> {
  const open = (kind: BenchKind, future: number) =>
    openFilled(databases, kind, `claim_${future}`, (db) => fillFollowUps(db, { due: plan.dueFollowUps, future }))
  return compareSizes(databases.kinds, [0, plan.futureFollowUps], open, (opened) => claimInTurn(plan, opened))
}

async function claimInTurn(plan: BenchPlan, opened: readonly Sized[]): Promise<ClaimFigures[]> {
  const times = opened.map((): number[] => [])
  await askInTurn(opened, plan.claims, async (db, index, turn) => {
    const claimMs = await timeOf(() => claimAll(db))
    if (turn >= 0) times[index]?.push(claimMs)
  })
  const figures: ClaimFigures[] = []
  for (const [index, { kind, size, db }] of opened.entries()) {
    const { answer: claimed, rowsRead } = await countRowsRead(db, () => claimAll(db))
    const claimMs = median(times[index] ?? [])
    figures.push({ kind, due: plan.dueFollowUps, future: size, claimed, claimMs, rowsRead })
  }
  return figures
}

const PAGE = 500

async function claimAll(db: Database): Promise<number> {
  let claimed = 0
  for await (const page of duePages(db.read, NOW_MS, PAGE)) claimed += page.length
  return claimed
}
