import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition } from '../../jobs/types.ts'
import { runBatch } from './commands/runBatch.ts'

export const segmentsJobs: JobDefinition<Deps>[] = [
  defineJob({
    kind: 'segments.run',
    payload: z.object({ runId: z.int().positive(), after: z.string().max(64) }),
    lane: 'bulk',
    maxAttempts: 8,
    leaseMs: 120_000,
    run: runBatch,
  }),
]
