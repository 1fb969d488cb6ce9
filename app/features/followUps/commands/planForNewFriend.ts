import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { companionOf } from '../people.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { recordPlan } from '../recordPlan.ts'

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
  const companion = await companionOf(deps.db.read, externalUserId)
  if (companion?.guideId !== guideId) return companion ? 'another guide speaks' : 'no friend'
  const hasBought = await hasOrders(deps, externalUserId)
  return deps.db.transaction(async (tx) => {
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

async function hasOrders({ db }: Pick<Deps, 'db'>, externalUserId: string): Promise<boolean> {
  const rows = await db.read.query('SELECT 1 FROM orders WHERE buyer_customer_id = ? LIMIT 1', [externalUserId])
  return rows.length > 0
}
