import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { guideByUserId } from '../staff/queries.ts'
import type { BoardEntries, BoardEntry, ENTRIES_QUERY } from './contract.ts'
import { pageOfEntries, presentJournalRow } from './entryPage.ts'
import { type EntryHolder, type EntryRow, readEntryRows, readEntryTotals } from './entryQueries.ts'
import { checkPeriod } from './period.ts'
import { readFigures, readWorking } from './queries.ts'
import { findScope, type StoreScope } from './scope.ts'

const EVERY_POOL = '*'

export type EntriesFilter = z.output<typeof ENTRIES_QUERY>

/** The ledger entries behind one figure of the leaderboard, fifty at a time. */
export async function readEntries(deps: Pick<Deps, 'db'>, actor: Actor, asked: EntriesFilter): Promise<BoardEntries> {
  checkPeriod(asked)
  const { read } = deps.db
  const scope = await findScope(read, actor.reach, narrowToPool(asked))
  const holder = await findHolder(deps, asked, scope)
  const filter = { period: asked, scope, holder, figure: asked.figure }
  const { count, ...totals } = await readEntryTotals(read, filter)
  const page = await pageOfEntries(asked.cursor, (wanted) => readEntryRows(read, filter, wanted), presentEntry)
  return { count, totals, ...page }
}

/** One store's pool is the pools of that store's view. */
function narrowToPool({ region, store, pool }: EntriesFilter): {
  region?: string | undefined
  store?: string | undefined
} {
  if (pool === undefined || pool === EVERY_POOL) return { region, store }
  if (store !== undefined && store !== pool) throw new AppError('NOT_FOUND')
  return { region, store: pool }
}

/** @throws AppError NOT_FOUND for a guide who has no row on this leaderboard: the same answer as for nobody at all */
async function findHolder({ db }: Pick<Deps, 'db'>, asked: EntriesFilter, scope: StoreScope): Promise<EntryHolder> {
  if (asked.guide === undefined) return { kind: asked.pool === undefined ? 'unattributed' : 'pool' }
  const guide = await guideByUserId(db.read, asked.guide)
  if (!guide) throw new AppError('NOT_FOUND')
  const listed = [...(await readWorking(db.read, asked, scope)), ...(await readFigures(db.read, asked, scope)).guides]
  if (!listed.some((row) => row.guideId === guide.id)) throw new AppError('NOT_FOUND')
  return { kind: 'guide', guideId: guide.id }
}

function presentEntry(row: EntryRow): BoardEntry {
  return { ...presentJournalRow(row), amountFen: Number(row.amount_fen), refundFen: Number(row.refund_fen) }
}
