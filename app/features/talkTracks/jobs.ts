import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition } from '../../jobs/types.ts'
import { recordOrderOutcomes, recordOutcomes } from './commands/recordOutcomes.ts'

const one = { lane: 'bulk', maxAttempts: 8, leaseMs: 30_000 } as const
const key = z.string().min(1).max(64)

/** What came of sentences; nobody waits for it. */
export const talkTracksJobs: JobDefinition<Deps>[] = [
  defineJob({
    ...one,
    kind: 'talkTracks.outcomes',
    payload: z.object({ externalUserId: key, fromMs: z.int(), toMs: z.int() }),
    run: (deps: Deps, span, job) => recordOutcomes(deps, span, job),
  }),
  defineJob({
    ...one,
    kind: 'talkTracks.orderOutcomes',
    payload: z.object({ orderId: z.int(), formerBuyer: key.optional() }),
    run: (deps: Deps, order, job) => recordOrderOutcomes(deps, order, job),
  }),
]
