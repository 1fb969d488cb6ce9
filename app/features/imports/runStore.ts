import type { Tx } from '../../db/database.ts'
import { ImportRunRow } from '../../db/entities/imports.ts'
import { insertOnce } from '../../db/statements.ts'

export type RunKey = Pick<ImportRunRow, 'kind' | 'source' | 'fileHash'>
export type Progress = Pick<
  ImportRunRow,
  'state' | 'phase' | 'throughRow' | 'added' | 'unchanged' | 'exceptions' | 'faults' | 'rowCount'
>

/**
 * Begins with a file, or goes on where it was cut off. One that was finished begins anew, and finds everything known.
 * @param isAnew begins at the top in any case
 */
export async function beginRun(
  tx: Tx,
  key: RunKey,
  fresh: Progress & { file: string },
  nowMs: number,
  isAnew: boolean,
): Promise<ImportRunRow> {
  const row = { ...key, ...fresh, startedAt: nowMs, updatedAt: nowMs }
  if (!(await insertOnce(tx, ImportRunRow, row))) {
    const known = await tx.findOneByOrFail(ImportRunRow, key)
    if (known.state === 'writing' && !isAnew) return known
    await tx.update(ImportRunRow, key, row)
  }
  return tx.findOneByOrFail(ImportRunRow, key)
}

/** In the transaction of the batch it tells of. */
export async function saveProgress(tx: Tx, id: number, progress: Progress, nowMs: number): Promise<void> {
  await tx.update(ImportRunRow, { id }, { ...progress, updatedAt: nowMs })
}
