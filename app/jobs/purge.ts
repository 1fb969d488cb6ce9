import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { changeRows, marks } from './changeRows.ts'
import type { Clock, JobDefinition, JobRun, Schedule } from './types.ts'

const DAY_MS = 86_400_000
/** WeCom's own repeats come within minutes; a month covers a backup restored late. */
const KEEP_INBOX_MS = 30 * DAY_MS
const KEEP_JOBS_MS = 14 * DAY_MS
const ROWS_A_STEP = 500

/** Removes done rows in small steps, so that no step holds locks for long. Parked rows stay until a person acts. */
export const purgeJob: JobDefinition<{ db: Database; clock: Clock }, Record<string, never>> = {
  kind: 'jobs.purge',
  payload: z.strictObject({}),
  lane: 'bulk',
  maxAttempts: 5,
  leaseMs: 60_000,
  async run({ db, clock }, _payload, job) {
    const nowMs = clock.nowMs()
    const inbox = await removeDone(db, 'inbox', nowMs - KEEP_INBOX_MS, job)
    const jobs = await removeDone(db, 'jobs', nowMs - KEEP_JOBS_MS, job)
    const streams = await removeIdleStreams(db, job)
    return `${inbox} callbacks, ${jobs} jobs, ${streams} streams`
  },
}

export const purgeSchedule: Schedule = {
  name: 'jobs.purge',
  cron: '20 4 * * *',
  job: { kind: purgeJob.kind, payload: {}, lane: 'bulk' },
}

/** Done rows leave in order of id: ids and done times run nearly together, and the walk is an index walk. */
async function removeDone(db: Database, table: 'inbox' | 'jobs', beforeMs: number, job: JobRun): Promise<number> {
  const find = `SELECT id FROM ${table} WHERE state = 'done' AND done_at < ? ORDER BY id LIMIT ?`
  return removeInSteps(
    job,
    async () => ((await db.read.query(find, [beforeMs, ROWS_A_STEP])) as { id: number }[]).map((row) => row.id),
    (ids) => db.transaction((tx) => changeRows(tx, `DELETE FROM ${table} WHERE id IN (${marks(ids)})`, ids)),
  )
}

/** A stream without any stored callback says nothing. Its next callback makes it anew. */
async function removeIdleStreams(db: Database, job: JobRun): Promise<number> {
  const find = `SELECT stream_key AS id FROM streams WHERE ready_at IS NULL AND lease_token IS NULL AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.stream_key = streams.stream_key) LIMIT ?`
  const remove = (keys: string[]) =>
    db.transaction((tx) =>
      changeRows(tx, `DELETE FROM streams WHERE ready_at IS NULL AND stream_key IN (${marks(keys)})`, keys),
    )
  return removeInSteps(
    job,
    async () => ((await db.read.query(find, [ROWS_A_STEP])) as { id: string }[]).map((row) => row.id),
    remove,
  )
}

async function removeInSteps<K>(
  job: JobRun,
  find: () => Promise<K[]>,
  remove: (keys: K[]) => Promise<number>,
): Promise<number> {
  let total = 0
  while (!job.signal.aborted) {
    const keys = await find()
    if (keys.length > 0) total += await remove(keys)
    if (keys.length < ROWS_A_STEP) break
  }
  return total
}
