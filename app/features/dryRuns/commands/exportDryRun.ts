import { Readable } from 'node:stream'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { StreamedFile, WholeFile } from '../../../http/exportRoutes.ts'
import { attachment, csvOf, joinTables, type TableFileKind, writeTable } from '../../../http/tableFile.ts'
import { dryRunFileName, SHEET_ROWS } from '../export.ts'
import { readTableParts } from '../exportParts.ts'
import { countOrderRows, findRun, readSums } from '../queries.ts'
import { noteExport } from '../store.ts'

interface Asked {
  id: number
  of: 'holders' | 'orders'
}

/**
 * The result as a file, noted before it leaves. A CSV is of any length and leaves while it is read: a run that is done
 * never changes.
 * @throws AppError NOT_FOUND for no such run, RULE for one that is not done or has more rows than a sheet should hold
 */
export async function exportDryRun(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  { id, of }: Asked,
  kind: TableFileKind,
): Promise<WholeFile | StreamedFile> {
  const { read } = deps.db
  const run = await findRun(read, id)
  if (!run) throw new AppError('NOT_FOUND')
  if (run.state !== 'done') throw new AppError('RULE', undefined, '还没有算完')
  const rows = of === 'orders' ? await countOrderRows(read, id) : (await readSums(read, id, { level: 'holder' })).length
  if (kind === 'xlsx' && rows > SHEET_ROWS)
    throw new AppError('RULE', undefined, `超过 ${SHEET_ROWS} 行，Excel 打开会很慢，请导出 CSV`)
  const parts = readTableParts(read, id, of)
  const file =
    kind === 'csv' ? { stream: Readable.from(csvOf(parts)) } : { body: await writeTable(await joinTables(parts), kind) }
  const name = dryRunFileName(run, of, kind)
  const entry = { at: deps.clock.nowMs(), actor: actor.userId, subject: name, detail: { id, of, rows } }
  await deps.db.transaction((tx) => noteExport(tx, entry))
  return { ...file, disposition: attachment(name, `dry-run.${kind}`) }
}
