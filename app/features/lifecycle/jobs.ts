import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, JobRun, Schedule } from '../../jobs/types.ts'
import { type PurchasesOf, recomputeStage } from './commands/recomputeStage.ts'
import { buyerOfOrder, dueForCheck } from './queries.ts'

const CUSTOMER = z.object({ externalUserId: z.string().min(1).max(64) })
const ORDER = z.object({ orderId: z.int() })

const BATCH = 200

/** @param purchasesOf what was bought, from the orders' own feature */
export function lifecycleJobs(purchasesOf: PurchasesOf): JobDefinition<Deps>[] {
  const recompute = async (deps: Deps, externalUserId: string): Promise<boolean> =>
    deps.db.transaction((tx) => recomputeStage(tx, deps, purchasesOf, externalUserId, deps.clock.nowMs()))

  /** Customers whose time has come, in small transactions: a large chain has thousands a night. */
  async function sweep(deps: Deps, _payload: unknown, run: Pick<JobRun, 'signal'>): Promise<string> {
    let checked = 0
    let moved = 0
    for (;;) {
      const due = await dueForCheck(deps.db.read, deps.clock.nowMs(), BATCH)
      for (const externalUserId of due) {
        run.signal.throwIfAborted()
        moved += (await recompute(deps, externalUserId)) ? 1 : 0
      }
      checked += due.length
      if (due.length < BATCH) return `${moved} of ${checked} moved`
    }
  }

  const common = { lane: 'normal', maxAttempts: 8, leaseMs: 30_000 } as const
  return [
    defineJob({
      ...common,
      kind: 'lifecycle.recompute',
      payload: CUSTOMER,
      run: async (deps, { externalUserId }) => ((await recompute(deps, externalUserId)) ? 'moved' : 'same'),
    }),
    defineJob({
      ...common,
      kind: 'lifecycle.recomputeBuyer',
      payload: ORDER,
      async run(deps, { orderId }) {
        const buyer = await buyerOfOrder(deps.db.read, orderId)
        if (buyer === undefined) return 'no buyer yet'
        return (await recompute(deps, buyer)) ? 'moved' : 'same'
      },
    }),
    defineJob({
      kind: 'lifecycle.sweep',
      payload: z.object({}),
      lane: 'bulk',
      maxAttempts: 5,
      leaseMs: 600_000,
      run: sweep,
    }),
  ]
}

/** Shortly after the business day has turned. */
export const lifecycleSchedules: Schedule[] = [
  { name: 'lifecycle.sweep', cron: '11 0 * * *', job: { kind: 'lifecycle.sweep', payload: {}, lane: 'bulk' } },
]
