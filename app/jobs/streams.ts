import type { Logger } from 'pino'
import type { Database, Tx } from '../db/database.ts'
import { changeRows } from './changeRows.ts'
import { LeaseLostError, nextTry, reasonOf } from './retry.ts'
import { extendStream, releaseStream, type StreamClaim } from './streamClaims.ts'
import type { Clock, InboxHandler, InboxItem } from './types.ts'

export interface StreamWorkshop<D> {
  db: Database
  clock: Clock
  log: Logger
  deps: D
  handler: InboxHandler<D>
  leaseMs: number
  crashPoint(name: string): void
  /** 0..1 */
  random(): number
}

const MAX_ATTEMPTS = 8
/** A dying process takes innocent streams with it, so that this is far more than an event's own failures. */
const MAX_DEATHS = 20
/** Then the stream goes to the back of the line: a customer with a thousand events does not hold a worker. */
const EVENTS_A_TURN = 50

interface PendingEvent {
  id: number
  kind: string
  body: string
  receivedAtMs: number
  attempts: number
}

type Handled = { kind: 'done' } | { kind: 'lost' } | { kind: 'backoff'; untilMs: number }

/** Handles the pending events of a claimed stream in the order they were stored, then gives the stream back. */
export async function runStream<D>(shop: StreamWorkshop<D>, claim: StreamClaim, signal: AbortSignal): Promise<void> {
  shop.crashPoint('stream.claimed')
  const beat = setInterval(() => {
    extendStream(shop.db, claim, shop.clock.wallMs() + shop.leaseMs).catch((error) =>
      shop.log.warn({ err: error }, 'stream lease'),
    )
  }, shop.leaseMs / 3)
  try {
    if (claim.unfinished >= MAX_DEATHS) await parkFirst(shop, claim)
    const last = await handlePending(shop, claim, signal)
    const backoff = last.kind === 'backoff' ? { backoffUntilMs: last.untilMs } : {}
    await shop.db.transaction((tx) => releaseStream(tx, claim, { nowMs: shop.clock.nowMs(), ...backoff }))
  } finally {
    clearInterval(beat)
  }
}

async function handlePending<D>(shop: StreamWorkshop<D>, claim: StreamClaim, signal: AbortSignal): Promise<Handled> {
  const seen = new Set<number>()
  while (seen.size < EVENTS_A_TURN && !signal.aborted) {
    const events = await readPending(shop.db, claim.streamKey, EVENTS_A_TURN - seen.size)
    if (events.length === 0) break
    for (const event of events) {
      if (signal.aborted) break
      // A handler that swallowed the failure of its own transaction leaves the event pending.
      const handled = seen.has(event.id)
        ? await recordFailure(shop, event, new Error('the handler returned and left its event pending'))
        : await handleOne(shop, event)
      seen.add(event.id)
      if (handled.kind !== 'done') return handled
    }
  }
  return { kind: 'done' }
}

/** An event whose handling kills the process never gets as far as a failure that could be counted. */
async function parkFirst<D>(shop: StreamWorkshop<D>, claim: StreamClaim): Promise<void> {
  const [first] = await readPending(shop.db, claim.streamKey, 1)
  const reason = Object.assign(new Error('its worker died at every try'), { retry: 'never' as const })
  if (first) await recordFailure(shop, first, reason)
}

async function readPending(db: Database, streamKey: string, limit: number): Promise<PendingEvent[]> {
  const rows: PendingEvent[] = await db.read.query(
    `SELECT id, kind, body, received_at AS receivedAtMs, attempts FROM inbox WHERE stream_key = ? AND state = 'pending' ORDER BY id LIMIT ?`,
    [streamKey, limit],
  )
  return rows
}

async function handleOne<D>(shop: StreamWorkshop<D>, event: PendingEvent): Promise<Handled> {
  let isSettled = false
  const settle = async (tx: Tx) => {
    shop.crashPoint('stream.beforeSettle')
    const done = `UPDATE inbox SET state = 'done', done_at = ?, last_error = NULL WHERE id = ? AND state = 'pending'`
    if ((await changeRows(tx, done, [shop.clock.nowMs(), event.id])) === 0) {
      throw new LeaseLostError(`inbox ${event.id} was settled by another worker`)
    }
    isSettled = true
    shop.crashPoint('stream.settled')
  }
  const item: InboxItem = { ...event, attempts: event.attempts + 1, settle }
  try {
    await shop.handler(shop.deps, item)
    // Nothing to record is a result too.
    if (!isSettled) await shop.db.transaction(settle)
    shop.crashPoint('stream.committed')
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof LeaseLostError) return { kind: 'lost' }
    return recordFailure(shop, event, error)
  }
}

async function recordFailure<D>(shop: StreamWorkshop<D>, event: PendingEvent, error: unknown): Promise<Handled> {
  const attempts = event.attempts + 1
  const next = nextTry(error, attempts, MAX_ATTEMPTS, shop.random())
  const state = next.kind === 'park' ? 'parked' : 'pending'
  const counted = next.kind === 'again' && !next.counts ? event.attempts : attempts
  await shop.db.transaction((tx) =>
    changeRows(tx, `UPDATE inbox SET state = ?, attempts = ?, last_error = ? WHERE id = ? AND state = 'pending'`, [
      state,
      counted,
      reasonOf(error),
      event.id,
    ]),
  )
  if (next.kind === 'park') {
    shop.log.error({ inboxId: event.id, kind: event.kind, attempts, err: error }, 'callback parked for a person')
    return { kind: 'done' }
  }
  shop.log.warn(
    { inboxId: event.id, kind: event.kind, attempts, reason: reasonOf(error) },
    'callback failed, again later',
  )
  return { kind: 'backoff', untilMs: shop.clock.nowMs() + next.delayMs }
}
