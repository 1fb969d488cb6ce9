import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import { openWholeCustomer } from '../queries.ts'
import { addVisit } from '../store.ts'

/**
 * 今天到店: the customer was in the shop, bought or not. Once a customer and business day, whoever says so and however
 * often.
 * @throws AppError NOT_FOUND for a customer who is none of the actor's business
 */
export async function recordVisit(deps: Deps, actor: Actor, externalUserId: string): Promise<void> {
  const { boundStoreCode } = await openWholeCustomer(deps, actor, externalUserId)
  const at = deps.clock.nowMs()
  const storeCode = actor.storeCodes[0] ?? boundStoreCode
  await deps.db.transaction(async (tx) => {
    const visit = { externalUserId, guideId: actor.guideId, storeCode, at }
    if (!(await addVisit(tx, visit, businessDayOf(at)))) return
    await deps.emit(tx, { name: 'VisitRecorded', externalUserId, atMs: at })
  })
}
