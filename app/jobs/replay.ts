import type { Database, Tx } from '../db/database.ts'
import { changeRows } from './changeRows.ts'

export type ReplayTarget = { inboxId: number } | { jobId: number }
export type Replayed = 'replayed' | 'not_found'

/**
 * Puts a parked callback or job back to work with fresh tries. A job keeps its note of a call that was begun, so
 * that a message is still looked up before it is sent a second time. What is done stays done.
 */
export function replay(db: Database, target: ReplayTarget, nowMs: number): Promise<Replayed> {
  return db.transaction(async (tx) => {
    const isBack =
      'inboxId' in target ? await replayCallback(tx, target.inboxId, nowMs) : await replayJob(tx, target.jobId, nowMs)
    return isBack ? 'replayed' : 'not_found'
  })
}

async function replayCallback(tx: Tx, id: number, nowMs: number): Promise<boolean> {
  const update = `UPDATE inbox SET state = 'pending', attempts = 0 WHERE id = ? AND state = 'parked'`
  if ((await changeRows(tx, update, [id])) === 0) return false
  // The stream row exists since the callback was stored; a time already set stays.
  const ready = `UPDATE streams SET ready_at = COALESCE(ready_at, ?) WHERE stream_key = (SELECT stream_key FROM inbox WHERE id = ?)`
  await changeRows(tx, ready, [nowMs, id])
  return true
}

async function replayJob(tx: Tx, id: number, nowMs: number): Promise<boolean> {
  const update = `UPDATE jobs SET state = 'ready', attempts = 0, due_at = ? WHERE id = ? AND state = 'parked'`
  return (await changeRows(tx, update, [nowMs, id])) === 1
}
