import { CreditObjection } from '../../../db/entities/creditCases.ts'
import { Order } from '../../../db/entities/orders.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { SettleInput } from '../contract.ts'
import { closeObjection, holdOrder, noteAct } from '../store.ts'
import { type CaseDeps, type PostCredit, proposeIn } from './proposeCorrection.ts'

/**
 * Settles an objection that the actor may see: rejected with an answer, or upheld, which proposes a correction in the
 * same transaction. Settled once; the same answer again changes nothing.
 * @param clientKey of the correction, already the actor's own
 * @throws AppError RULE for one's own objection, for one that is settled, and for what a correction may not be
 */
export async function settleObjection(
  deps: CaseDeps,
  post: PostCredit,
  actor: Actor,
  { id, orderId, guideId }: Pick<CreditObjection, 'id' | 'orderId' | 'guideId'>,
  input: SettleInput,
): Promise<void> {
  const { userId } = actor
  if (guideId === actor.guideId) throw new AppError('RULE', undefined, '自己的异议要由别人来处理')
  const order = await deps.db.read.findOneByOrFail(Order, { id: orderId })
  await deps.db.transaction(async (tx) => {
    await holdOrder(tx, orderId)
    const objection = await tx.findOneByOrFail(CreditObjection, { id })
    const { outcome, answer } = input
    if (objection.state !== 'open') {
      if (objection.state === outcome && objection.settledBy === userId) return
      throw new AppError('RULE', undefined, '这条异议已经处理过了')
    }
    const proposal =
      input.outcome === 'upheld' ? { ...input.correction, reason: answer, clientKey: input.clientKey } : undefined
    const correctionId = proposal ? await proposeIn(tx, deps, post, actor, order, proposal) : null
    const settledAt = deps.clock.nowMs()
    await closeObjection(tx, id, { state: outcome, settledBy: userId, settledAt, answer, correctionId })
    const action = `credit.objection.${outcome}` as const
    const detail = { orderId, correctionId }
    await noteAct(tx, { at: settledAt, actor: userId, action, subject: String(id), detail })
    await deps.emit(tx, { name: 'ObjectionAnswered', objectionId: id, atMs: settledAt })
  })
}
