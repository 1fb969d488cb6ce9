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
  const [kept, dropped] = compareImportance(a, b) <= 0 ? [a, b] : [b, a]
  if (a.purpose !== b.purpose) return { kept, dropped, why: 'service_first' }
  return { kept, dropped, why: a.priority === b.priority ? 'earlier' : 'more_important' }
}

/** More important first; 0 only where nothing tells them apart. */
export function compareImportance(a: Mergeable, b: Mergeable): number {
  if (a.purpose !== b.purpose) return a.purpose === 'service' ? -1 : 1
  return b.priority - a.priority || a.dueAtMs - b.dueAtMs
}
