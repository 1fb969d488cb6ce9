import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { customersWithOpen, type OpenOf } from '../openQueries.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { type Replanning, replanCustomer } from './replanCustomer.ts'

const BATCH = 200

/** The buyer of this order, once known; who is unknown yet comes here again with their identification. */
export async function replanBuyer(
  deps: Replanning,
  playbooks: readonly LoadedPlaybook[],
  orderId: number,
  job: JobRun,
): Promise<string> {
  const [row]: { buyer: string | null }[] = await deps.db.read.query(
    'SELECT buyer_customer_id AS buyer FROM orders WHERE id = ?',
    [orderId],
  )
  return row?.buyer ? replanCustomer(deps, playbooks, row.buyer, job) : 'buyer unknown'
}

/**
 * Everybody for whom this guide has something open (due in that time, where one is given), a batch at a time: the
 * guide has left, or has a day off.
 */
export async function replanGuide(deps: Pick<Deps, 'db' | 'enqueue'>, of: OpenOf, job: JobRun): Promise<string> {
  const customers = await customersWithOpen(deps.db.read, of, BATCH)
  const last = customers.at(-1)
  await deps.db.transaction(async (tx) => {
    for (const externalUserId of customers) {
      await deps.enqueue(tx, { kind: 'followUps.replan', payload: { externalUserId } })
    }
    if (last !== undefined && customers.length === BATCH) {
      await deps.enqueue(tx, { kind: 'followUps.replanGuide', payload: { ...of, after: last } })
    }
    await job.settle(tx, `${customers.length} customers`)
  })
  return `${customers.length} customers`
}
