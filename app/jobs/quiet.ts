import type { Database } from '../db/database.ts'
import type { Clock } from './types.ts'

export interface WorkCounts {
  /** Callbacks stored, handled ones included. */
  inbox: number
  /** Callbacks and jobs that a person must look at. */
  parked: number
  /** Callbacks not handled yet and jobs due now or running. */
  waiting: number
  /** Jobs by state. */
  outbox: Record<'ready' | 'leased' | 'done' | 'parked', number>
}

/** One statement, so that work handed from the inbox to a job in between is never missed. */
const COUNT = `SELECT
  (SELECT COUNT(*) FROM inbox) AS inbox,
  (SELECT COUNT(*) FROM inbox WHERE state = 'pending') AS pending,
  (SELECT COUNT(*) FROM inbox WHERE state = 'parked') AS inboxParked,
  (SELECT COUNT(*) FROM jobs WHERE state = 'ready') AS ready,
  (SELECT COUNT(*) FROM jobs WHERE state = 'ready' AND due_at <= ?) AS due,
  (SELECT COUNT(*) FROM jobs WHERE state = 'leased') AS leased,
  (SELECT COUNT(*) FROM jobs WHERE state = 'done') AS done,
  (SELECT COUNT(*) FROM jobs WHERE state = 'parked') AS parked`

/** @param nowMs product clock: later jobs are not waiting */
export async function countWork(db: Database, nowMs: number): Promise<WorkCounts> {
  const [row]: Record<string, unknown>[] = await db.read.query(COUNT, [nowMs])
  const read = (name: string) => Number(row?.[name] ?? 0)
  return {
    inbox: read('inbox'),
    parked: read('inboxParked') + read('parked'),
    waiting: read('pending') + read('due') + read('leased'),
    outbox: { ready: read('ready'), leased: read('leased'), done: read('done'), parked: read('parked') },
  }
}

const COUNT_OPEN = `SELECT
  (SELECT COUNT(*) FROM inbox WHERE state = 'pending') AS pending,
  (SELECT COUNT(*) FROM inbox WHERE state = 'parked') AS inboxParked,
  (SELECT COUNT(*) FROM jobs WHERE state = 'ready' AND due_at <= ?) AS due,
  (SELECT COUNT(*) FROM jobs WHERE state = 'leased') AS leased,
  (SELECT COUNT(*) FROM jobs WHERE state = 'parked') AS parked`

/** Only what is still to do: looked at every few seconds, it must not count a month of what is done. */
export async function countOpenWork(db: Database, nowMs: number): Promise<Pick<WorkCounts, 'waiting' | 'parked'>> {
  const [row]: Record<string, unknown>[] = await db.read.query(COUNT_OPEN, [nowMs])
  const read = (name: string) => Number(row?.[name] ?? 0)
  return { waiting: read('pending') + read('due') + read('leased'), parked: read('inboxParked') + read('parked') }
}

export interface Quiet {
  settled: boolean
  waiting: number
  parked: number
}

const LOOK_EVERY_MS = 20

/** Waits until nothing is left to do now, up to `timeoutMs` of the wall clock. Something else must do the work. */
export async function waitUntilQuiet(db: Database, clock: Clock, timeoutMs: number): Promise<Quiet> {
  const endMs = clock.wallMs() + timeoutMs
  for (;;) {
    const { waiting, parked } = await countOpenWork(db, clock.nowMs())
    if (waiting === 0) return { settled: true, waiting, parked }
    if (clock.wallMs() >= endMs) return { settled: false, waiting, parked }
    await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS))
  }
}
