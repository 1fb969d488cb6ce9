import type { Tx } from '../../../db/database.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { companionOf } from '../people.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { recordPlan } from '../recordPlan.ts'
import { lockCustomer } from '../store.ts'

export interface NewFriend {
  externalUserId: string
  guideId: number
  atMs: number
}

type Planning = Pick<Deps, 'db' | 'clock' | 'rules' | 'emit' | 'enqueue'>

/**
 * Plans the playbooks of a new contact. Only for the guide the customer is bound to: a second guide who adds the
 * same customer must not greet them all over again.
 */
export async function planForNewFriend(
  deps: Planning,
  playbooks: readonly LoadedPlaybook[],
  { externalUserId, guideId, atMs }: NewFriend,
  job: JobRun,
): Promise<string> {
  return deps.db.transaction(async (tx) => {
    // A first purchase that comes in meanwhile either is seen here, or waits and finds what it must end.
    await lockCustomer(tx, externalUserId)
    const companion = await companionOf(tx, externalUserId)
    if (companion?.guideId !== guideId) {
      const outcome = companion ? 'another guide speaks' : 'no friend'
      await job.settle(tx, outcome)
      return outcome
    }
    const hasBought = await hasOrders(tx, externalUserId)
    const outcomes: string[] = []
    for (const playbook of playbooks.filter(({ trigger }) => trigger === 'customer_added')) {
      const outcome = await recordPlan(tx, deps, {
        playbook,
        externalUserId,
        subject: '',
        // A one-sided add and the confirmation that follows are one friendship; so is adding again the same day.
        anchorKey: `added:${guideId}:${businessDayOf(atMs)}`,
        guideId,
        storeCode: companion.storeCode,
        facts: { atMs, exits: hasBought ? ['first_purchase'] : [] },
        reasonData: {},
      })
      outcomes.push(`${playbook.id}: ${outcome}`)
    }
    await job.settle(tx, outcomes.join(', '))
    return outcomes.join(', ')
  })
}

async function hasOrders(tx: Tx, externalUserId: string): Promise<boolean> {
  const rows = await tx.query('SELECT 1 FROM orders WHERE buyer_customer_id = ? LIMIT 1', [externalUserId])
  return rows.length > 0
}
