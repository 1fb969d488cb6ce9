import type { Deps } from '../../../deps.ts'
import { contactWayByState } from '../../contactWays/queries.ts'
import { type GroupJoin, joinsByState } from '../../groups/queries.ts'
import { bindByTouch } from '../bindByTouch.ts'
import type { Touch } from '../decideBinding.ts'
import { keepCustomer, tellOnce } from '../store.ts'
import { keysTold } from '../timelineQueries.ts'

/**
 * Who came into a store's group through its own QR is bound to the group's guide, friend or not.
 * @returns how many joins were new
 */
export async function bindGroupJoins(deps: Deps, chatId: string): Promise<number> {
  const joins = await joinsByState(deps.db.read, chatId)
  const told = await keysTold(
    deps.db.read,
    joins.map((join) => onceKeyOf(chatId, join)),
  )
  // A full group that changes must not cost a transaction for each who ever came in.
  const fresh = joins.filter((join) => !told.has(onceKeyOf(chatId, join)))
  let count = 0
  for (const join of fresh) count += (await bindJoin(deps, chatId, join)) ? 1 : 0
  return count
}

function onceKeyOf(chatId: string, { memberId, joinedAt }: GroupJoin): string {
  return `group_joined:${chatId}:${memberId}:${joinedAt}`.slice(0, 160)
}

async function bindJoin(deps: Deps, chatId: string, join: GroupJoin): Promise<boolean> {
  const { memberId: externalUserId, name, joinedAt: atMs, stateToken, guideId } = join
  const way = await contactWayByState(deps.db.read, stateToken)
  if (way?.kind !== 'group') return false
  return deps.db.transaction(async (tx) => {
    const nowMs = deps.clock.nowMs()
    const onceKey = onceKeyOf(chatId, join)
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
    await bindByTouch(tx, deps, externalUserId, touch)
    await deps.emit(tx, { name: 'CustomerIdentified', externalUserId, atMs: nowMs })
    return true
  })
}
