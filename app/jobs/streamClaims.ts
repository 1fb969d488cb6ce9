import type { Database, Tx } from '../db/database.ts'
import { changeRows, marks } from './changeRows.ts'

/** The right to work on one stream alone, until its lease ends by the wall clock. */
export interface StreamClaim {
  streamKey: string
  leaseToken: string
  /** Claims before this one that never gave the stream back: their workers died or stalled. */
  unfinished: number
}

export interface ClaimInput {
  limit: number
  nowMs: number
  wallMs: number
  leaseToken: string
  leaseMs: number
  /** After an outage a long backlog waits: half of the claims serve those who came last. */
  newestFirst: boolean
  /** Only this stream; otherwise whichever is ready. */
  streamKey?: string
}

/** Claims ready streams that nobody holds. */
export async function claimStreams(db: Database, input: ClaimInput): Promise<StreamClaim[]> {
  const find = findStatement(input)
  const values = [input.nowMs, input.wallMs, ...(input.streamKey === undefined ? [] : [input.streamKey]), input.limit]
  // A look without a lock first: an idle poll writes nothing.
  if ((await db.read.query(find, values)).length === 0) return []
  return db.transaction(async (tx) => {
    const lock = db.kind === 'mysql' ? ' FOR UPDATE SKIP LOCKED' : ''
    const rows: { streamKey: string; unfinished: number }[] = await tx.query(find + lock, values)
    const keys = rows.map((row) => row.streamKey)
    if (keys.length === 0) return []
    const update = `UPDATE streams SET lease_token = ?, lease_until = ?, attempts = attempts + 1 WHERE stream_key IN (${marks(keys)})`
    await changeRows(tx, update, [input.leaseToken, input.wallMs + input.leaseMs, ...keys])
    return rows.map((row) => ({ ...row, leaseToken: input.leaseToken }))
  })
}

function findStatement(input: ClaimInput): string {
  const only = input.streamKey === undefined ? '' : ' AND stream_key = ?'
  const order = input.newestFirst ? 'DESC' : 'ASC'
  return `SELECT stream_key AS streamKey, attempts AS unfinished FROM streams WHERE ready_at <= ? AND (lease_until IS NULL OR lease_until < ?)${only} ORDER BY ready_at ${order} LIMIT ?`
}

/** @returns false when another worker has taken over. */
export function extendStream(db: Database, claim: StreamClaim, untilWallMs: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const update = 'UPDATE streams SET lease_until = ? WHERE stream_key = ? AND lease_token = ?'
    return (await changeRows(tx, update, [untilWallMs, claim.streamKey, claim.leaseToken])) === 1
  })
}

/**
 * Gives the stream back.
 * @param backoffUntilMs set when its first event failed; otherwise it is ready again as long as events are pending
 */
export async function releaseStream(
  tx: Tx,
  claim: StreamClaim,
  next: { nowMs: number; backoffUntilMs?: number },
): Promise<void> {
  const free = 'UPDATE streams SET lease_token = NULL, lease_until = NULL, attempts = 0'
  const mine = ' WHERE stream_key = ? AND lease_token = ?'
  // The row is locked by this update before pending events are counted: an event stored meanwhile either is
  // seen here or finds the stream without a time and sets it.
  const held = await changeRows(tx, `${free}, ready_at = NULL${mine}`, [claim.streamKey, claim.leaseToken])
  if (held === 0) return
  const pending: unknown[] = await tx.query(`SELECT id FROM inbox WHERE stream_key = ? AND state = 'pending' LIMIT 1`, [
    claim.streamKey,
  ])
  if (pending.length === 0) return
  const readyAtMs = next.backoffUntilMs ?? next.nowMs
  await changeRows(tx, 'UPDATE streams SET ready_at = ? WHERE stream_key = ?', [readyAtMs, claim.streamKey])
}
