import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { endBindingsOf, tellOnce } from '../store.ts'

/** First touch holds until the guide leaves. What was sold before stays theirs; from here on nobody is bound. */
export async function endGuideBindings(
  deps: Pick<Deps, 'db' | 'emit'>,
  left: { guideId: number; atMs: number },
  job: Pick<JobRun, 'settle'>,
): Promise<string> {
  const { guideId, atMs } = left
  return deps.db.transaction(async (tx) => {
    const customers = await endBindingsOf(tx, guideId, atMs, 'guide_left')
    for (const externalUserId of customers) {
      const onceKey = `binding_ended:${externalUserId}:${guideId}:${atMs}`
      await tellOnce(tx, { externalUserId, kind: 'binding_ended', guideId, at: atMs, onceKey })
      await deps.emit(tx, { name: 'BindingEnded', externalUserId, guideId, atMs })
    }
    const outcome = `${customers.length} bindings ended`
    await job.settle(tx, outcome)
    return outcome
  })
}
