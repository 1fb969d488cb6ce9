import type { Deps } from '../../../deps.ts'
import { addDays, businessDayOf, startOfBusinessDay } from '../../../domain/businessDay.ts'
import type { Playbook } from '../../../domain/followUps/playbook.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { anchorOf, type DueDate, listDueDates } from './dueDates.ts'
import { festivalsOf } from './festivals.ts'
import { customersOfDate } from './queries.ts'

const BATCH = 200

type Calling = Pick<Deps, 'db' | 'clock' | 'emit' | 'enqueue' | 'crashPoint'>

/** Every night: one chain of batches for each day that is near. */
export async function sweepDates(deps: Calling, playbooks: readonly Playbook[], job: JobRun): Promise<string> {
  const dates = listDueDates(playbooks, businessDayOf(deps.clock.nowMs()))
  await deps.db.transaction(async (tx) => {
    for (const due of dates) await deps.enqueue(tx, { kind: CALL_DATE, payload: { ...due, after: '' } })
    await job.settle(tx, `${dates.length} days`)
  })
  return `${dates.length} days`
}

export const CALL_DATE = 'followUps.callDate'

/**
 * Calls a playbook for one batch of those whose day it is. The batch and the job of the next one commit together, and
 * whom the day has called already is not found again.
 */
export async function callDate(
  deps: Calling,
  playbooks: readonly Playbook[],
  { after, ...due }: DueDate & { after: string },
  job: JobRun,
): Promise<string> {
  const playbook = playbooks.find(({ id }) => id === due.playbookId)
  const page = { after, limit: BATCH, stages: playbook?.when?.stages }
  const found = playbook ? await customersOfDate(deps.db.read, due, page) : []
  const call = callOf(due, deps.clock.nowMs())
  const outcome = `${found.length} called`
  await deps.db.transaction(async (tx) => {
    for (const externalUserId of found) await deps.emit(tx, { name: 'PlaybookCalled', externalUserId, ...call })
    const last = found.at(-1)
    if (found.length === BATCH && last !== undefined)
      await deps.enqueue(tx, { kind: CALL_DATE, payload: { ...due, after: last } })
    deps.crashPoint('followUps.dateCalled')
    await job.settle(tx, outcome)
  })
  return outcome
}

/** Counted from the first moment of the day; what was not said by the end of the next one stays unsaid. */
function callOf(due: DueDate, atMs: number) {
  const { playbookId, day, holidayId } = due
  const holiday = festivalsOf(Number(day.slice(0, 4))).find(({ id }) => id === holidayId)
  return {
    playbookId,
    anchorKey: anchorOf(due),
    startAtMs: startOfBusinessDay(day),
    endsAtMs: startOfBusinessDay(addDays(day, 2)),
    data: holiday ? { holidayId: holiday.id, holidayName: holiday.name } : ({} as Record<string, string>),
    atMs,
  }
}
