import type BetterSqlite3 from 'better-sqlite3'
import type { Database } from '../db/database.ts'
import type { InboxCommit, NewInboxEvent, Stored } from './inboxCommit.ts'

const INSERT = `INSERT INTO inbox (dedup_key, stream_key, kind, body, received_at, state, attempts)
  VALUES (?, ?, ?, ?, ?, 'pending', 0) ON CONFLICT (dedup_key) DO NOTHING`
/** A time already set stays: earlier, there is older work; later, the stream is backing off. */
const MARK_STREAM = `INSERT INTO streams (stream_key, ready_at, attempts) VALUES (?, ?, 0)
  ON CONFLICT (stream_key) DO UPDATE SET ready_at = excluded.ready_at WHERE ready_at IS NULL`

/** The raw handle under TypeORM's writing connection, synchronously: nothing can come between BEGIN and COMMIT. */
export function sqliteInboxCommit(db: Database, crashPoint: (name: string) => void): InboxCommit {
  const { databaseConnection } = db.source.driver as unknown as { databaseConnection: BetterSqlite3.Database }
  const insert = databaseConnection.prepare<[string, string, string, string, number]>(INSERT)
  const markStream = databaseConnection.prepare<[string, number]>(MARK_STREAM)
  const commitAll = databaseConnection.transaction((events: NewInboxEvent[], nowMs: number): Stored[] => {
    const streams = new Set<string>()
    const stored = events.map((event): Stored => {
      const { changes } = insert.run(event.dedupKey, event.streamKey, event.kind, event.body, nowMs)
      if (changes === 0) return 'duplicate'
      streams.add(event.streamKey)
      return 'new'
    })
    for (const streamKey of streams) markStream.run(streamKey, nowMs)
    crashPoint('inbox.beforeCommit')
    return stored
  })
  const commit = (events: NewInboxEvent[], nowMs: number) => db.writer.run(() => commitAll.immediate(events, nowMs))
  return Object.assign(commit, { abandon: () => undefined, close: async () => undefined })
}
