import type { CustomerFacts, PlaybookStart } from './calendar.ts'
import type { ExitFact, Playbook, PlaybookStep } from './playbook.ts'

interface ExitFacts {
  playbook: Playbook
  start: PlaybookStart
  customer: CustomerFacts
}

const HAPPENED: { [Fact in ExitFact]: (facts: ExitFacts) => boolean } = {
  refunded: ({ start }) => start.refundedAtMs !== undefined,
  returned: ({ start }) => start.refundedAtMs !== undefined,
  complaint_opened: wasStoppedByComplaint,
  complaint_closed: ({ start, customer }) =>
    !customer.complaints.some(({ openedAtMs, closedAtMs }) => closedAtMs === undefined && openedAtMs <= start.atMs),
  customer_lost: ({ customer }) => !customer.isReachable,
  first_purchase: ({ customer }) => customer.purchasesAtMs.length > 0,
  purchased: ({ start, customer }) => customer.purchasesAtMs.some((atMs) => atMs > start.atMs),
  bought_again: ({ start }) => start.boughtAgainAtMs !== undefined,
  card_claimed: ({ customer }) => customer.hasMemberCard,
}

/** The fact that ends a step, or with no step the whole start. With nobody to speak, everything ends. */
export function findExit(facts: ExitFacts, step?: PlaybookStep): ExitFact | undefined {
  const isCounted = step !== undefined && 'beforeUseUpDays' in step
  const exit = facts.playbook.exits.find(({ on, drops }) => (drops === 'all' || isCounted) && HAPPENED[on](facts))
  return exit?.on ?? (facts.customer.isReachable ? undefined : 'customer_lost')
}

/**
 * What began before a complaint was settled has lost its tone for good, also when the complaint is closed. Only the
 * follow-through of complaints goes on; the return visit after one gives way to the next.
 */
function wasStoppedByComplaint({ playbook, start, customer }: ExitFacts): boolean {
  const { on } = playbook.trigger
  if (on === 'complaint_opened') return false
  if (on === 'complaint_closed') return customer.complaints.some(({ openedAtMs }) => openedAtMs > start.atMs)
  return customer.complaints.some(({ closedAtMs }) => closedAtMs === undefined || closedAtMs > start.atMs)
}
