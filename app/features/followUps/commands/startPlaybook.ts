import type { JobRun } from '../../../jobs/types.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { lockCustomer, startTrack } from '../store.ts'
import { type Replanning, replanIn } from './replanCustomer.ts'

export interface PlaybookCall {
  playbookId: string
  externalUserId: string
  anchorKey: string
  startAtMs: number
  endsAtMs?: number
  data: Record<string, string>
}

/** A playbook called from outside is stored as a track, once under its anchor; the calendar takes it from there. */
export async function startPlaybook(
  deps: Replanning,
  playbooks: readonly LoadedPlaybook[],
  call: PlaybookCall,
  job: JobRun,
): Promise<string> {
  const { playbookId, externalUserId, anchorKey, startAtMs, endsAtMs, data } = call
  const isKnown = playbooks.some(({ id }) => id === playbookId)
  return deps.db.transaction(async (tx) => {
    await lockCustomer(tx, externalUserId)
    if (isKnown) {
      await startTrack(tx, {
        ...{ playbookId, externalUserId, subject: '', anchorKey, anchorAt: startAtMs, guideId: 0 },
        ...{ state: 'open', endedBecause: null, endsAt: endsAtMs ?? null, data, createdAt: deps.clock.nowMs() },
      })
    }
    const written = isKnown ? await replanIn(tx, deps, playbooks, externalUserId) : undefined
    const outcome = isKnown ? `${written ?? 0} written` : 'unknown playbook'
    await job.settle(tx, outcome)
    return outcome
  })
}
