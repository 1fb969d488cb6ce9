import { z } from 'zod'
import type { Deps } from '../../../deps.ts'
import type { Playbook } from '../../../domain/followUps/playbook.ts'
import { defineJob } from '../../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../../jobs/types.ts'
import { CALL_DATE, callDate, sweepDates } from './callDates.ts'

const DUE_DATE = z.object({
  playbookId: z.string().min(1).max(64),
  date: z.enum(['birthday', 'first_purchase_anniversary', 'holiday']),
  day: z.iso.date(),
  holidayId: z.string().max(64).optional(),
  after: z.string().max(128),
})

const bulk = { lane: 'bulk', maxAttempts: 8, leaseMs: 120_000 } as const

/** Birthdays, anniversaries and holidays call their playbooks. */
export function dateJobs(playbooks: readonly Playbook[]): JobDefinition<Deps>[] {
  return [
    defineJob({
      ...bulk,
      kind: 'followUps.sweepDates',
      payload: z.unknown(),
      run: (deps: Deps, _, job) => sweepDates(deps, playbooks, job),
    }),
    defineJob({
      ...bulk,
      kind: CALL_DATE,
      payload: DUE_DATE,
      run: (deps: Deps, due, job) => callDate(deps, playbooks, due, job),
    }),
  ]
}

export const dateSchedules: Schedule[] = [
  // After the stages of the day are known, long before anybody is at work.
  {
    name: 'followUps.sweepDates',
    cron: '47 1 * * *',
    job: { kind: 'followUps.sweepDates', payload: {}, lane: 'bulk' },
  },
]
