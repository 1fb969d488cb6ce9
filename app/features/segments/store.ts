import type { Tx } from '../../db/database.ts'
import { Segment, SegmentRun } from '../../db/entities/outreach.ts'
import { insertOnce } from '../../db/statements.ts'
import type { SegmentFilter } from './contract.ts'

/** Saving under a name that exists replaces its filter. */
export async function saveSegment(
  tx: Tx,
  segment: { name: string; filter: SegmentFilter; by: string; atMs: number },
): Promise<void> {
  const { name, filter, by, atMs } = segment
  const isNew = await insertOnce(tx, Segment, {
    name,
    filter: { ...filter },
    createdBy: by,
    createdAt: atMs,
    updatedAt: atMs,
  })
  if (!isNew) await tx.update(Segment, { name }, { filter: { ...filter } as object, updatedAt: atMs })
}

export async function removeSegment(tx: Tx, id: number): Promise<void> {
  await tx.delete(Segment, { id })
}

/** @returns undefined when a run under the same key exists */
export async function insertRun(tx: Tx, run: Omit<SegmentRun, 'id'>): Promise<number | undefined> {
  if (!(await insertOnce(tx, SegmentRun, run))) return undefined
  return (await tx.findOneByOrFail(SegmentRun, { clientKey: run.clientKey })).id
}

/** @param doneAt set with the last batch */
export async function countBatch(
  tx: Tx,
  runId: number,
  batch: { matched: number; reached: number; doneAt: number | undefined },
): Promise<void> {
  await tx.increment(SegmentRun, { id: runId }, 'matched', batch.matched)
  await tx.increment(SegmentRun, { id: runId }, 'reached', batch.reached)
  if (batch.doneAt !== undefined) await tx.update(SegmentRun, { id: runId }, { state: 'done', doneAt: batch.doneAt })
}
