import { CreditCorrection, CreditObjection } from '../../../db/entities/creditCases.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { DecideInput } from '../contract.ts'
import { isAmong, type NewShares } from '../holders.ts'
import { closeCorrection, holdOrder, noteAct } from '../store.ts'
import { type CaseDeps, nextDecisionAt, type PostCredit } from './proposeCorrection.ts'

/**
 * The second person's word, once: of two at the same moment one counts. Approved, it is posted in the same
 * transaction with the order held, so that a refund at that moment comes before or after it, never between.
 * @throws AppError RULE for whom it may not be decided by, or when it is decided already
 */
export async function decideCorrection(
  deps: CaseDeps,
  post: PostCredit,
  actor: Actor,
  id: number,
  { outcome, note }: DecideInput,
): Promise<void> {
  const { userId, guideId } = actor
  const known = await deps.db.read.findOneBy(CreditCorrection, { id })
  if (!known) throw new AppError('NOT_FOUND')
  const { orderId } = known
  await deps.db.transaction(async (tx) => {
    await holdOrder(tx, orderId)
    const correction = await tx.findOneByOrFail(CreditCorrection, { id })
    if (correction.state !== 'proposed') {
      if (correction.state === outcome && correction.decidedBy === userId) return
      throw new AppError('RULE', undefined, '这条更正已经定下了')
    }
    if (outcome === 'approved') {
      if (correction.proposedBy === userId) throw new AppError('RULE', undefined, '要由另一位运营来批准')
      if (isAmong(guideId, correction.toHolders as NewShares))
        throw new AppError('RULE', undefined, '不能批准给自己的业绩')
    }
    const nowMs = deps.clock.nowMs()
    const decidedAt = outcome === 'approved' ? await nextDecisionAt(tx, orderId, nowMs) : nowMs
    await closeCorrection(tx, id, { state: outcome, decidedBy: userId, decidedAt, decisionNote: note })
    const action = `credit.correction.${outcome}` as const
    await noteAct(tx, { at: nowMs, actor: userId, action, subject: String(id), detail: { orderId } })
    if (outcome === 'approved') await post(tx, deps, { orderId })
    for (const objection of await tx.findBy(CreditObjection, { correctionId: id }))
      await deps.emit(tx, { name: 'ObjectionAnswered', objectionId: objection.id, atMs: nowMs })
  })
}
