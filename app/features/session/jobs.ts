import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { forgetStates, STATE_LIFE_MS } from './store.ts'

export const sessionJobs: JobDefinition<Deps>[] = [
  {
    kind: 'session.forgetStates',
    payload: z.object({}),
    lane: 'bulk',
    maxAttempts: 3,
    leaseMs: 60_000,
    async run(deps) {
      await deps.db.transaction((tx) => forgetStates(tx, deps.clock.nowMs() - STATE_LIFE_MS))
      return undefined
    },
  },
]

export const sessionSchedules: Schedule[] = [
  {
    name: 'session.forgetStates',
    cron: '51 4 * * *',
    job: { kind: 'session.forgetStates', payload: {}, lane: 'bulk' },
  },
]
