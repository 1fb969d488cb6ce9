import type { ZodType } from 'zod'
import type { Tx } from '../db/database.ts'

/** The product's one clock, in unix milliseconds. `wallMs` never travels: leases and timeouts are measured by it. */
export interface Clock {
  nowMs(): number
  wallMs(): number
}

export type Lane = 'fast' | 'normal' | 'bulk'

/** A job to store. It runs after the transaction that stores it has committed, or never. */
export interface NewJob {
  kind: string
  payload: unknown
  /** Product clock; absent: at once. */
  dueAtMs?: number
  /** While a job under this key is stored (done ones too, until purged), a second one is not. */
  dedupeKey?: string
  lane?: Lane
}

/** What a handler knows of its own run. */
export interface JobRun {
  id: number
  attempts: number
  /** Set when an earlier try began an outside call whose end was never recorded: look it up before a second try. */
  calledAtMs: number | undefined
  /** Durable note that an outside call that must not be repeated blindly is about to begin. */
  markCall(): Promise<void>
  /** Settles the job inside the handler's own transaction, so that effect and settlement commit together. */
  settle(tx: Tx, outcome?: string): Promise<void>
  /** Aborted at shutdown or when the lease is lost. */
  signal: AbortSignal
}

/**
 * `now`: again at once (a lock, a refreshed token); `later`: with backoff; `never`: park for a person.
 * Errors carry their class in a `retry` property; errors without one are retried later.
 */
export type RetryClass = 'now' | 'later' | 'never'

/** A kind of job. Payloads are checked on the way in and out: rows outlive the code that wrote them. */
export interface JobDefinition<D, P = unknown> {
  kind: string
  payload: ZodType<P>
  lane: Lane
  maxAttempts: number
  /** How long a run may take before another worker may take over. */
  leaseMs: number
  run(deps: D, payload: P, job: JobRun): Promise<string | undefined>
}

/** A sweep: at each slot of `cron` (Asia/Shanghai) the job is stored once, whoever ticks and however often. */
export interface Schedule {
  name: string
  cron: string
  job: Omit<NewJob, 'dedupeKey' | 'dueAtMs'>
}

/** One stored callback for its handler. `settle` marks it done inside the handler's own transaction. */
export interface InboxItem {
  id: number
  kind: string
  body: string
  receivedAtMs: number
  attempts: number
  settle(tx: Tx): Promise<void>
}

/** Handles one callback: gather (outside calls allowed) → decide → record, calling `item.settle(tx)` in that transaction. */
export type InboxHandler<D> = (deps: D, item: InboxItem) => Promise<void>

/** What runs due work. Both engines run the same rows; they only differ in who is woken, and where. */
export interface Engine {
  start(): Promise<void>
  /** Lets running work finish (up to `graceMs`), takes no new work, releases leases. */
  stop(graceMs: number): Promise<void>
  /** Something was stored; a hint that may be lost. */
  wake(): void
}
