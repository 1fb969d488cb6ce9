import { In, MoreThan } from 'typeorm'
import { LiveSession, LiveViewer } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { Playbook } from '../../../domain/followUps/playbook.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { SEGMENT_FILTER } from '../../segments/contract.ts'
import { pageMatching } from '../../segments/queries.ts'
import { liveAnchor, windowEndMs } from '../session.ts'
import { markCalled, noteAct } from '../store.ts'

const BATCH = 200

/** Asks for the follow-ups of a session, once. @returns whether this call did */
export function beginCalls(deps: Deps, sessionId: number): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await markCalled(tx, sessionId, deps.clock.nowMs()))) return false
    await deps.enqueue(tx, { kind: 'live.call', payload: { sessionId, after: '' } })
    return true
  })
}

/**
 * The operator says that the list is complete.
 * @throws AppError NOT_FOUND, RULE while the session is not over or its window has closed
 */
export async function callNow(deps: Deps, actor: Actor, sessionId: number): Promise<void> {
  const session = await deps.db.read.findOneBy(LiveSession, { id: sessionId })
  if (!session) throw new AppError('NOT_FOUND')
  const end = windowEndMs(session)
  if (end === undefined) throw new AppError('RULE', undefined, '直播还没结束，先填结束时间')
  if (end <= deps.clock.nowMs()) throw new AppError('RULE', undefined, `已经过了 ${session.windowHours} 小时，不再跟进`)
  if (await beginCalls(deps, sessionId))
    await deps.db.transaction((tx) => noteAct(tx, actor.userId, 'live.call', sessionId, deps.clock.nowMs()))
}

/** Calls the live playbooks for one batch of matching customers; the job of the next batch commits with it. */
export async function callBatch(
  deps: Deps,
  playbooks: readonly Playbook[],
  { sessionId, after }: { sessionId: number; after: string },
  job: JobRun,
): Promise<string> {
  const { read } = deps.db
  const session = await read.findOneBy(LiveSession, { id: sessionId })
  const endsAtMs = session ? windowEndMs(session) : undefined
  if (!session || session.endedAt === null || session.calledAt === null || endsAtMs === undefined) return 'not over'
  const called = playbooks.filter(({ trigger }) => trigger.on === 'live_ended')
  const filter = SEGMENT_FILTER.parse(session.filter)
  const page = { after: after || undefined, limit: BATCH }
  const rows = await pageMatching(read, { kind: 'all' }, filter, session.calledAt, page)
  const ids = rows.map(({ externalUserId }) => externalUserId)
  const viewers = await read.findBy(LiveViewer, { sessionId, externalUserId: In(ids), watchedSeconds: MoreThan(0) })
  const watched = new Set(viewers.map(({ externalUserId }) => externalUserId))
  const call = { anchorKey: liveAnchor(sessionId), startAtMs: session.endedAt, endsAtMs, atMs: deps.clock.nowMs() }
  const last = ids.at(-1)
  const outcome = `${ids.length} called, ${watched.size} watched`
  await deps.db.transaction(async (tx) => {
    for (const externalUserId of ids)
      for (const { id: playbookId } of called) {
        const data = { name: session.name, liveName: session.name, hasWatched: String(watched.has(externalUserId)) }
        await deps.emit(tx, { name: 'PlaybookCalled', playbookId, externalUserId, data, ...call })
      }
    if (ids.length === BATCH && last !== undefined)
      await deps.enqueue(tx, { kind: 'live.call', payload: { sessionId, after: last } })
    deps.crashPoint('live.batchRecorded')
    await job.settle(tx, outcome)
  })
  return outcome
}
