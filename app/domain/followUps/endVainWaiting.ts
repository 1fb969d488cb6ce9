import { type CalendarInput, type CalendarItem, stepKeyOf } from './calendar.ts'

/** How long after it was closed the answers to a follow-up can still be tapped. */
const ANSWERABLE_MS = 14 * 86_400_000

/**
 * A step waits for an answer only while it can still be given: not to a question that will not be asked, and not to
 * one asked long ago. Earlier steps of a start come earlier in `items`.
 */
export function endVainWaiting(
  items: readonly CalendarItem[],
  { progress, nowMs }: Pick<CalendarInput, 'progress' | 'nowMs'>,
): CalendarItem[] {
  const closedAtMs = new Map(progress.filter(({ kind }) => kind === 'closed').map(({ key, atMs }) => [key, atMs]))
  const answerable = new Set<string>()
  return items.map((item) => {
    const { outcome, start, key } = item
    const isVain = outcome.kind === 'waiting' && !answerable.has(stepKeyOf(start, outcome.step))
    if (isVain) return { ...item, outcome: { kind: 'dropped', why: { code: 'gate_unanswered', step: outcome.step } } }
    const isOver = (closedAtMs.get(key) ?? nowMs) <= nowMs - ANSWERABLE_MS
    if (outcome.kind !== 'dropped' && outcome.kind !== 'expired' && !isOver) answerable.add(key)
    return item
  })
}
