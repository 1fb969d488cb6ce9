import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import type { WholeFile } from '../../../http/exportRoutes.ts'
import { attachment, type TableFileKind, writeTable } from '../../../http/tableFile.ts'
import { exportName, leaderboardTable } from '../export.ts'
import { type LeaderboardFilter, readLeaderboard } from '../leaderboard.ts'
import { nameScope } from '../queries.ts'
import { noteExport } from '../store.ts'

/** The board as a file, noted before it leaves. */
export async function exportLeaderboard(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  filter: LeaderboardFilter,
  kind: TableFileKind,
): Promise<WholeFile> {
  const board = await readLeaderboard(deps, actor, filter)
  const name = exportName(await nameScope(deps.db.read, filter), board, kind)
  const body = await writeTable(leaderboardTable(board), kind)
  const { region = '', store = '', ...rest } = filter
  const detail = { ...rest, region, store, rows: board.rows.length }
  const entry = { at: deps.clock.nowMs(), actor: actor.userId, subject: name, detail }
  await deps.db.transaction((tx) => noteExport(tx, entry))
  return { body, disposition: attachment(name, `leaderboard.${kind}`) }
}
