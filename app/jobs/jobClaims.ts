import type { Database, Tx } from '../db/database.ts'
import { changeRows, marks } from './changeRows.ts'
import type { Lane } from './types.ts'

export interface ClaimedJob {
  id: number
  kind: string
  payload: string
  /** Tries begun, this one included. */
  attempts: number
  calledAtMs: number | null
  leaseToken: string
}

export interface JobClaimInput {
  lane: Lane
  limit: number
  nowMs: number
  wallMs: number
  leaseToken: string
  /** What a claim begins with; the runner renews it to the length its definition asks for. */
  leaseMs: number
  /** Only this row, when another process named it. */
  id?: number
}

/** Takes due jobs of one lane. The try is counted at once: a job that kills its process must not do so for ever. */
export async function claimJobs(db: Database, input: JobClaimInput): Promise<ClaimedJob[]> {
  const only = input.id === undefined ? '' : ' AND id = ?'
  const find = `SELECT id, kind, payload, attempts, called_at AS calledAtMs FROM jobs WHERE state = 'ready' AND lane = ? AND due_at <= ?${only} ORDER BY due_at, id LIMIT ?`
  const values = [input.lane, input.nowMs, ...(input.id === undefined ? [] : [input.id]), input.limit]
  if ((await db.read.query(find, values)).length === 0) return []
  return db.transaction(async (tx) => {
    const lock = db.kind === 'mysql' ? ' FOR UPDATE SKIP LOCKED' : ''
    const rows: Omit<ClaimedJob, 'leaseToken'>[] = await tx.query(find + lock, values)
    if (rows.length === 0) return []
    const ids = rows.map((row) => row.id)
    const update = `UPDATE jobs SET state = 'leased', attempts = attempts + 1, lease_token = ?, lease_until = ? WHERE id IN (${marks(ids)})`
    await changeRows(tx, update, [input.leaseToken, input.wallMs + input.leaseMs, ...ids])
    return rows.map((row) => ({ ...row, attempts: row.attempts + 1, leaseToken: input.leaseToken }))
  })
}

/** Gives back what dead workers held. @returns how many */
export async function returnExpired(db: Database, wallMs: number): Promise<number> {
  const expired: { id: number }[] = await db.read.query(
    `SELECT id FROM jobs WHERE state = 'leased' AND lease_until < ? LIMIT 100`,
    [wallMs],
  )
  if (expired.length === 0) return 0
  const ids = expired.map((row) => row.id)
  const update = `UPDATE jobs SET state = 'ready', lease_token = NULL, lease_until = NULL, last_error = 'its worker died or stalled' WHERE state = 'leased' AND lease_until < ? AND id IN (${marks(ids)})`
  return db.transaction((tx) => changeRows(tx, update, [wallMs, ...ids]))
}

const MINE = ` WHERE id = ? AND lease_token = ? AND state = 'leased'`
type Held = Pick<ClaimedJob, 'id' | 'leaseToken'>

/** @returns false when the lease was lost. */
export async function extendJob(db: Database, job: Held, untilWallMs: number): Promise<boolean> {
  const update = `UPDATE jobs SET lease_until = ?${MINE}`
  return db.transaction(async (tx) => (await changeRows(tx, update, [untilWallMs, job.id, job.leaseToken])) === 1)
}

export async function noteCall(tx: Tx, job: Held, nowMs: number): Promise<boolean> {
  return (await changeRows(tx, `UPDATE jobs SET called_at = ?${MINE}`, [nowMs, job.id, job.leaseToken])) === 1
}

export async function finishJob(tx: Tx, job: Held, outcome: string | undefined, nowMs: number): Promise<boolean> {
  const update = `UPDATE jobs SET state = 'done', outcome = ?, done_at = ?, last_error = NULL, lease_token = NULL, lease_until = NULL${MINE}`
  return (await changeRows(tx, update, [outcome?.slice(0, 200) ?? null, nowMs, job.id, job.leaseToken])) === 1
}

export interface Retry {
  state: 'ready' | 'parked'
  dueAtMs: number
  attempts: number
  reason: string | null
}

export function putBack(db: Database, job: Held, next: Retry): Promise<number> {
  const update = `UPDATE jobs SET state = ?, due_at = ?, attempts = ?, last_error = ?, lease_token = NULL, lease_until = NULL${MINE}`
  return db.transaction((tx) =>
    changeRows(tx, update, [next.state, next.dueAtMs, next.attempts, next.reason, job.id, job.leaseToken]),
  )
}
