import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import type { WholeFile } from '../../../http/exportRoutes.ts'
import { attachment, type TableFileKind, writeTable } from '../../../http/tableFile.ts'
import { nameScope } from '../../boards/queries.ts'
import { statementsFileName, statementsTable } from '../export.ts'
import { readStatements, type StatementsFilter } from '../statements.ts'
import { noteExport } from '../store.ts'

/** The statements of the same filter as a file, noted before it leaves. */
export async function exportStatements(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  filter: StatementsFilter,
  kind: TableFileKind,
): Promise<WholeFile> {
  const statements = await readStatements(deps, actor, filter)
  const { month, region = '', store = '', guide = '' } = filter
  const guideName = statements.guides.find(({ userId }) => userId === guide)?.name
  const scopeName = guideName ?? (await nameScope(deps.db.read, filter))
  const name = statementsFileName(scopeName, statements, kind)
  const body = await writeTable(statementsTable(statements), kind)
  const detail = { month, region, store, guide, rows: statements.rows.length }
  const entry = { at: deps.clock.nowMs(), actor: actor.userId, subject: name, detail }
  await deps.db.transaction((tx) => noteExport(tx, entry))
  return { body, disposition: attachment(name, `statements.${kind}`) }
}
