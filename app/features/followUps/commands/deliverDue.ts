import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'

const MAX_GUIDES = 500

/**
 * Every minute: one job per guide at work who has something due. Reads what is due and nothing else; what waits for
 * somebody who is off or gone would ask for a job a minute until it expires.
 */
export async function deliverDue(deps: Pick<Deps, 'db' | 'clock' | 'enqueue'>, job: JobRun): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const today = businessDayOf(nowMs)
  const rows: { guideId: number }[] = await deps.db.read.query(
    `SELECT f.guide_id AS guideId FROM follow_ups f JOIN guides g ON g.id = f.guide_id AND g.state = 'active'
     WHERE f.state = 'planned' AND f.due_at <= ? AND EXISTS (SELECT 1 FROM guide_assignments a
       WHERE a.guide_id = f.guide_id AND a.from_day <= ? AND (a.to_day IS NULL OR a.to_day >= ?))
     GROUP BY f.guide_id ORDER BY MIN(f.due_at) LIMIT ${MAX_GUIDES}`,
    [nowMs, today, today],
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
