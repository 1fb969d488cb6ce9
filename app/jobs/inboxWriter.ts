import type { Database } from '../db/database.ts'
import { mysqlInboxCommit } from './inboxMysql.ts'
import { sqliteInboxCommit } from './inboxSqlite.ts'
import type { Clock } from './types.ts'

export interface NewInboxEvent {
  /** sha256 hex of corp and decrypted text. */
  dedupKey: string
  streamKey: string
  kind: string
  body: string
}

export type Stored = 'new' | 'duplicate'

export interface InboxWriter {
  /**
   * Resolves once the event is on disk.
   * @throws when that takes longer than 3.5 s (WeCom hangs up after 5 s) or fails; the event may be stored all
   * the same, and WeCom's repeat of it then counts as a duplicate.
   */
  store(event: NewInboxEvent): Promise<Stored>
  close(): Promise<void>
}

/** Commits a batch in one transaction; the answers in the order of the events. */
export interface InboxCommit {
  (events: NewInboxEvent[], nowMs: number): Promise<Stored[]>
  /** Gives up a connection that hangs; the next batch opens a new one. */
  abandon(): void
  close(): Promise<void>
}

export interface InboxWriterSettings {
  db: Database
  clock: Clock
  crashPoint?(name: string): void
  /** Called after each commit that stored something new: to wake the engine. */
  onStored?(): void
  timeoutMs?: number
}

interface Waiting {
  event: NewInboxEvent
  sinceMs: number
  resolve(stored: Stored): void
  reject(error: Error): void
}

const LARGEST_BATCH = 128
const CHECK_MS = 100

export class InboxTimeoutError extends Error {
  override readonly name = 'InboxTimeoutError'
}

/** Group commit: while one batch is on its way to the disk the next one gathers, so that a rush costs few commits. */
export function createInboxWriter(settings: InboxWriterSettings): InboxWriter {
  const { db, clock, crashPoint = () => undefined, onStored, timeoutMs = 3_500 } = settings
  const commit = (db.kind === 'mysql' ? mysqlInboxCommit : sqliteInboxCommit)(db, crashPoint)
  let queue: Waiting[] = []
  let inFlight: Waiting[] = []
  let working: Promise<void> | undefined

  async function commitBatch(batch: Waiting[]): Promise<void> {
    inFlight = batch
    try {
      const events = batch.map((waiting) => waiting.event)
      const stored = await commit(events, clock.nowMs())
      crashPoint('inbox.afterCommit')
      for (const [index, waiting] of batch.entries()) waiting.resolve(stored[index] ?? 'new')
      if (onStored && stored.includes('new')) onStored()
    } catch (error) {
      for (const waiting of batch) waiting.reject(error as Error)
    } finally {
      inFlight = []
    }
  }

  /** Until a turn of the event loop brings no more: callers answered together come back together. */
  async function gather(): Promise<void> {
    for (let before = 0; queue.length > before && queue.length < LARGEST_BATCH; ) {
      before = queue.length
      await new Promise(setImmediate)
    }
  }

  async function work(): Promise<void> {
    const watch = setInterval(() => {
      const tooOld = clock.wallMs() - timeoutMs
      const late = [...inFlight, ...queue].filter((waiting) => waiting.sinceMs <= tooOld)
      if (late.length === 0) return
      queue = queue.filter((waiting) => waiting.sinceMs > tooOld)
      for (const waiting of late) waiting.reject(new InboxTimeoutError('the inbox did not commit in time'))
      if (inFlight.some((waiting) => waiting.sinceMs <= tooOld)) commit.abandon()
    }, CHECK_MS)
    while (queue.length > 0) {
      await gather()
      await commitBatch(queue.splice(0, LARGEST_BATCH))
    }
    clearInterval(watch)
    working = undefined
  }

  return {
    store: (event) =>
      new Promise((resolve, reject) => {
        queue.push({ event, sinceMs: clock.wallMs(), resolve, reject })
        working ??= work()
      }),
    async close() {
      await working
      await commit.close()
    },
  }
}
