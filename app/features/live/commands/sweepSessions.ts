import { IsNull, LessThanOrEqual } from 'typeorm'
import { LiveSession } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import { addDays, atTimeOfDay, businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { windowEndMs } from '../session.ts'
import { beginCalls } from './callViewers.ts'

const MAX_ROWS = 100
/** Nobody speaks longer; a session without an end by then waits for the operator. */
const LONGEST_MS = 24 * 3_600_000

/**
 * Sessions whose follow-ups have not begun: WeCom is asked about its own; a list of the operator's is awaited until
 * the next morning, so that who watched is known, and then the window is used all the same.
 */
export async function sweepSessions(deps: Deps, job: JobRun): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const rows = await deps.db.read.find(LiveSession, {
    where: { calledAt: IsNull(), startedAt: LessThanOrEqual(nowMs) },
    order: { startedAt: 'DESC' },
    take: MAX_ROWS,
  })
  let acted = 0
  for (const session of rows) {
    const end = windowEndMs(session)
    if (end !== undefined && end <= nowMs) continue
    const isFresh = session.endedAt !== null || nowMs - session.startedAt <= LONGEST_MS
    if (session.livingId !== null && isFresh) acted += await ask(deps, session.id)
    if (isMorningAfter(session, nowMs) && (await beginCalls(deps, session.id))) acted += 1
  }
  const outcome = `${acted} of ${rows.length}`
  await deps.db.transaction((tx) => job.settle(tx, outcome))
  return outcome
}

async function ask(deps: Deps, sessionId: number): Promise<number> {
  await deps.db.transaction((tx) => deps.enqueue(tx, { kind: 'live.readFromWeCom', payload: { sessionId } }))
  return 1
}

function isMorningAfter({ endedAt }: LiveSession, nowMs: number): boolean {
  return endedAt !== null && nowMs >= atTimeOfDay(addDays(businessDayOf(endedAt), 1), '09:00')
}
