import type { Pool, PoolConnection } from 'mysql2'
import type { Database } from '../db/database.ts'
import { marks } from './changeRows.ts'
import type { InboxCommit, NewInboxEvent, Stored } from './inboxCommit.ts'

type Cell = string | number

/**
 * One connection of the pool kept for the inbox, so that busy workers never make an acknowledgement wait.
 * Prepared, autocommit off: a batch is INSERT, INSERT, COMMIT.
 */
export function mysqlInboxCommit(db: Database, crashPoint: (name: string) => void): InboxCommit {
  const { pool } = db.source.driver as unknown as { pool: Pool }
  let held: Promise<PoolConnection> | undefined
  let giveUp: (error: Error) => void = () => undefined

  function drop(): void {
    held?.then((connection) => connection.destroy()).catch(() => undefined)
    held = undefined
  }

  async function commitOnce(events: NewInboxEvent[], nowMs: number): Promise<Stored[]> {
    held ??= connect(pool)
    const written = held.then((connection) => writeBatch(connection, events, nowMs, crashPoint))
    // A destroyed connection may never answer: giving up must not depend on it.
    const abandoned = new Promise<never>((_, reject) => {
      giveUp = reject
    })
    try {
      return await Promise.race([written, abandoned])
    } catch (error) {
      written.catch(() => undefined)
      // A connection after an error may be inside a transaction; a fresh one never is.
      drop()
      throw error
    }
  }

  const commit = async (events: NewInboxEvent[], nowMs: number): Promise<Stored[]> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await commitOnce(events, nowMs)
      } catch (error) {
        if (tries === MAX_TRIES || !isWorthAnotherTry(error)) throw error
      }
    }
  }
  const abandon = () => giveUp(new Error('the database did not answer in time'))
  return Object.assign(commit, { abandon, close: async () => drop() })
}

const MAX_TRIES = 4

/** Deadlock, lock wait, and a connection that the server closed while idle. */
function isWorthAnotherTry(error: unknown): boolean {
  const { errno, code } = error as { errno?: number; code?: string }
  return errno === 1213 || errno === 1205 || code === 'PROTOCOL_CONNECTION_LOST' || code === 'ECONNRESET'
}

async function connect(pool: Pool): Promise<PoolConnection> {
  const connection = await new Promise<PoolConnection>((resolve, reject) =>
    pool.getConnection((error, fresh) => (error ? reject(error) : resolve(fresh))),
  )
  await run(connection, 'SET autocommit = 0, innodb_lock_wait_timeout = 3')
  await run(connection, 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  return connection
}

interface Outcome {
  info: string
  /** The first new id of the statement, 0 when every row was a repeat. */
  insertId: number
}

function run(connection: PoolConnection, statement: string, values?: Cell[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result))
    if (values) connection.execute(statement, values, done)
    else connection.query(statement, done)
  })
}

async function writeBatch(
  connection: PoolConnection,
  events: NewInboxEvent[],
  nowMs: number,
  crashPoint: (name: string) => void,
): Promise<Stored[]> {
  const values: Cell[] = []
  for (const event of events) values.push(event.dedupKey, event.streamKey, event.kind, event.body, nowMs)
  const outcome = (await run(connection, insertStatement(events.length), values)) as Outcome
  const isNew = await findNew(connection, outcome, events)
  const fresh = isNew ? events.filter((event) => isNew.has(event.dedupKey)) : events
  // Sorted, so that two processes never lock the same streams in opposite order.
  const streams = [...new Set(fresh.map((event) => event.streamKey))].sort()
  if (streams.length > 0) {
    await run(
      connection,
      streamStatement(streams.length),
      streams.flatMap((key) => [key, nowMs]),
    )
  }
  crashPoint('inbox.beforeCommit')
  await run(connection, 'COMMIT')
  return tellNewOnce(events, isNew)
}

/** `id = id` rather than INSERT IGNORE, which cuts what is too long instead of refusing it. */
function insertStatement(rows: number): string {
  return `INSERT INTO inbox (dedup_key, stream_key, kind, body, received_at, state, attempts) VALUES ${Array(rows).fill("(?, ?, ?, ?, ?, 'pending', 0)").join(', ')} ON DUPLICATE KEY UPDATE id = id`
}

/** A time already set stays: earlier, there is older work; later, the stream is backing off. */
function streamStatement(rows: number): string {
  return `INSERT INTO streams (stream_key, ready_at, attempts) VALUES ${Array(rows).fill('(?, ?, 0)').join(', ')} ON DUPLICATE KEY UPDATE ready_at = COALESCE(ready_at, VALUES(ready_at))`
}

/** The keys that were not there before; undefined when none of several was. */
async function findNew(
  connection: PoolConnection,
  { insertId, info }: Outcome,
  events: NewInboxEvent[],
): Promise<Set<string> | undefined> {
  if (insertId === 0) return new Set()
  if (events.length === 1 || info.includes('Duplicates: 0 ')) return undefined
  const keys = events.map((event) => event.dedupKey)
  const statement = `SELECT dedup_key AS dedupKey FROM inbox WHERE dedup_key IN (${marks(keys)}) AND id >= ?`
  const rows = (await run(connection, statement, [...keys, insertId])) as { dedupKey: string }[]
  return new Set(rows.map((row) => row.dedupKey))
}

function tellNewOnce(events: NewInboxEvent[], isNew: Set<string> | undefined): Stored[] {
  if (!isNew) return events.map(() => 'new')
  return events.map((event) => (isNew.delete(event.dedupKey) ? 'new' : 'duplicate'))
}
