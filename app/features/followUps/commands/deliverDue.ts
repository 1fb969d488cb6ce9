import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guidesAtWork } from '../../staff/queries.ts'
import { pairKey, pairsHeld } from '../aloneDeliveries.ts'
import { duePages } from '../openQueries.ts'

const PAGE = 500
/** Customers in one delivery: more would hold their rows for too long. */
const MAX_CUSTOMERS = 100
const JOBS_A_TRANSACTION = 200

/**
 * Every minute: one job per guide at work who has something due. Reads each due row once and nothing else; what waits
 * for somebody who is off or gone, or for a delivery that fails, would ask for a job a minute until it expires.
 */
export async function deliverDue(deps: Pick<Deps, 'db' | 'clock' | 'enqueue'>, job: JobRun): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const due = await readAllDue(deps, nowMs, job)
  const atWork = await guidesAtWork(deps.db.read, [...due.keys()], businessDayOf(nowMs))
  const deliveries = [...due]
    .filter(([guideId]) => atWork.has(guideId))
    .flatMap(([guideId, customers]) => inParts([...customers], MAX_CUSTOMERS).map((part) => ({ guideId, part })))
  for (const some of inParts(deliveries, JOBS_A_TRANSACTION)) {
    await deps.db.transaction(async (tx) => {
      for (const { guideId, part } of some) {
        // Ticks that overlap ask for the same minute once; a second run would find nothing to do anyway.
        const dedupeKey = `followUps.deliver:${guideId}:${Math.floor(nowMs / 60_000)}:${part[0]}`
        await deps.enqueue(tx, { kind: 'followUps.deliver', payload: { guideId, customers: part }, dedupeKey })
      }
    })
  }
  const outcome = `${deliveries.length} deliveries`
  await deps.db.transaction((tx) => job.settle(tx, outcome))
  return outcome
}

/** The customers with something due that no delivery of their own holds, by guide, the longest due first. */
async function readAllDue({ db }: Pick<Deps, 'db'>, nowMs: number, job: JobRun): Promise<Map<number, Set<string>>> {
  const held = await pairsHeld(db.read, businessDayOf(nowMs))
  const byGuide = new Map<number, Set<string>>()
  for await (const page of duePages(db.read, nowMs, PAGE)) {
    job.signal.throwIfAborted()
    for (const { guideId, externalUserId } of page) {
      if (held.has(pairKey(guideId, externalUserId))) continue
      byGuide.set(guideId, (byGuide.get(guideId) ?? new Set()).add(externalUserId))
    }
  }
  return byGuide
}

function inParts<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, part) => items.slice(part * size, (part + 1) * size))
}
