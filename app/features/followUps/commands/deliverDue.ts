import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'

const MAX_GUIDES = 500

/** Every minute: one job per guide who has something due. Reads what is due and nothing else. */
export async function deliverDue(deps: Pick<Deps, 'db' | 'clock' | 'enqueue'>, job: JobRun): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const rows: { guideId: number }[] = await deps.db.read.query(
    `SELECT guide_id AS guideId FROM follow_ups
     WHERE state = 'planned' AND due_at <= ? GROUP BY guide_id ORDER BY MIN(due_at) LIMIT ${MAX_GUIDES}`,
    [nowMs],
  )
  return deps.db.transaction(async (tx) => {
    for (const { guideId } of rows) {
      // Ticks that overlap ask for the same minute once; a second run would find nothing to do anyway.
      const dedupeKey = `followUps.deliver:${guideId}:${Math.floor(nowMs / 60_000)}`
      await deps.enqueue(tx, { kind: 'followUps.deliver', payload: { guideId: Number(guideId) }, dedupeKey })
    }
    await job.settle(tx, `${rows.length} guides`)
    return `${rows.length} guides`
  })
}
