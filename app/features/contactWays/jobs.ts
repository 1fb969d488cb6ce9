import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { createAtWeCom } from './commands/createAtWeCom.ts'
import { ensureContactWays } from './commands/ensureContactWays.ts'

const CREATE = z.object({ state: z.string().min(1).max(30) })

export const contactWaysJobs: JobDefinition<Deps>[] = [
  defineJob({
    kind: 'contactWays.create',
    payload: CREATE,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: createAtWeCom,
  }),
  defineJob({
    kind: 'contactWays.ensure',
    payload: z.object({}),
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 300_000,
    run: async (deps) => `${await ensureContactWays(deps)} made`,
  }),
]

/** Daily, before shops open: guides who begin today have their QR when they arrive. */
export const contactWaysSchedules: Schedule[] = [
  { name: 'contactWays.ensure', cron: '13 6 * * *', job: { kind: 'contactWays.ensure', payload: {}, lane: 'bulk' } },
]
