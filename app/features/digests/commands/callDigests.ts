import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { digestAtMs } from '../../../domain/followUps/digestTime.ts'
import type { JobRun, NewJob } from '../../../jobs/types.ts'
import { type GuideOnDay, guidesOnDay } from '../../staff/queries.ts'

const JOBS_A_TRANSACTION = 200

/** Every morning: one job for each who may get a digest, a few minutes apart. A second call of the day adds nothing. */
export async function callDigests(
  deps: Pick<Deps, 'db' | 'clock' | 'rules' | 'enqueue'>,
  job: JobRun,
): Promise<string> {
  const day = businessDayOf(deps.clock.nowMs())
  const jobs = jobsOf(await guidesOnDay(deps.db.read, day), day, deps.rules.cadence)
  for (let from = 0; from < jobs.length; from += JOBS_A_TRANSACTION) {
    job.signal.throwIfAborted()
    await deps.db.transaction(async (tx) => {
      for (const one of jobs.slice(from, from + JOBS_A_TRANSACTION)) await deps.enqueue(tx, one)
    })
  }
  const outcome = `${jobs.length} asked for`
  await deps.db.transaction((tx) => job.settle(tx, outcome))
  return outcome
}

/** Store managers may have customers of their own; operators and regional managers have none. */
function jobsOf(posts: readonly GuideOnDay[], day: string, quiet: { quietFrom: string; quietTo: string }): NewJob[] {
  const idsOf = (...roles: GuideOnDay['role'][]) => [
    ...new Set(posts.filter(({ role }) => roles.includes(role)).map(({ guideId }) => Number(guideId))),
  ]
  const made = (kind: string) => (guideId: number) => ({
    kind,
    payload: { guideId, day },
    dueAtMs: digestAtMs(day, guideId, quiet),
    dedupeKey: `${kind}:${guideId}:${day}`,
  })
  return [
    ...idsOf('guide', 'store_manager').map(made('digests.guide')),
    ...idsOf('store_manager', 'region_manager').map(made('digests.manager')),
    ...idsOf('operator').map(made('digests.office')),
  ]
}
