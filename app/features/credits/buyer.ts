import type { Order } from '../../db/entities/orders.ts'

/** Something that says who the buyer is. */
export interface BuyerLink {
  externalUserId: string
  /** The fact's own time; 0 when it has none. */
  sinceMs: number
  /** It hangs on something without a time of its own (a row of a member list): it counts from when that was there. */
  isUntimed: boolean
  /** The contact exists since then; nobody was known as a contact before. */
  firstAddedMs: number
}

export interface BuyerEvidence {
  links: BuyerLink[]
  /** The order's keys match a member, with or without a contact. */
  hasMember: boolean
}

export type BuyerColumns = Pick<Order, 'buyerState' | 'buyerCustomerId' | 'buyerKnownAt'>

interface Moment {
  /** No decision was ever made: what is there now counts as known at payment. */
  isFirstDecision: boolean
  /** When a link without a time of its own appeared, for later decisions. */
  appearedMs: number
  waitUntilMs: number
}

export interface ResolvedBuyer {
  columns: BuyerColumns
  /** More than one contact matches: for a person to settle, never a silent pick. */
  conflicting: string[]
}

type BuyerOrder = BuyerColumns & Pick<Order, 'paidAt' | 'buyerPhoneKey' | 'buyerUnionKey'> & Partial<Order>

/**
 * Who bought, from all that is known today. What was once decided stays: a later, contrary link is listed for a
 * person, and the earliest instant at which the same answer was known wins, so that arrival does not matter.
 */
export function resolveBuyer(order: BuyerOrder, evidence: BuyerEvidence, moment: Moment): ResolvedBuyer {
  const matched = [...new Set(evidence.links.map((link) => link.externalUserId))].sort()
  const conflicting = matched.length > 1 ? matched : []
  const settled = order.buyerState === 'known' ? order.buyerCustomerId : null
  const customerId = settled ?? (matched.length === 1 ? matched[0] : undefined)
  if (customerId === undefined) return { columns: withoutContact(order, evidence, moment, conflicting), conflicting }
  const links = evidence.links.filter((link) => link.externalUserId === customerId)
  const instants = links.map((link) =>
    Math.max(link.sinceMs, link.firstAddedMs, link.isUntimed ? untimedAt(order, moment) : 0),
  )
  if (settled !== null && order.buyerKnownAt !== null) instants.push(order.buyerKnownAt)
  const knownAt = Math.min(...instants)
  // Decided long ago as a member without a contact: the contact found now only completes the history.
  if (order.buyerState === 'member' && knownAt > moment.waitUntilMs) {
    return { columns: { ...columnsOf(order), buyerCustomerId: customerId }, conflicting }
  }
  return { columns: { buyerState: 'known', buyerCustomerId: customerId, buyerKnownAt: knownAt }, conflicting }
}

function withoutContact(
  order: BuyerOrder,
  { hasMember }: BuyerEvidence,
  moment: Moment,
  conflicting: string[],
): BuyerColumns {
  if (order.buyerState === 'member' || order.buyerState === 'known') return columnsOf(order)
  const unknown = { buyerCustomerId: null, buyerKnownAt: null }
  if (conflicting.length > 0) return { buyerState: 'conflict', ...unknown }
  if (hasMember) return { buyerState: 'member', buyerCustomerId: null, buyerKnownAt: untimedAt(order, moment) }
  return { buyerState: order.buyerState === 'none' ? 'none' : 'unmatched', ...unknown }
}

function untimedAt(order: BuyerOrder, moment: Moment): number {
  return moment.isFirstDecision ? order.paidAt : moment.appearedMs
}

function columnsOf({ buyerState, buyerCustomerId, buyerKnownAt }: BuyerColumns): BuyerColumns {
  return { buyerState, buyerCustomerId, buyerKnownAt }
}
