import type { Logger } from 'pino'
import type { Database, Tx } from '../db/database.ts'
import { type ClaimedJob, extendJob, finishJob, noteCall, putBack } from './jobClaims.ts'
import { LeaseLostError, nextTry, reasonOf } from './retry.ts'
import type { Clock, JobDefinition, JobRun } from './types.ts'

export interface JobWorkshop<D> {
  db: Database
  clock: Clock
  log: Logger
  deps: D
  definitions: ReadonlyMap<string, JobDefinition<D>>
  /** The lease a claim begins with. */
  leaseMs: number
  crashPoint(name: string): void
  /** 0..1 */
  random(): number
}

/** A kind this version does not know belongs to a newer one during a rolling update: it gets these tries. */
const UNKNOWN_KIND_ATTEMPTS = 8

/** Runs one claimed job to its end: done, due again, or parked. Never throws for a fault of the job. */
export async function runJob<D>(shop: JobWorkshop<D>, job: ClaimedJob, stopping: AbortSignal): Promise<void> {
  shop.crashPoint('job.claimed')
  const definition = shop.definitions.get(job.kind)
  const maxAttempts = definition?.maxAttempts ?? UNKNOWN_KIND_ATTEMPTS
  try {
    if (!definition) throw new Error(`no handler for jobs of kind ${job.kind}`)
    if (job.attempts > maxAttempts) throw neverAgain('its worker died at every try')
    await runDefinition(shop, definition, job, stopping)
    shop.crashPoint('job.committed')
  } catch (error) {
    await settleFailure(shop, job, error, maxAttempts, stopping)
  }
}

async function runDefinition<D>(
  shop: JobWorkshop<D>,
  definition: JobDefinition<D>,
  job: ClaimedJob,
  stopping: AbortSignal,
): Promise<void> {
  const payload = parsePayload(definition, job.payload)
  const lease = holdLease(shop, job, definition.leaseMs)
  const run = createRun(shop, job, AbortSignal.any([lease.signal, stopping]))
  try {
    const outcome = await definition.run(shop.deps, payload, run)
    if (!run.isSettled()) await shop.db.transaction((tx) => run.settle(tx, outcome))
  } finally {
    lease.stop()
  }
}

function parsePayload<D>(definition: JobDefinition<D>, stored: string): unknown {
  const parsed = definition.payload.safeParse(readJson(stored))
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`)
  throw neverAgain(`payload: ${places.join(', ')}`)
}

function readJson(stored: string): unknown {
  try {
    return JSON.parse(stored)
  } catch {
    throw neverAgain('payload: no JSON')
  }
}

function neverAgain(message: string): Error {
  return Object.assign(new Error(message), { retry: 'never' as const })
}

/** Renews the lease of a long run; aborts the run once somebody else has it. */
function holdLease<D>(shop: JobWorkshop<D>, job: ClaimedJob, leaseMs: number) {
  const lost = new AbortController()
  const renew = async () => {
    const isMine = await extendJob(shop.db, job, shop.clock.wallMs() + leaseMs)
    if (!isMine) lost.abort(new LeaseLostError(`job ${job.id} was taken over`))
  }
  const beat = setInterval(
    () => renew().catch((error) => shop.log.warn({ jobId: job.id, err: error }, 'job lease')),
    Math.max(200, Math.min(leaseMs, shop.leaseMs) / 3),
  )
  return { signal: lost.signal, stop: () => clearInterval(beat) }
}

function createRun<D>(shop: JobWorkshop<D>, job: ClaimedJob, signal: AbortSignal): JobRun & { isSettled(): boolean } {
  let isSettled = false
  const { crashPoint, clock } = shop
  return {
    id: job.id,
    attempts: job.attempts,
    calledAtMs: job.calledAtMs ?? undefined,
    signal,
    isSettled: () => isSettled,
    async markCall() {
      const isMine = await shop.db.transaction((tx) => noteCall(tx, job, clock.nowMs()))
      if (!isMine) throw new LeaseLostError(`job ${job.id} was taken over`)
      crashPoint('job.called')
    },
    async settle(tx: Tx, outcome?: string) {
      crashPoint('job.beforeSettle')
      if (!(await finishJob(tx, job, outcome, clock.nowMs()))) throw new LeaseLostError(`job ${job.id} was taken over`)
      isSettled = true
      crashPoint('job.settled')
    },
  }
}

async function settleFailure<D>(
  shop: JobWorkshop<D>,
  job: ClaimedJob,
  error: unknown,
  maxAttempts: number,
  stopping: AbortSignal,
): Promise<void> {
  if (error instanceof LeaseLostError) return
  const nowMs = shop.clock.nowMs()
  if (stopping.aborted) {
    // Interrupted by a shutdown, not failed: the next process takes it at once.
    await putBack(shop.db, job, { state: 'ready', dueAtMs: nowMs, attempts: job.attempts - 1, reason: null })
    return
  }
  const next = nextTry(error, job.attempts, maxAttempts, shop.random())
  const about = { jobId: job.id, kind: job.kind, attempts: job.attempts, reason: reasonOf(error) }
  if (next.kind === 'park') {
    shop.log.error(about, 'job parked for a person')
    await putBack(shop.db, job, { state: 'parked', dueAtMs: nowMs, attempts: job.attempts, reason: reasonOf(error) })
    return
  }
  shop.log.warn(about, 'job failed, again later')
  const attempts = next.counts ? job.attempts : job.attempts - 1
  await putBack(shop.db, job, { state: 'ready', dueAtMs: nowMs + next.delayMs, attempts, reason: reasonOf(error) })
}
