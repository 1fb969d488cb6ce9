import type { CreditCorrection } from '../../db/entities/creditCases.ts'
import type { Actor } from '../../http/actor.ts'
import { isAmong, type NewShares } from './holders.ts'

/** Whoever sells can say that a sale is theirs; regional managers and operators sell nothing. */
export function mayObject({ role }: Pick<Actor, 'role'>): boolean {
  return role === 'guide' || role === 'store_manager'
}

/** The second person is another operator than who proposed it, and gains nothing by it. */
export function mayDecide({ role, userId, guideId }: Actor, correction: CreditCorrection): boolean {
  const { state, proposedBy, toHolders } = correction
  return (
    role === 'operator' && state === 'proposed' && proposedBy !== userId && !isAmong(guideId, toHolders as NewShares)
  )
}
