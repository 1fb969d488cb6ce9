import type { Logger } from 'pino'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { type DueAfter, dueForCheck } from '../queries.ts'
import { type LifecycleDeps, type Recomputed, recomputeCustomer } from './recomputeCustomer.ts'

export type SweepDeps = LifecycleDeps & Pick<Deps, 'enqueue'> & { log: Logger }

const BATCH = 200

/**
 * Customers whose time has come, in small transactions: a large chain has thousands a night. One whose facts cannot
 * be read gets a job of their own, which is tried again and then waits for a person; the others go on.
 */
export async function sweepStages(deps: SweepDeps, signal: AbortSignal): Promise<string> {
  const counts = { checked: 0, moved: 0, failed: 0 }
  const nowMs = deps.clock.nowMs()
  let after: DueAfter = { atMs: 0, externalUserId: '' }
  for (;;) {
    const due = await dueForCheck(deps.db.read, nowMs, after, BATCH)
    for (const { externalUserId } of due) {
      signal.throwIfAborted()
      counts.checked += 1
      const outcome = await recomputeOne(deps, externalUserId, nowMs)
      if (outcome === 'moved') counts.moved += 1
      if (outcome === 'failed') counts.failed += 1
    }
    const last = due.at(-1)
    if (!last || due.length < BATCH) break
    after = last
  }
  const failed = counts.failed > 0 ? `, ${counts.failed} failed` : ''
  return `${counts.moved} of ${counts.checked} moved${failed}`
}

/** @returns `failed` when it has become a job of its own */
export async function recomputeOne(
  deps: SweepDeps,
  externalUserId: string,
  nowMs: number,
): Promise<Recomputed | 'failed'> {
  try {
    return await recomputeCustomer(deps, externalUserId)
  } catch (error) {
    deps.log.warn({ externalUserId, err: error }, 'a customer could not be looked at')
    const dedupeKey = `lifecycle.recompute:${externalUserId}:${businessDayOf(nowMs)}`
    const job = { kind: 'lifecycle.recompute', payload: { externalUserId }, dedupeKey }
    await deps.db.transaction((tx) => deps.enqueue(tx, job))
    return 'failed'
  }
}
