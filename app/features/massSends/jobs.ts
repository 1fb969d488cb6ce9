import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { SEGMENT_FILTER } from '../segments/contract.ts'
import { freeTargets } from './commands/cancelMassSend.ts'
import { offerMassSend, offerToGuide } from './commands/offerMassSend.ts'
import { prepareTargets } from './commands/prepareTargets.ts'
import { pollOpen, readResult } from './commands/readResults.ts'

const massSendId = z.int().positive()
const guideId = z.int().positive()
const TASK = z.object({ massSendId, guideId, msgId: z.string().min(1).max(64) })

export const massSendsJobs: JobDefinition<Deps>[] = [
  job('prepare', z.object({ massSendId, filter: SEGMENT_FILTER, after: z.string().max(64) }), prepareTargets),
  job('offer', z.object({ massSendId }), offerMassSend),
  job('offerToGuide', z.object({ massSendId, guideId }), offerToGuide),
  job('readResult', TASK, readResult),
  job('cancel', z.object({ massSendId }), freeTargets),
  job('poll', z.object({}), pollOpen),
]

function job<P>(name: string, payload: z.ZodType<P>, run: JobDefinition<Deps, P>['run']): JobDefinition<Deps> {
  const kind = `massSends.${name}`
  return defineJob({ kind, payload, lane: 'bulk', maxAttempts: 8, leaseMs: 120_000, run })
}

export const massSendsSchedules: Schedule[] = [
  { name: 'massSends.poll', cron: '7-59/15 * * * *', job: { kind: 'massSends.poll', payload: {}, lane: 'bulk' } },
]
