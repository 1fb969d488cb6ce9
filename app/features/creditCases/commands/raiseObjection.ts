import { CreditObjection } from '../../../db/entities/creditCases.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { holdOrder, insertObjection, noteAct } from '../store.ts'

interface Objecting {
  orderId: number
  orderStoreCode: string | null
  reason: string
  /** Already the guide's own. */
  clientKey: string
}

/**
 * A guide says that a sale is theirs. One open objection per guide and order: a second tap is the same objection,
 * and so is a repeated request whose objection has been settled meanwhile.
 * @returns its id
 * @throws AppError RULE when the key was used for another order
 */
export async function raiseObjection(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  { orderId, orderStoreCode, reason, clientKey }: Objecting,
): Promise<number> {
  const { guideId, userId, storeCodes } = actor
  return deps.db.transaction(async (tx) => {
    await holdOrder(tx, orderId)
    const open = await tx.findOneBy(CreditObjection, { orderId, guideId, state: 'open' })
    if (open) return open.id
    const same = await tx.findOneBy(CreditObjection, { clientKey })
    if (same && same.orderId !== orderId) throw new AppError('RULE', undefined, '这个请求编号已经用在别的订单上')
    if (same) return same.id
    const at = deps.clock.nowMs()
    const id = await insertObjection(tx, {
      ...{ orderId, guideId, reason, at, clientKey, state: 'open' as const },
      storeCode: storeCodes[0] ?? orderStoreCode,
      ...{ settledBy: null, settledAt: null, answer: '', correctionId: null },
    })
    await noteAct(tx, { at, actor: userId, action: 'credit.objection', subject: String(id), detail: { orderId } })
    return id
  })
}
