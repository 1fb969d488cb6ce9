import type { Purpose } from './playbook.ts'

/** What decides between two follow-ups for one customer on one day. Higher `priority` is more important. */
export interface Mergeable {
  purpose: Purpose
  priority: number
  dueAtMs: number
}

export interface Merge<FollowUp extends Mergeable> {
  kept: FollowUp
  dropped: FollowUp
  why: 'service_first' | 'more_important' | 'earlier'
}

/** Two on one day become the more important one: service before sale, then priority, then the earlier; `a` on a tie. */
export function mergeSameDay<FollowUp extends Mergeable>(a: FollowUp, b: FollowUp): Merge<FollowUp> {
  if (a.purpose !== b.purpose) return decide(a, b, a.purpose === 'service', 'service_first')
  if (a.priority !== b.priority) return decide(a, b, a.priority > b.priority, 'more_important')
  return decide(a, b, a.dueAtMs <= b.dueAtMs, 'earlier')
}

function decide<FollowUp extends Mergeable>(
  a: FollowUp,
  b: FollowUp,
  isFirstKept: boolean,
  why: Merge<FollowUp>['why'],
): Merge<FollowUp> {
  return isFirstKept ? { kept: a, dropped: b, why } : { kept: b, dropped: a, why }
}
