import type { Actor } from '../../http/actor.ts'
import { reachesStore } from '../staff/queries.ts'
import type { CustomerHead } from './panelQueries.ts'

/**
 * How much of a customer the actor may see. `limited`: a friend of theirs whom a colleague brought in. `by` says on
 * which ground: a manager's look is noted down.
 */
export type CustomerView = { kind: 'none' } | { kind: 'limited' } | { kind: 'full'; by: 'guide' | 'manager' }

type Ground = Pick<CustomerHead, 'relationState' | 'boundGuideId' | 'boundStoreCode'>

/** Whose tags of the customer the actor sees and changes. */
export function tagGuideOf(actor: Actor, head: Pick<CustomerHead, 'relationState' | 'boundGuideId'>): number {
  return head.relationState === null ? (head.boundGuideId ?? actor.guideId) : actor.guideId
}

/** Denies first: a relation that the guide ended, or gave away, is none. */
export function viewOf(actor: Actor, head: Ground): CustomerView {
  const isFriend = head.relationState !== null && ['half', 'active', 'customer_deleted'].includes(head.relationState)
  if (head.boundGuideId === actor.guideId) return { kind: 'full', by: 'guide' }
  if (isFriend && head.boundGuideId === null) return { kind: 'full', by: 'guide' }
  if (reachesStore(actor, head.boundStoreCode)) return { kind: 'full', by: 'manager' }
  return isFriend ? { kind: 'limited' } : { kind: 'none' }
}
