import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { createAtWeCom } from './commands/createAtWeCom.ts'
import { ensureContactWays } from './commands/ensureContactWays.ts'

const CREATE = z.object({ state: z.string().min(1).max(30) })

function job<P>(definition: JobDefinition<Deps, P>): JobDefinition<Deps> {
  return definition as unknown as JobDefinition<Deps>
}

export const contactWaysJobs: JobDefinition<Deps>[] = [
  job({
    kind: 'contactWays.create',
    payload: CREATE,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: createAtWeCom,
  }),
  job({
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
