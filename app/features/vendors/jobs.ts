import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { pollBills } from './commands/pollBills.ts'
import { MAX_ATTEMPTS, type Recorder, readEvent } from './commands/readEvent.ts'
import type { Vendors } from './contract.ts'

/** @param recorder the doors of orders */
export function vendorsJobs(vendors: Vendors, recorder: Recorder): JobDefinition<Deps>[] {
  return [
    defineJob({
      kind: 'vendors.read',
      payload: z.object({ eventId: z.int().positive() }),
      lane: 'normal',
      maxAttempts: MAX_ATTEMPTS,
      leaseMs: 60_000,
      run: (deps: Deps, { eventId }, job) => readEvent(deps, { vendors, recorder }, eventId, job),
    }),
    defineJob({
      kind: 'vendors.pollBills',
      payload: z.object({ isTrail: z.boolean() }),
      lane: 'bulk',
      maxAttempts: 5,
      leaseMs: 600_000,
      run: (deps: Deps, { isTrail }, job) => pollBills(deps, recorder, isTrail, job),
    }),
  ]
}

/** 对外收款 has no callback: the last hours every ten minutes, the trailing weeks once a night. */
export const vendorsSchedules: Schedule[] = [
  {
    name: 'vendors.pollBills',
    cron: '3-59/10 * * * *',
    job: { kind: 'vendors.pollBills', payload: { isTrail: false }, lane: 'bulk' },
  },
  {
    name: 'vendors.pollBillsTrail',
    cron: '38 3 * * *',
    job: { kind: 'vendors.pollBills', payload: { isTrail: true }, lane: 'bulk' },
  },
]
