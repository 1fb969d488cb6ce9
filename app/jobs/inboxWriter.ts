import type { Database } from '../db/database.ts'
import type { InboxCommit, NewInboxEvent, Stored } from './inboxCommit.ts'
import { mysqlInboxCommit } from './inboxMysql.ts'
import { sqliteInboxCommit } from './inboxSqlite.ts'
import type { Clock } from './types.ts'

export interface InboxWriter {
  /**
   * Resolves once the event is on disk.
   * @throws when that takes longer than 3.5 s (WeCom hangs up after 5 s) or fails; the event may be stored all
   * the same, and WeCom's repeat of it then counts as a duplicate.
   */
  store(event: NewInboxEvent): Promise<Stored>
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

/**
 * Batches on their way to the disk at once. Two keep a MySQL busy while it waits for its disk, as two web processes
 * would; SQLite has one writer.
 */
const LANES = { mysql: 2, sqlite: 1 } as const

interface Lane {
  commit: InboxCommit
  inFlight: Waiting[]
  working: Promise<void> | undefined
}

/** Group commit: while a batch is on its way to the disk the next one gathers, so that a rush costs few commits. */
export function createInboxWriter(settings: InboxWriterSettings): InboxWriter {
  const { db, clock, crashPoint = () => undefined, onStored, timeoutMs = 3_500 } = settings
  const openCommit = db.kind === 'mysql' ? mysqlInboxCommit : sqliteInboxCommit
  const lanes = Array.from({ length: LANES[db.kind] }, (): Lane => {
    return { commit: openCommit(db, crashPoint), inFlight: [], working: undefined }
  })
  let queue: Waiting[] = []
  let isGathering = false
  let watch: NodeJS.Timeout | undefined

  async function commitBatch(lane: Lane, batch: Waiting[]): Promise<void> {
    try {
      const events = batch.map((waiting) => waiting.event)
      const stored = await lane.commit(events, clock.nowMs())
      crashPoint('inbox.afterCommit')
      for (const [index, waiting] of batch.entries()) waiting.resolve(stored[index] ?? 'new')
      if (onStored && stored.includes('new')) onStored()
    } catch (error) {
      for (const waiting of batch) waiting.reject(error as Error)
    } finally {
      lane.inFlight = []
    }
  }

  /** Until a turn of the event loop brings no more: callers answered together come back together. */
  async function gather(): Promise<Waiting[]> {
    isGathering = true
    for (let before = 0; queue.length > before && queue.length < LARGEST_BATCH; ) {
      before = queue.length
      await new Promise(setImmediate)
    }
    isGathering = false
    return takeBatch()
  }

  /** What the other lane is writing of a stream comes first: the rest of that stream waits for it. */
  function takeBatch(): Waiting[] {
    const busy = new Set(lanes.flatMap(({ inFlight }) => inFlight.map(({ event }) => event.streamKey)))
    if (busy.size === 0) return queue.splice(0, LARGEST_BATCH)
    const batch: Waiting[] = []
    queue = queue.filter((waiting) => {
      const isTaken = batch.length < LARGEST_BATCH && !busy.has(waiting.event.streamKey)
      if (isTaken) batch.push(waiting)
      return !isTaken
    })
    return batch
  }

  /** One lane gathers at a time: two would only tear a batch apart. */
  async function work(lane: Lane): Promise<void> {
    while (queue.length > 0 && !isGathering) {
      const batch = await gather()
      // Nothing that may be taken: the lane that holds the streams goes on with the rest.
      if (batch.length === 0) break
      lane.inFlight = batch
      startLane()
      await commitBatch(lane, batch)
    }
    lane.working = undefined
    if (lanes.some(({ working }) => working)) return
    clearInterval(watch)
    watch = undefined
  }

  function rejectLate(): void {
    const tooOld = clock.wallMs() - timeoutMs
    const isLate = (waiting: Waiting) => waiting.sinceMs <= tooOld
    const late = [...lanes.flatMap(({ inFlight }) => inFlight), ...queue].filter(isLate)
    if (late.length === 0) return
    queue = queue.filter((waiting) => !isLate(waiting))
    for (const waiting of late) waiting.reject(new InboxTimeoutError('the inbox did not commit in time'))
    for (const { inFlight, commit } of lanes) if (inFlight.some(isLate)) commit.abandon()
  }

  function startLane(): void {
    const idle = isGathering || queue.length === 0 ? undefined : lanes.find(({ working }) => !working)
    if (!idle) return
    watch ??= setInterval(rejectLate, CHECK_MS)
    idle.working = work(idle)
  }

  return {
    store: (event) =>
      new Promise((resolve, reject) => {
        queue.push({ event, sinceMs: clock.wallMs(), resolve, reject })
        startLane()
      }),
    async close() {
      await Promise.all(lanes.map(({ working }) => working))
      await Promise.all(lanes.map(({ commit }) => commit.close()))
    },
  }
}
