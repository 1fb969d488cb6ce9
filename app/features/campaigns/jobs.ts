import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { nurtureNewBuyers } from './commands/nurtureNewBuyers.ts'
import { callPhase, sweepCampaigns } from './commands/runPhases.ts'

const id = z.int().positive()
const after = z.string().max(64)
const common = { lane: 'bulk', maxAttempts: 8, leaseMs: 60_000 } as const

/** @param playbooks the operator's, read once at start */
export function campaignsJobs(playbooks: readonly Playbook[]): JobDefinition<Deps>[] {
  return [
    defineJob<Deps, unknown>({
      ...common,
      kind: 'campaigns.sweep',
      payload: z.unknown(),
      run: (deps, _, job) => sweepCampaigns(deps, job),
    }),
    defineJob({
      ...common,
      kind: 'campaigns.callPhase',
      payload: z.object({ phaseId: id, after }),
      run: (deps: Deps, phase, job) => callPhase(deps, playbooks, phase, job),
    }),
    defineJob({
      ...common,
      kind: 'campaigns.nurture',
      payload: z.object({ campaignId: id, after, atMs: z.int() }),
      run: (deps: Deps, ask, job) => nurtureNewBuyers(deps, playbooks, ask, job),
    }),
  ]
}

/** In the morning, and again through the day for what was planned late. */
export const campaignsSchedules: Schedule[] = [
  { name: 'campaigns.sweep', cron: '4 9-20 * * *', job: { kind: 'campaigns.sweep', payload: {}, lane: 'bulk' } },
]
