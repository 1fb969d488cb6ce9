import { WeComError } from 'wecom-sdk'
import { MassSend } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guideById } from '../../staff/queries.ts'
import { isOver } from '../lifetime.ts'
import { hasPlanned, offeredIn, openSends, openTasks } from '../queries.ts'
import { endIfNothingIsOpen } from '../store.ts'
import { type Settled, settleTargets } from './settleTargets.ts'

const MINUTE_MS = 60_000

/** Looks after every mass send that guides may still confirm, and after what stopping one left behind. O(open). */
export async function pollOpen(deps: Deps): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const minute = Math.floor(nowMs / MINUTE_MS)
  const open = await openSends(deps.db.read, nowMs)
  for (const send of open) {
    const massSendId = send.id
    const tasks = await openTasks(deps.db.read, massSendId)
    const isLeftOver = isOver(send, nowMs) && (await hasPlanned(deps.db.read, massSendId))
    await deps.db.transaction(async (tx) => {
      for (const task of tasks) {
        const dedupeKey = `massSends.read:${task.msgId}:${minute}`
        await deps.enqueue(tx, { kind: 'massSends.readResult', payload: { massSendId, ...task }, dedupeKey })
      }
      if (isLeftOver) {
        const dedupeKey = `massSends.free:${massSendId}:${minute}`
        await deps.enqueue(tx, { kind: 'massSends.cancel', payload: { massSendId }, dedupeKey })
      }
      await endIfNothingIsOpen(tx, massSendId)
    })
  }
  return `${open.length} open`
}

interface Task {
  massSendId: number
  guideId: number
  msgId: string
}

/**
 * What became of one guide's task. Once it is cancelled or too old it is stopped first, whoever comes by, and then
 * read for the last time: what had left stays. Repeating it is harmless.
 */
export async function readResult(deps: Deps, task: Task, job: JobRun): Promise<string> {
  const { massSendId } = task
  const send = await deps.db.read.findOneBy(MassSend, { id: massSendId })
  if (!send) return 'over'
  const isLast = isOver(send, deps.clock.nowMs())
  if (isLast) await stop(deps, task.msgId)
  const told = await outcomesOf(deps, task)
  const waiting = new Set(await offeredIn(deps.db.read, massSendId, task.msgId))
  const known = told.filter(({ externalUserId }) => waiting.delete(externalUserId))
  const to = { state: 'not_sent', why: send.state === 'cancelled' ? 'cancelled' : 'not_confirmed' } as const
  const givenUp = isLast ? [...waiting].map((externalUserId) => ({ externalUserId, to })) : []
  await settleTargets(deps, massSendId, 'offered', [...known, ...givenUp])
  await deps.db.transaction(async (tx) => {
    await endIfNothingIsOpen(tx, massSendId)
    await job.settle(tx, `${told.length} known`)
  })
  return 'read'
}

async function stop(deps: Deps, msgid: string): Promise<void> {
  try {
    await deps.wecom.cancelGroupMsgSend({ msgid })
  } catch (error) {
    if (!(error instanceof WeComError) || error.meaning !== 'task_over') throw error
  }
}

/** WeCom: 1 sent, 2 no friend any more, 3 has had its mass message; 0 still waits. */
const WHY: Record<number, string> = { 1: '', 2: 'not_friend', 3: 'had_another' }

async function outcomesOf(deps: Deps, { guideId, msgId }: Task): Promise<Settled[]> {
  const guide = await guideById(deps.db.read, guideId)
  const found: Settled[] = []
  for (let cursor: string | undefined; guide; ) {
    const page = await deps.wecom.getGroupMsgSendResult({
      msgid: msgId,
      userid: guide.userId,
      limit: 1000,
      ...(cursor ? { cursor } : {}),
    })
    for (const { external_userid, status, send_time } of page.send_list) {
      const why = WHY[status]
      if (external_userid === undefined || why === undefined) continue
      const at = send_time === undefined ? deps.clock.nowMs() : send_time * 1000
      found.push({
        externalUserId: external_userid,
        to: status === 1 ? { state: 'sent', at } : { state: 'not_sent', why },
      })
    }
    cursor = page.next_cursor
    if (!cursor) break
  }
  return found
}
