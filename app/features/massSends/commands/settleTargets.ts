import type { MassSendTarget } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import { moveTargets, type TargetMove } from '../store.ts'

/** Each asks for the calendar of a customer: more in one transaction would hold too many rows for too long. */
const BATCH = 200

export interface Settled {
  externalUserId: string
  to: TargetMove['to']
}

/**
 * Customers of whom it is known now what became of the mass send, and with them the fact for their calendars: what was
 * kept free for them may be free again. Batch after batch; repeating it changes nothing.
 */
export async function settleTargets(
  deps: Pick<Deps, 'db' | 'clock' | 'emit'>,
  massSendId: number,
  from: MassSendTarget['state'],
  settled: readonly Settled[],
): Promise<void> {
  for (let start = 0; start < settled.length; start += BATCH) {
    const batch = settled.slice(start, start + BATCH)
    await deps.db.transaction(async (tx) => {
      for (const { to, externalUserIds } of alike(batch))
        await moveTargets(tx, { massSendId, externalUserIds, from, to })
      for (const { externalUserId } of batch)
        await deps.emit(tx, { name: 'MassSendPlanned', massSendId, externalUserId, atMs: deps.clock.nowMs() })
    })
  }
}

/** A guide confirms for all at once, so most end the same way in the same moment. */
function alike(batch: readonly Settled[]): { to: TargetMove['to']; externalUserIds: string[] }[] {
  const groups = new Map<string, { to: TargetMove['to']; externalUserIds: string[] }>()
  for (const { externalUserId, to } of batch) {
    const key = JSON.stringify(to)
    const group = groups.get(key) ?? { to, externalUserIds: [] }
    group.externalUserIds.push(externalUserId)
    groups.set(key, group)
  }
  return [...groups.values()]
}
