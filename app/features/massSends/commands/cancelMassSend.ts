import { MassSend, MassSendTarget } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../http/errors.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { isOver } from '../lifetime.ts'
import { openTasks } from '../queries.ts'
import { moveMassSend } from '../store.ts'
import { settleTargets } from './settleTargets.ts'

const BATCH = 200

/** Stops what has not left. Repeating it changes nothing. @throws AppError RULE when all is said already */
export async function cancelMassSend(deps: Deps, massSendId: number): Promise<void> {
  const isCancelled = await deps.db.transaction(async (tx) => {
    if (await moveMassSend(tx, massSendId, ['preparing', 'offered'], 'cancelled')) {
      await deps.enqueue(tx, { kind: 'massSends.cancel', payload: { massSendId } })
      return true
    }
    return moveMassSend(tx, massSendId, ['cancelled'], 'cancelled')
  })
  if (!isCancelled) throw new AppError('RULE', undefined, '这次群发已经结束')
}

/**
 * Sets free the customers who were only planned, batch after batch, and stops the tasks that lie before guides. So ends
 * what was cancelled, and what is too old and was never laid before its guide.
 */
export async function freeTargets(deps: Deps, { massSendId }: { massSendId: number }, job: JobRun): Promise<string> {
  const send = await deps.db.read.findOneBy(MassSend, { id: massSendId })
  if (!send || !isOver(send, deps.clock.nowMs())) return 'not over'
  const rows = await deps.db.read.find(MassSendTarget, { where: { massSendId, state: 'planned' }, take: BATCH })
  const to = { state: 'not_sent', why: send.state === 'cancelled' ? 'cancelled' : 'unreachable' } as const
  const freed = rows.map(({ externalUserId }) => ({ externalUserId, to }))
  await settleTargets(deps, massSendId, 'planned', freed)
  const tasks = rows.length < BATCH ? await openTasks(deps.db.read, massSendId) : []
  await deps.db.transaction(async (tx) => {
    for (const task of tasks) await deps.enqueue(tx, { kind: 'massSends.readResult', payload: { massSendId, ...task } })
    if (rows.length === BATCH) await deps.enqueue(tx, { kind: 'massSends.cancel', payload: { massSendId } })
    await job.settle(tx, `${rows.length} freed`)
  })
  return 'freed'
}
