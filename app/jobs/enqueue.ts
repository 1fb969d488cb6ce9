import type { Tx } from '../db/database.ts'
import { isDuplicateKey } from '../db/statements.ts'
import type { Clock, JobDefinition, Lane, NewJob } from './types.ts'

const INSERT = `INSERT INTO jobs (kind, dedupe_key, payload, state, lane, due_at, attempts, created_at) VALUES (?, ?, ?, 'ready', ?, ?, 0, ?)`

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

/**
 * The `enqueue` of Deps: checks the payload against the definition and takes the lane from it.
 * @throws when no definition of that kind exists or the payload does not fit: a fault of the caller
 */
export function createEnqueue<D>(
  definitions: readonly JobDefinition<D>[],
  clock: Clock,
): (tx: Tx, job: NewJob) => Promise<void> {
  const lanes = new Map<string, { lane: Lane; definition: JobDefinition<D> }>(
    definitions.map((definition) => [definition.kind, { lane: definition.lane, definition }]),
  )
  return async (tx, job) => {
    const known = lanes.get(job.kind)
    if (!known) throw new Error(`no job of kind ${job.kind} is registered`)
    const payload = known.definition.payload.parse(job.payload)
    await enqueueJob(tx, { ...job, payload, lane: job.lane ?? known.lane }, clock.nowMs())
  }
}
