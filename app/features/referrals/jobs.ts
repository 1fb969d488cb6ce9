import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { recomputeReferral } from './commands/recomputeReferral.ts'
import { sendPoints } from './commands/sendPoints.ts'
import { resendPoints, sweepReferrals } from './commands/sweepReferrals.ts'

const FRIEND = z.object({ externalUserId: z.string().min(1).max(64) })
const ENTRY = z.object({ entryId: z.int().positive() })
const NOTHING = z.object({})

export const referralsJobs: JobDefinition<Deps>[] = [
  defineJob({
    kind: 'referrals.recompute',
    payload: FRIEND,
    lane: 'bulk',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: async (deps, { externalUserId }) => (await recomputeReferral(deps, externalUserId)) ?? 'no referral',
  }),
  defineJob({
    kind: 'referrals.sweep',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 600_000,
    run: async (deps, _payload, job) => `${await sweepReferrals(deps, job.signal)} referrals`,
  }),
  // Eight tries are about twenty minutes; after that, once a day until it is taken.
  defineJob({
    kind: 'referrals.sendPoints',
    payload: ENTRY,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: sendPoints,
  }),
  defineJob({
    kind: 'referrals.resend',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 60_000,
    run: async (deps) => `${await resendPoints(deps)} entries`,
  }),
]

export const referralsSchedules: Schedule[] = [
  { name: 'referrals.sweep', cron: '33 * * * *', job: { kind: 'referrals.sweep', payload: {}, lane: 'bulk' } },
  { name: 'referrals.resend', cron: '37 6 * * *', job: { kind: 'referrals.resend', payload: {}, lane: 'bulk' } },
]
