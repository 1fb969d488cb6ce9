import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { applyCycles } from './commands/applyCycles.ts'
import { learnCycles } from './commands/learnCycles.ts'
import { rebuildFacts } from './commands/rebuildFacts.ts'
import { recomputeCustomer } from './commands/recomputeCustomer.ts'
import { scoreCustomers } from './commands/scoreCustomers.ts'
import { sweepStages } from './commands/sweepStages.ts'
import { tellBuyers } from './commands/tellBuyers.ts'
import { buyerOfOrder } from './queries.ts'

const NOTHING = z.object({})
const one = { lane: 'normal', maxAttempts: 8, leaseMs: 30_000 } as const
const nightly = { lane: 'bulk', maxAttempts: 5, leaseMs: 600_000 } as const

export const lifecycleJobs: JobDefinition<Deps>[] = [
  defineJob({
    ...one,
    kind: 'lifecycle.recompute',
    payload: z.object({ externalUserId: z.string().min(1).max(64) }),
    run: (deps: Deps, { externalUserId }) => recomputeCustomer(deps, externalUserId),
  }),
  defineJob({
    ...one,
    kind: 'lifecycle.recomputeBuyer',
    payload: z.object({ orderId: z.int() }),
    async run(deps: Deps, { orderId }) {
      const buyer = await buyerOfOrder(deps.db.read, orderId)
      return buyer === undefined ? 'no buyer yet' : recomputeCustomer(deps, buyer)
    },
  }),
  bulk('lifecycle.sweep', sweepStages),
  bulk('lifecycle.rebuild', rebuildFacts),
  bulk('lifecycle.applyCycles', applyCycles),
  bulk('lifecycle.scoreRfm', scoreCustomers),
  // What was learned may move stages.
  bulk('lifecycle.learn', async (deps, signal) => {
    const learned = await learnCycles(deps, signal)
    return `${learned}; cycles ${await applyCycles(deps, signal)}`
  }),
  defineJob({
    ...nightly,
    kind: 'lifecycle.tellBuyers',
    payload: z.object({ productCode: z.string().min(1).max(64), mayMoveStages: z.boolean().default(false) }),
    run: (deps: Deps, news, { signal }) => tellBuyers(deps, news, signal),
  }),
]

function bulk(kind: string, work: (deps: Deps, signal: AbortSignal) => Promise<string>): JobDefinition<Deps> {
  return defineJob({
    ...nightly,
    kind,
    payload: NOTHING,
    run: (deps: Deps, _payload, { signal }) => work(deps, signal),
  })
}

const nightlyRun = (kind: string, cron: string): Schedule => ({
  ...{ name: kind, cron, job: { kind, payload: {}, lane: 'bulk' } },
})

export const lifecycleSchedules: Schedule[] = [
  // Shortly after the business day has turned.
  nightlyRun('lifecycle.sweep', '11 0 * * *'),
  nightlyRun('lifecycle.learn', '37 2 * * *'),
  nightlyRun('lifecycle.scoreRfm', '13 3 * * *'),
  nightlyRun('lifecycle.rebuild', '43 3 * * 0'),
]
