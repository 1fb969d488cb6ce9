import { businessDayOf, daysBetween } from '../../../app/domain/businessDay.ts'
import {
  type Answer,
  type CalendarInput,
  type CalendarItem,
  type CalendarManners,
  type CustomerFacts,
  type PlaybookStart,
  type StepProgress,
  stepKeyOf,
} from '../../../app/domain/followUps/calendar.ts'
import { planCalendar } from '../../../app/domain/followUps/planCalendar.ts'
import type { Playbook, PlaybookStep } from '../../../app/domain/followUps/playbook.ts'
import { readPlaybooks } from '../../../app/features/followUps/loadPlaybooks.ts'

export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000
export const at = (text: string) => Date.parse(`${text}:00+08:00`)

/** The playbooks as they ship. */
export const SHIPPED: readonly Playbook[] = readPlaybooks(
  new URL('../../../templates/playbooks', import.meta.url).pathname,
).playbooks

export const PAID_MS = at('2026-11-01T14:00')

export const CUSTOMER: CustomerFacts = {
  isReachable: true,
  stage: 'new',
  hasMemberCard: true,
  isWelcomed: true,
  purchasesAtMs: [PAID_MS],
  complaints: [],
}

export const MANNERS: CalendarManners = {
  quietFrom: '21:00',
  quietTo: '09:00',
  daysOff: [],
  budget: { perDay: 1, perWeek: 3 },
  expireAfterDays: 3,
}

/** A purchase of tea for 60 days. */
export const ORDER: PlaybookStart = {
  playbookId: 'first_purchase',
  subject: 'TEA-01',
  anchorKey: 'order:1',
  atMs: PAID_MS,
  useUpDays: 60,
}

function inputOf(over: Partial<CalendarInput> = {}): CalendarInput {
  const plain = { playbooks: SHIPPED, starts: [ORDER], customer: CUSTOMER, manners: MANNERS, nowMs: PAID_MS }
  return { ...plain, progress: [], answers: [], contacts: [], ...over }
}

export function calendarOf(over: Partial<CalendarInput> = {}): CalendarItem[] {
  return planCalendar(inputOf(over))
}

/** `day_7@7`: what will come, and on which day after the start. */
export function comingOf(items: readonly CalendarItem[]): string[] {
  return items.flatMap(({ start, step, outcome }) => {
    if (outcome.kind !== 'planned') return []
    return [`${step.id}@${daysBetween(businessDayOf(start.atMs), businessDayOf(outcome.atMs))}`]
  })
}

export function itemOf(items: readonly CalendarItem[], stepId: string, subject?: string): CalendarItem {
  const found = items.find((item) => item.step.id === stepId && (subject ?? item.start.subject) === item.start.subject)
  if (!found) throw new Error(`no ${stepId}`)
  return found
}

export function outcomeOf(items: readonly CalendarItem[], stepId: string, subject?: string): CalendarItem['outcome'] {
  return itemOf(items, stepId, subject).outcome
}

/** Due days later at that time, and tapped then. */
export function answered(stepId: string, ask: string, answer: string, atMs: number, start = ORDER): Answer {
  return { stepKey: stepKeyOf(start, stepId), ask, answer, atMs }
}

export function progressed(
  kind: StepProgress['kind'],
  stepId: string,
  atMs: number,
  start: PlaybookStart = ORDER,
): StepProgress {
  return { key: stepKeyOf(start, stepId), kind, purpose: 'service', atMs, expiresAtMs: atMs + 3 * DAY_MS }
}

type StepOver = Partial<Omit<PlaybookStep, 'id'>> & {
  time?: string | undefined
  offsetDays?: number
  beforeUseUpDays?: number
}

/** A step of a made-up playbook; at 10:00 unless told. */
export function stepOf(id: string, over: StepOver = {}): PlaybookStep {
  const words = { title: id, talkTrackSet: 'general', reason: id }
  return { id, ...words, purpose: 'service', priority: 50, offsetDays: 1, time: '10:00', ...over } as PlaybookStep
}

export function playbookOf(id: string, steps: PlaybookStep[], over: Partial<Playbook> = {}): Playbook {
  return { id, title: id, trigger: { on: 'customer_added' }, steps, exits: [], ...over }
}

export function startOf(playbookId: string, over: Partial<PlaybookStart> = {}): PlaybookStart {
  return { playbookId, subject: '', anchorKey: 'fact:1', atMs: PAID_MS, ...over }
}
