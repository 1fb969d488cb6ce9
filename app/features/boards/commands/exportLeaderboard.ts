import { Region, Store } from '../../../db/entities/org.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { attachment, exportName, leaderboardCsv, leaderboardXlsx } from '../export.ts'
import { type LeaderboardFilter, readLeaderboard } from '../leaderboard.ts'
import { noteExport } from '../store.ts'

export interface ExportedFile {
  body: Buffer
  disposition: string
}

/** The board as a file, noted before it leaves. */
export async function exportLeaderboard(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  filter: LeaderboardFilter,
  extension: 'csv' | 'xlsx',
): Promise<ExportedFile> {
  const board = await readLeaderboard(deps, actor, filter)
  const name = exportName(await nameScope(deps, filter), board, extension)
  const body = extension === 'csv' ? leaderboardCsv(board) : await leaderboardXlsx(board)
  const { region = '', store = '', ...rest } = filter
  const detail = { ...rest, region, store, rows: board.rows.length }
  const entry = { at: deps.clock.nowMs(), actor: actor.userId, subject: name, detail }
  await deps.db.transaction((tx) => noteExport(tx, entry))
  return { body, disposition: attachment(name, extension) }
}

async function nameScope({ db }: Pick<Deps, 'db'>, { region, store }: LeaderboardFilter): Promise<string> {
  if (store !== undefined) return (await db.read.findOneBy(Store, { code: store }))?.name ?? store
  if (region !== undefined) return (await db.read.findOneBy(Region, { code: region }))?.name ?? region
  return '全部'
}
