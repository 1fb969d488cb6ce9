import { addDays } from '../../../domain/businessDay.ts'
import type { DateKind, Playbook } from '../../../domain/followUps/playbook.ts'
import { festivalsOf } from './festivals.ts'

/** A day that may call a playbook for somebody. */
export interface DueDate {
  playbookId: string
  date: DateKind
  /** `YYYY-MM-DD`, today or ahead. */
  day: string
  holidayId?: string
}

/**
 * Every day near enough that a playbook wants to be called for it. A day is looked at each night until it has passed:
 * so a night without a sweep, or a birthday learned late, loses nothing.
 */
export function listDueDates(playbooks: readonly Playbook[], today: string): DueDate[] {
  return playbooks.flatMap((playbook): DueDate[] => {
    const { id: playbookId, trigger } = playbook
    if (trigger.on !== 'date') return []
    const days = Array.from({ length: leadDays(playbook) + 1 }, (_, ahead) => addDays(today, ahead))
    const { date, holidays = [] } = trigger
    if (date !== 'holiday') return days.map((day) => ({ playbookId, date, day }))
    return days.flatMap((day) => holidaysOn(day, holidays).map((holidayId) => ({ playbookId, date, day, holidayId })))
  })
}

/** A night more than its earliest step looks ahead. */
function leadDays({ steps }: Playbook): number {
  return Math.max(0, ...steps.map((step) => ('offsetDays' in step ? -step.offsetDays : 0))) + 1
}

function holidaysOn(day: string, wanted: readonly string[]): string[] {
  const festivals = festivalsOf(Number(day.slice(0, 4)))
  return festivals.filter((festival) => festival.day === day && wanted.includes(festival.id)).map(({ id }) => id)
}

/** Names the fact: the same day calls a playbook once for a customer. */
export function anchorOf({ date, day, holidayId }: DueDate): string {
  const year = day.slice(0, 4)
  if (date === 'holiday') return `holiday:${holidayId}:${year}`
  return `${date === 'birthday' ? 'birthday' : 'anniversary'}:${year}`
}

/** `MM-DD` of everybody whose day it is: in a year without a 29 February theirs is the 28th. */
export function monthDaysOf(day: string): string[] {
  const monthDay = day.slice(5)
  const isShort = monthDay === '02-28' && addDays(day, 1).endsWith('-03-01')
  return isShort ? [monthDay, '02-29'] : [monthDay]
}
