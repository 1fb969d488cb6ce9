import type { Tx } from '../../../db/database.ts'
import type { Deps } from '../../../deps.ts'
import { planCalendar } from '../../../domain/followUps/planCalendar.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { gatherCalendar } from '../calendar/gatherCalendar.ts'
import { recordCalendar } from '../calendar/recordCalendar.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { lockCustomer } from '../store.ts'

export type Replanning = Pick<Deps, 'db' | 'clock' | 'rules' | 'emit' | 'enqueue'>

/**
 * Plans one customer's calendar afresh from all facts and writes the difference. Which fact asked for it does not
 * matter: doing it again, or for nothing, changes nothing.
 */
export async function replanCustomer(
  deps: Replanning,
  playbooks: readonly LoadedPlaybook[],
  externalUserId: string,
  job: Pick<JobRun, 'settle'>,
): Promise<string> {
  return deps.db.transaction(async (tx) => {
    const written = await replanIn(tx, deps, playbooks, externalUserId)
    const outcome = written === undefined ? 'unknown customer' : `${written} written`
    await job.settle(tx, outcome)
    return outcome
  })
}

/** @returns how many rows were written; undefined for an unknown customer */
export async function replanIn(
  tx: Tx,
  deps: Omit<Replanning, 'db'>,
  playbooks: readonly LoadedPlaybook[],
  externalUserId: string,
): Promise<number | undefined> {
  await lockCustomer(tx, externalUserId)
  const gathered = await gatherCalendar(tx, deps, playbooks, externalUserId)
  if (!gathered) return undefined
  return recordCalendar(tx, deps, externalUserId, gathered, planCalendar(gathered.input))
}
