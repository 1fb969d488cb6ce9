import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { findScope, pageOfEntries, presentJournalRow, type StoreScope } from '../boards/queries.ts'
import { guideByUserId } from '../staff/queries.ts'
import type { STATEMENT_ENTRIES_QUERY, StatementEntries, StatementEntry } from './contract.ts'
import { type CellRow, readCellRows, readCellTotals } from './entryQueries.ts'
import { readMonthSums, scopeOfMonth } from './queries.ts'

export type EntriesAsked = z.output<typeof STATEMENT_ENTRIES_QUERY>

/** The ledger entries behind one figure of a statement, fifty at a time: a guide's own, or those in a manager's reach. */
export async function readStatementEntries(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  asked: EntriesAsked,
): Promise<StatementEntries> {
  const { read } = db
  const guide = await guideByUserId(read, asked.guide)
  if (!guide) throw new AppError('NOT_FOUND')
  const scope: StoreScope = guide.id === actor.guideId ? { kind: 'all' } : await scopeOf(db, actor, guide.id, asked)
  const cell = { month: asked.month, guideId: guide.id, scope, storeCode: asked.store, figure: asked.figure }
  const totals = await readCellTotals(read, cell)
  const page = await pageOfEntries(asked.cursor, (wanted) => readCellRows(read, cell, wanted), presentEntry)
  return { ...totals, ...page }
}

/** @throws AppError NOT_FOUND for a guide who has no row on the asker's statements, as for nobody at all */
async function scopeOf(
  { read }: Deps['db'],
  { reach }: Actor,
  guideId: number,
  { month, store }: EntriesAsked,
): Promise<StoreScope> {
  if (reach.kind === 'none') throw new AppError('NOT_FOUND')
  const scope = scopeOfMonth(await findScope(read, reach, store ? { store } : {}), month)
  if ((await readMonthSums(read, month, scope, guideId)).length === 0) throw new AppError('NOT_FOUND')
  return scope
}

function presentEntry(row: CellRow): StatementEntry {
  return { ...presentJournalRow(row), amountFen: Number(row.counted_fen) }
}
