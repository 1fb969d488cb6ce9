import type { CalendarItem } from '../../../domain/followUps/calendar.ts'
import { stepOf } from '../asks.ts'
import type { RowDecision } from './decideRows.ts'
import type { Gathered } from './gatherCalendar.ts'
import { isOpen } from './progress.ts'
import { startKeyOf } from './starts.ts'

/**
 * Open rows that the calendar knows nothing of. The operator took the step out: nobody is told to do it, but a guide
 * who has it in hand may finish. The fact that started it is not true of this customer any more: then it falls.
 */
export function orphansOf(items: readonly CalendarItem[], { stored, input }: Gathered): RowDecision[] {
  const starts = new Map(stored.tracks.map((track) => [track.id, startKeyOf(track)]))
  const planned = new Set(items.map(({ start, step }) => `${startKeyOf(start)} ${step.id}`))
  return stored.rows.filter(isOpen).flatMap((row): RowDecision[] => {
    if (planned.has(`${starts.get(row.trackId)} ${row.stepId}`)) return []
    const isRemoved = stepOf(input.playbooks, row) === undefined
    if (isRemoved && row.state === 'due' && input.customer.isReachable) return []
    const reason = input.customer.isReachable ? (isRemoved ? 'step_removed' : 'start_gone') : 'exit:customer_lost'
    return [{ kind: 'close', row, state: 'dropped', reason }]
  })
}
