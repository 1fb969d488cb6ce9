import { CreditDryRun } from '../../../db/entities/creditCases.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { compareNext } from '../compareNext.ts'
import { questionOf } from '../question.ts'
import { addTally } from '../store.ts'
import { tallyOf } from '../tally.ts'

interface Batch {
  runId: number
  /** The row id the batch before came to. */
  after: number
}

/**
 * The next orders of a dry run. What is added up, the progress, the end of this job and the job of the next batch commit
 * together: a run killed anywhere goes on with the batch it was at, and no order counts twice.
 */
export async function runBatch(deps: Deps, { runId, after }: Batch, job: JobRun): Promise<string> {
  const run = await deps.db.read.findOneBy(CreditDryRun, { id: runId })
  if (run?.state !== 'running') return 'over'
  const { orders, atOrderId } = await compareNext(deps, questionOf(deps, run), after)
  const tally = tallyOf(orders)
  const isLast = atOrderId >= run.throughOrderId
  await deps.db.transaction(async (tx) => {
    await addTally(tx, runId, tally, { atOrderId, doneAt: isLast ? deps.clock.nowMs() : undefined })
    deps.crashPoint('dryRuns.beforeProgress')
    if (!isLast) await deps.enqueue(tx, { kind: 'dryRuns.run', payload: { runId, after: atOrderId } })
    await job.settle(tx, `${tally.changed} of ${tally.orders}`)
  })
  return 'done'
}
