import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { callBatch } from './commands/callViewers.ts'
import { readFromWeCom } from './commands/readFromWeCom.ts'
import { sweepSessions } from './commands/sweepSessions.ts'

const sessionId = z.int().positive()
const common = { lane: 'bulk', maxAttempts: 8, leaseMs: 60_000 } as const

/** @param playbooks the operator's, read once at start */
export function liveJobs(playbooks: readonly Playbook[]): JobDefinition<Deps>[] {
  return [
    defineJob<Deps, unknown>({
      ...common,
      kind: 'live.sweep',
      payload: z.unknown(),
      run: (deps, _, job) => sweepSessions(deps, job),
    }),
    defineJob({
      ...common,
      kind: 'live.readFromWeCom',
      payload: z.object({ sessionId }),
      leaseMs: 600_000,
      run: (deps: Deps, ask, job) => readFromWeCom(deps, ask.sessionId, job),
    }),
    defineJob({
      ...common,
      kind: 'live.call',
      payload: z.object({ sessionId, after: z.string().max(64) }),
      run: (deps: Deps, ask, job) => callBatch(deps, playbooks, ask, job),
    }),
  ]
}

export const liveSchedules: Schedule[] = [
  { name: 'live.sweep', cron: '7-59/10 * * * *', job: { kind: 'live.sweep', payload: {}, lane: 'bulk' } },
]
