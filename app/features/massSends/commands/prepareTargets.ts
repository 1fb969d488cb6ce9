import { MassSend, type MassSendTarget } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import type { SegmentFilter } from '../../segments/contract.ts'
import { pageReach } from '../../segments/queries.ts'
import { holdMassSend, insertTargets } from '../store.ts'

const BATCH = 200

interface Preparation {
  massSendId: number
  filter: SegmentFilter
  /** The last customer of the batch before. */
  after: string
}

/**
 * Chooses the next customers of a mass send and says of each whom it goes through, or why it is left out. Rows,
 * the facts for their calendars and the next job commit together: killed anywhere it goes on with this batch.
 */
export async function prepareTargets(
  deps: Deps,
  { massSendId, filter, after }: Preparation,
  job: JobRun,
): Promise<string> {
  const send = await deps.db.read.findOneBy(MassSend, { id: massSendId })
  if (send?.state !== 'preparing') return 'over'
  const nowMs = deps.clock.nowMs()
  const page = { after, limit: BATCH }
  const rows = await pageReach(deps.db.read, { kind: 'all' }, filter, nowMs, deps.rules.cadence, page)
  const targets = rows.map(({ externalUserId, speakerId, why }): MassSendTarget => {
    const state = why === '' ? 'planned' : 'left_out'
    return { massSendId, externalUserId, guideId: speakerId ?? 0, msgId: null, state, why, at: nowMs }
  })
  const last = rows.length === BATCH ? rows.at(-1)?.externalUserId : undefined
  return deps.db.transaction(async (tx) => {
    if ((await holdMassSend(tx, massSendId)) !== 'preparing') return 'over'
    await insertTargets(tx, targets)
    for (const { externalUserId, state } of targets)
      if (state === 'planned') await deps.emit(tx, { name: 'MassSendPlanned', massSendId, externalUserId, atMs: nowMs })
    deps.crashPoint('massSends.prepared')
    await (last === undefined
      ? deps.enqueue(tx, { kind: 'massSends.offer', payload: { massSendId } })
      : deps.enqueue(tx, { kind: 'massSends.prepare', payload: { massSendId, filter, after: last } }))
    await job.settle(tx, `${targets.length} looked at`)
    return 'done'
  })
}
