import { createHash } from 'node:crypto'
import { pino } from 'pino'
import { z } from 'zod'
import type { Database } from '../../app/db/database.ts'
import { createEnqueue } from '../../app/jobs/enqueue.ts'
import type { NewInboxEvent } from '../../app/jobs/inboxCommit.ts'
import type { Clock, InboxHandler, JobDefinition, JobRun, NewJob } from '../../app/jobs/types.ts'

export const silent = pino({ level: 'silent' })

/** How long a writer waits for a busy disk, in tests that are not about that. */
export const PATIENT_MS = 120_000

/** Starts at a fixed moment and stands still until moved; the wall runs on. */
export interface TestClock extends Clock {
  move(byMs: number): void
}

export function testClock(startMs = Date.UTC(2026, 10, 21, 2, 0)): TestClock {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    wallMs: () => Date.now(),
    move: (byMs) => {
      nowMs += byMs
    },
  }
}

export function event(streamKey: string, body: string, kind = 'note'): NewInboxEvent {
  const dedupKey = createHash('sha256').update(`${streamKey}\n${body}`).digest('hex')
  return { dedupKey, streamKey, kind, body }
}

/** The outside of the jobs under test: what handlers did, and how they were told to behave. */
export interface Stage {
  db: Database
  clock: TestClock
  /** Bodies in order of handling, per stream. */
  handled: string[]
  ran: { payload: unknown; job: JobRun }[]
  /** Errors to throw for a body or label, first to last. */
  failures: Map<string, Error[]>
  gates: Map<string, Promise<void>>
}

export function createStage(db: Database, clock: TestClock): Stage {
  return { db, clock, handled: [], ran: [], failures: new Map(), gates: new Map() }
}

async function act(stage: Stage, name: string): Promise<void> {
  await stage.gates.get(name)
  const error = stage.failures.get(name)?.shift()
  if (error) throw error
}

/** Records the body inside the transaction that settles the event. */
export const handleNote: InboxHandler<Stage> = async (stage, item) => {
  await act(stage, item.body)
  await stage.db.transaction(async (tx) => {
    await item.settle(tx)
    stage.handled.push(item.body)
  })
}

const PAYLOAD = z.strictObject({ label: z.string() })

export const noteJob: JobDefinition<Stage, z.infer<typeof PAYLOAD>> = {
  kind: 'note',
  payload: PAYLOAD,
  lane: 'normal',
  maxAttempts: 3,
  leaseMs: 5_000,
  async run(stage, payload, job) {
    stage.ran.push({ payload, job })
    await act(stage, payload.label)
    return `ran ${payload.label}`
  },
}

export async function put(stage: Stage, job: NewJob): Promise<void> {
  const enqueue = createEnqueue([noteJob], stage.clock)
  await stage.db.transaction((tx) => enqueue(tx, job))
}

export const labels = (stage: Stage) => stage.ran.map(({ payload }) => (payload as { label: string }).label)
