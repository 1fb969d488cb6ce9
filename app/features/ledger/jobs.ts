import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, NewJob, Schedule } from '../../jobs/types.ts'
import { proveLedger } from './commands/proveLedger.ts'
import { sealBlocks } from './commands/sealBlocks.ts'

const NOTHING = z.object({})

export const PROVE: NewJob = { kind: 'ledger.prove', payload: {}, lane: 'bulk' }

export const ledgerJobs: JobDefinition<Deps>[] = [
  defineJob({
    kind: 'ledger.seal',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 3,
    leaseMs: 600_000,
    run: async (deps: Deps, _payload, { signal }) => `${await sealBlocks(deps, signal)} blocks`,
  }),
  defineJob({
    kind: 'ledger.prove',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 3,
    leaseMs: 3_600_000,
    // A fault is a result, not a failure: the next try would find the same.
    run: async (deps: Deps, _payload, { signal }) => `${(await proveLedger(deps, signal)).faultCount} faults`,
  }),
]

/** Sealed every few minutes: what is not sealed yet could still be changed unseen. Proven when shops are closed. */
export const ledgerSchedules: Schedule[] = [
  { name: 'ledger.seal', cron: '4-59/7 * * * *', job: { kind: 'ledger.seal', payload: {}, lane: 'bulk' } },
  { name: 'ledger.prove', cron: '29 4 * * *', job: PROVE },
]
