import type { Tx } from '../db/database.ts'
import { type Cell, insertRows, isDuplicateKey } from '../db/statements.ts'
import type { Clock, JobDefinition, Lane, NewJob } from './types.ts'

const COLUMNS = ['kind', 'dedupe_key', 'payload', 'state', 'lane', 'due_at', 'attempts', 'created_at']
const INSERT = `INSERT INTO jobs (${COLUMNS.join(', ')}) VALUES (?, ?, ?, 'ready', ?, ?, 0, ?)`

/**
 * Stores a job in the caller's transaction: it runs after the commit, or never.
 * @returns false when a job under the same dedupe key is stored already
 */
export async function enqueueJob(tx: Tx, job: NewJob, nowMs: number): Promise<boolean> {
  const { kind, payload, dedupeKey = null, lane = 'normal', dueAtMs = nowMs } = job
  try {
    await tx.query(INSERT, [kind, dedupeKey, JSON.stringify(payload ?? null), lane, dueAtMs, nowMs])
    return true
  } catch (error) {
    if (dedupeKey !== null && isDuplicateKey(error)) return false
    throw error
  }
}

/** The same for many, those without a key in one statement. */
async function enqueueJobs(tx: Tx, jobs: readonly NewJob[], nowMs: number): Promise<void> {
  const [first, ...others] = jobs
  if (first && others.length === 0) {
    await enqueueJob(tx, first, nowMs)
    return
  }
  const rows = jobs.flatMap((job) => (job.dedupeKey === undefined ? [rowOf(job, nowMs)] : []))
  await insertRows(tx, 'jobs', COLUMNS, rows)
  for (const job of jobs) if (job.dedupeKey !== undefined) await enqueueJob(tx, job, nowMs)
}

function rowOf({ kind, payload, lane = 'normal', dueAtMs }: NewJob, nowMs: number): Cell[] {
  return [kind, null, JSON.stringify(payload ?? null), 'ready', lane, dueAtMs ?? nowMs, 0, nowMs]
}

/**
 * The `enqueue` of Deps: checks the payload against the definition and takes the lane from it.
 * @throws when no definition of that kind exists or the payload does not fit: a fault of the caller
 */
export function createEnqueue<D>(
  definitions: readonly JobDefinition<D>[],
  clock: Clock,
): (tx: Tx, jobs: NewJob | readonly NewJob[]) => Promise<void> {
  const lanes = new Map<string, { lane: Lane; definition: JobDefinition<D> }>(
    definitions.map((definition) => [definition.kind, { lane: definition.lane, definition }]),
  )
  return async (tx, jobs) => {
    const checked = [jobs].flat().map((job: NewJob): NewJob => {
      const known = lanes.get(job.kind)
      if (!known) throw new Error(`no job of kind ${job.kind} is registered`)
      return { ...job, payload: known.definition.payload.parse(job.payload), lane: job.lane ?? known.lane }
    })
    await enqueueJobs(tx, checked, clock.nowMs())
  }
}
