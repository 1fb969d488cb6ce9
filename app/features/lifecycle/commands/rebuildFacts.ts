import { allCustomers } from '../customerPages.ts'
import { recomputeOne, type SweepDeps } from './sweepStages.ts'

const BATCH = 200

/** Looks at every customer again: repairs what was never told, and fills in what a new version keeps. */
export async function rebuildFacts(deps: SweepDeps, signal: AbortSignal): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const counts = { looked: 0, changed: 0 }
  for (let after = ''; ; ) {
    const page = await allCustomers(deps.db.read, after, BATCH)
    for (const externalUserId of page) {
      signal.throwIfAborted()
      counts.looked += 1
      if ((await recomputeOne(deps, externalUserId, nowMs)) !== 'same') counts.changed += 1
    }
    if (page.length < BATCH) return `${counts.changed} of ${counts.looked} changed`
    after = page.at(-1) ?? after
  }
}
