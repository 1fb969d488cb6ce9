import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { type ClaimedJob, claimJobs, returnExpired } from './jobClaims.ts'
import { type JobWorkshop, runJob } from './jobs.ts'
import { claimStreams, releaseStream, type StreamClaim } from './streamClaims.ts'
import { runStream, type StreamWorkshop } from './streams.ts'
import type { Clock, InboxHandler, JobDefinition, Lane } from './types.ts'

export interface WorkshopSettings<D> {
  db: Database
  clock: Clock
  log: Logger
  deps: D
  definitions: readonly JobDefinition<D>[]
  inboxHandler: InboxHandler<D>
  crashPoint?(name: string): void
  /** How long the rows of a dead worker stay taken, by the wall clock. */
  leaseMs?: number
}

const LEASE_MS = 30_000

/** Claiming and running over the rows, the same for every engine. */
export interface Workshop {
  claimJobs(lane: Lane, limit: number, id?: number): Promise<ClaimedJob[]>
  runJob(job: ClaimedJob): Promise<void>
  claimStreams(limit: number, streamKey?: string): Promise<StreamClaim[]>
  runStream(claim: StreamClaim): Promise<void>
  returnExpired(): Promise<number>
  /** Tells what still runs to end; it gives its rows back. */
  abort(): void
}

export function createWorkshop<D>(settings: WorkshopSettings<D>): Workshop {
  const { db, clock, crashPoint = () => undefined, leaseMs = LEASE_MS } = settings
  const stopping = new AbortController()
  const definitions = new Map(settings.definitions.map((definition) => [definition.kind, definition]))
  if (definitions.size !== settings.definitions.length) throw new Error('two jobs of one kind are registered')
  const shared = { ...settings, crashPoint, leaseMs, random: Math.random }
  const jobs: JobWorkshop<D> = { ...shared, definitions }
  const streams: StreamWorkshop<D> = { ...shared, handler: settings.inboxHandler }
  /**
   * A stalled event loop may outlive its own lease, or hear late that its turn was over; it must not run one stream twice
   * at a time.
   */
  const runningStreams = new Set<string>()
  let turn = 0
  const now = () => ({ nowMs: clock.nowMs(), wallMs: clock.wallMs(), leaseToken: randomUUID(), leaseMs })

  return {
    claimJobs: (lane, limit, id) => claimJobs(db, { ...now(), lane, limit, ...(id === undefined ? {} : { id }) }),
    runJob: (job) => runJob(jobs, job, stopping.signal),
    async claimStreams(limit, streamKey) {
      turn += 1
      const only = streamKey === undefined ? {} : { streamKey }
      const claims = await claimStreams(db, { ...now(), limit, newestFirst: turn % 2 === 0, ...only })
      const early = claims.filter((claim) => runningStreams.has(claim.streamKey))
      // Kept, it would be nobody's until the lease ends. Who runs it here wakes the claimers when it has ended.
      for (const claim of early) await db.transaction((tx) => releaseStream(tx, claim, { nowMs: clock.nowMs() }))
      return claims.filter((claim) => !early.includes(claim))
    },
    async runStream(claim) {
      runningStreams.add(claim.streamKey)
      try {
        await runStream(streams, claim, stopping.signal)
      } finally {
        runningStreams.delete(claim.streamKey)
      }
    },
    returnExpired: () => returnExpired(db, clock.wallMs()),
    abort: () => stopping.abort(),
  }
}
