import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { lastDayOfMonth } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { findScope, readWorking, type StoreScope } from '../boards/queries.ts'
import { guideByUserId } from '../staff/queries.ts'
import type { STATEMENTS_QUERY, StatementRow, Statements } from './contract.ts'
import { addFigures, figuresOf } from './figures.ts'
import { isMonthClosed, type MonthSums, readMonthSums, scopeOfMonth } from './queries.ts'

export type StatementsFilter = z.output<typeof STATEMENTS_QUERY>
type StatementDeps = Pick<Deps, 'db' | 'clock'>

/** The statements of a month within the actor's reach, one row a guide and store. */
export async function readStatements(deps: StatementDeps, actor: Actor, filter: StatementsFilter): Promise<Statements> {
  const { read } = deps.db
  const scope = scopeOfMonth(await findScope(read, actor.reach, filter), filter.month)
  const all = (await readMonthSums(read, filter.month, scope)).filter(saysSomething)
  if (filter.guide === undefined) return present(deps, filter.month, all, all)
  const guideId = await findGuide(deps, filter.guide, filter.month, scope, all)
  return present(
    deps,
    filter.month,
    all.filter((row) => row.guideId === guideId),
    all,
  )
}

/** A guide's own, over all the stores they ever worked in. */
export async function readMyStatement(deps: StatementDeps, actor: Actor, month: string): Promise<Statements> {
  const own = await readMonthSums(deps.db.read, month, { kind: 'all' }, actor.guideId)
  return present(deps, month, own.filter(saysSomething), own)
}

/** @throws AppError NOT_FOUND for who has neither a row in view nor worked there in that month */
async function findGuide(
  { db }: StatementDeps,
  userId: string,
  month: string,
  scope: StoreScope,
  rows: readonly MonthSums[],
): Promise<number> {
  const guide = await guideByUserId(db.read, userId)
  if (!guide) throw new AppError('NOT_FOUND')
  if (rows.some((row) => row.guideId === guide.id)) return guide.id
  const working = await readWorking(db.read, { from: `${month}-01`, to: lastDayOfMonth(month) }, scope)
  if (!working.some((row) => row.guideId === guide.id)) throw new AppError('NOT_FOUND')
  return guide.id
}

/** An amount that came and went in one month is news too; zeroes all along are not. */
function saysSomething(sums: MonthSums): boolean {
  return sums.orders !== 0 || Object.values(figuresOf(sums)).some((fen) => fen !== 0)
}

async function present(
  { db, clock }: StatementDeps,
  month: string,
  sums: readonly MonthSums[],
  all: readonly MonthSums[],
): Promise<Statements> {
  const rows = sums.map(rowOf)
  const names = new Map(all.map((row) => [row.guideUserId, row.guideName]))
  return {
    month,
    isClosed: await isMonthClosed(db.read, month),
    guides: [...names].map(([userId, name]) => ({ userId, name })),
    rows,
    totals: { ...addFigures(rows), orders: rows.reduce((sum, row) => sum + row.orders, 0) },
    dataAsOfMs: clock.nowMs(),
  }
}

function rowOf(sums: MonthSums): StatementRow {
  const { guideUserId, guideName, storeCode, storeName, orders } = sums
  return { guideUserId, guideName, storeCode, storeName, orders, ...figuresOf(sums) }
}
