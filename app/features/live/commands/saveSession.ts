import { LiveSession } from '../../../db/entities/outreach.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { LiveInput } from '../contract.ts'
import { noteAct, saveSession } from '../store.ts'

/**
 * Makes a session, or changes one whose follow-ups have not been asked for yet.
 * @returns its id
 * @throws AppError NOT_FOUND, RULE once follow-ups run, CONFLICT for a stream that another session has
 */
export async function saveLiveSession(
  deps: Deps,
  actor: Actor,
  id: number | undefined,
  input: LiveInput,
): Promise<number> {
  const nowMs = deps.clock.nowMs()
  const { name, livingId, startedAtMs, endedAtMs, windowHours, filter } = input
  if (endedAtMs !== null && endedAtMs > nowMs) throw new AppError('RULE', undefined, '结束时间还没到，先留空')
  return deps.db.transaction(async (tx) => {
    if (id !== undefined) await lockRow(tx, 'live_sessions', 'id', id)
    const known = id === undefined ? undefined : await tx.findOneBy(LiveSession, { id })
    if (known === null) throw new AppError('NOT_FOUND')
    if (known && known.calledAt !== null) throw new AppError('RULE', undefined, '跟进已经开始，不能再改')
    const session = tx.create(LiveSession, {
      ...(known ?? { calledAt: null, createdBy: actor.userId, createdAt: nowMs }),
      ...{ name, livingId, startedAt: startedAtMs, endedAt: endedAtMs, windowHours, filter: { ...filter } },
    })
    if (!(await saveSession(tx, session))) throw new AppError('CONFLICT', undefined, '这场直播已经登记过了')
    await noteAct(tx, actor.userId, 'live.save', session.id, nowMs)
    await deps.enqueue(tx, { kind: 'live.sweep', payload: {} })
    return session.id
  })
}
