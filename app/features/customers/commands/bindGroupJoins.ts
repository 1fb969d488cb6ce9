import { Binding } from '../../../db/entities/customers.ts'
import type { Deps } from '../../../deps.ts'
import { contactWayByState } from '../../contactWays/queries.ts'
import { type GroupJoin, joinsByState } from '../../groups/queries.ts'
import { decideBinding, type Touch } from '../decideBinding.ts'
import { keepBinding, keepCustomer, tellOnce } from '../store.ts'

/**
 * Who came into a store's group through its own QR is bound to the group's guide, friend or not.
 * @returns how many joins were new
 */
export async function bindGroupJoins(deps: Deps, chatId: string): Promise<number> {
  let count = 0
  for (const join of await joinsByState(deps.db.read, chatId)) count += (await bindJoin(deps, chatId, join)) ? 1 : 0
  return count
}

async function bindJoin(deps: Deps, chatId: string, join: GroupJoin): Promise<boolean> {
  const { memberId: externalUserId, name, joinedAt: atMs, stateToken, guideId } = join
  const way = await contactWayByState(deps.db.read, stateToken)
  if (way?.kind !== 'group') return false
  return deps.db.transaction(async (tx) => {
    const nowMs = deps.clock.nowMs()
    const onceKey = `group_joined:${chatId}:${externalUserId}:${atMs}`.slice(0, 160)
    const entry = { externalUserId, kind: 'group_joined', guideId, at: atMs, data: { chatId }, onceKey }
    if (!(await tellOnce(tx, entry))) return false
    await keepCustomer(tx, externalUserId, {
      face: undefined,
      knownName: name,
      unionKey: undefined,
      addedAtMs: atMs,
      nowMs,
    })
    const touch: Touch = { guideId, storeCode: way.storeCode, source: 'group_join', stateToken, atMs }
    const decision = decideBinding(await tx.findBy(Binding, { externalUserId }), touch)
    await keepBinding(tx, externalUserId, decision, touch)
    if (decision.kind === 'open') await deps.emit(tx, { name: 'BindingOpened', externalUserId, guideId, atMs })
    if (decision.kind === 'move_back' && decision.fromGuideId !== guideId)
      await deps.emit(tx, { name: 'BindingMoved', externalUserId, guideId, fromGuideId: decision.fromGuideId, atMs })
    await deps.emit(tx, { name: 'CustomerIdentified', externalUserId, atMs: nowMs })
    return true
  })
}
