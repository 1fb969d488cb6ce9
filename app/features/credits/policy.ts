import type { Actor } from '../../http/actor.ts'

export interface CreditSubject {
  /** Guides with an entry of the order, now or once. */
  creditedGuideIds: readonly number[]
  /** Guides the customer is or was bound to, and guides named on the order. */
  relatedGuideIds: readonly number[]
  /** The order's store and the stores of its entries. */
  storeCodes: readonly string[]
}

/** A guide sees what concerns them or their customer; a manager what happened in their stores. */
export function canSeeCredit(actor: Actor, subject: CreditSubject): boolean {
  if (actor.reach.kind === 'all') return true
  if (subject.creditedGuideIds.includes(actor.guideId) || subject.relatedGuideIds.includes(actor.guideId)) return true
  if (actor.reach.kind === 'none') return false
  const { storeCodes } = actor.reach
  return subject.storeCodes.some((code) => storeCodes.includes(code))
}
