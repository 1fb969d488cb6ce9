import type { Tx } from '../../db/database.ts'
import { Binding } from '../../db/entities/customers.ts'
import { lockRow } from '../../db/statements.ts'
import type { Deps } from '../../deps.ts'
import { addDays, businessDayOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import { guideById } from '../staff/queries.ts'
import { decideBinding, type Touch } from './decideBinding.ts'
import { keepBinding } from './store.ts'

/**
 * Binds the customer by first touch. The guide's row is held, so that somebody who is leaving right now either is
 * seen as gone here, or finds the new binding when theirs are ended.
 */
export async function bindByTouch(
  tx: Tx,
  deps: Pick<Deps, 'emit' | 'enqueue'>,
  externalUserId: string,
  touch: Touch,
): Promise<void> {
  const { guideId, atMs } = touch
  await lockRow(tx, 'guides', 'id', guideId, 'share')
  const guide = await guideById(tx, guideId)
  const leftOn = guide?.leftOn ?? null
  if (leftOn !== null && leftOn < businessDayOf(atMs)) return
  const decision = decideBinding(await tx.findBy(Binding, { externalUserId }), touch)
  await keepBinding(tx, externalUserId, decision, touch)
  if (decision.kind === 'open') await deps.emit(tx, { name: 'BindingOpened', externalUserId, guideId, atMs })
  const hasMoved = decision.kind === 'move_back' || decision.kind === 'hand_over'
  if (hasMoved && decision.fromGuideId !== guideId)
    await deps.emit(tx, { name: 'BindingMoved', externalUserId, guideId, fromGuideId: decision.fromGuideId, atMs })
  if (leftOn === null || decision.kind === 'keep') return
  // Told after they had left: it held until their last day was over, and not for a sale longer.
  const endMs = startOfBusinessDay(addDays(leftOn, 1))
  await deps.enqueue(tx, { kind: 'customers.endBindings', payload: { guideId, atMs: endMs } })
}
