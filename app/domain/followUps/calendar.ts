import type { Stage } from '../lifecycle/stage.ts'
import type { Obstacle } from './fitSlot.ts'
import type { DropWhy, Playbook, PlaybookStep, Purpose } from './playbook.ts'

/** One start of a playbook for a customer: what its steps count from, and what is known of just this start. */
export interface PlaybookStart {
  playbookId: string
  /** Product code, or empty. */
  subject: string
  /** The fact that started it: `order:12`, `complaint:3`, `birthday:2026`. The same fact starts it once. */
  anchorKey: string
  atMs: number
  /** Nothing of it is worth saying from then on: the end of the live window, of the phase, of the holiday. */
  endsAtMs?: number
  delivery?: 'pickup' | 'shipping'
  slowEffect?: boolean
  boughtThisProductBefore?: boolean
  isRepeatBuyer?: boolean
  hasWatched?: boolean
  category?: string
  /** Days until what was bought is used up, for the quantity bought; absent when no cycle is known. */
  useUpDays?: number
  /** When the very order line was given back, and when the same product was bought again. */
  refundedAtMs?: number
  boughtAgainAtMs?: number
}

/** What is known of the customer now, whatever started. Times are unix milliseconds. */
export interface CustomerFacts {
  /** Somebody is their friend and can speak to them. */
  isReachable: boolean
  stage: Stage
  quality?: 'high' | 'low'
  hasMemberCard: boolean
  isWelcomed: boolean
  /** Paid and not given back whole. */
  purchasesAtMs: readonly number[]
  complaints: readonly { openedAtMs: number; closedAtMs?: number }[]
  /** Newest answer to `feedback`. */
  lastFeedback?: string
  /** No prompts of this customer until then; `Infinity` for ever. */
  mutedUntilMs?: number
}

/** What has happened to a step already. Only these survive a new plan; everything else is planned afresh. */
export interface StepProgress {
  key: string
  /** `shown`: the guide has it; `closed`: done, skipped or expired; `chosen`: put off by the guide to `atMs`. */
  kind: 'shown' | 'closed' | 'chosen'
  purpose: Purpose
  atMs: number
  expiresAtMs: number
}

/** An answer the guide tapped. `stepKey` as `stepKeyOf`. */
export interface Answer {
  stepKey: string
  ask: string
  answer: string
  atMs: number
}

/**
 * A contact made, or promised by others: a sent sentence, a mass send. `isSameTalk`: said within a talk that counts
 * already (a step for which `goesOnTalking` holds), so it takes nothing from the budget. `isMass`: to many at once, no
 * prompt of a guide: it takes its place in the budget, but makes no sale of the one after it a second in a row.
 */
export interface Contact {
  atMs: number
  purpose: Purpose
  isSameTalk?: boolean
  isMass?: boolean
}

export interface CalendarInput {
  playbooks: readonly Playbook[]
  starts: readonly PlaybookStart[]
  customer: CustomerFacts
  progress: readonly StepProgress[]
  answers: readonly Answer[]
  contacts: readonly Contact[]
  manners: CalendarManners
  nowMs: number
}

/** The chain's cadence and the guide's days off. */
export interface CalendarManners {
  quietFrom: string
  quietTo: string
  daysOff: readonly string[]
  budget: { perDay: number; perWeek: number }
  expireAfterDays: number
}

export type CalendarOutcome =
  | { kind: 'planned'; atMs: number; expiresAtMs: number; movedBecause?: Obstacle }
  | { kind: 'dropped'; why: DropWhy }
  | { kind: 'expired'; why: Obstacle | 'too_late' }
  /** Its time comes when the answer is tapped. */
  | { kind: 'waiting'; step: string }
  | { kind: 'kept'; as: StepProgress['kind'] }

/** One step of one start, with what becomes of it. Every step of every start is in the calendar exactly once. */
export interface CalendarItem {
  key: string
  start: PlaybookStart
  playbookId: string
  step: PlaybookStep
  /** When the playbook would like it; absent where that is not known. */
  wishedAtMs?: number
  outcome: CalendarOutcome
}

/**
 * The talk goes on: what follows an answer, and the follow-through of a complaint, which the customer opened and waits
 * to hear of. It merges with nothing, takes nothing from the contact budget and does not wait for it; quiet hours and
 * days off hold for it too.
 */
export function goesOnTalking(playbook: Pick<Playbook, 'trigger'>, step: PlaybookStep): boolean {
  return 'afterAnswer' in step || playbook.trigger.on === 'complaint_opened'
}

/** Names a step of a start, the same for ever. */
export function stepKeyOf(start: Pick<PlaybookStart, 'playbookId' | 'subject' | 'anchorKey'>, stepId: string): string {
  return `${start.playbookId}|${start.subject}|${start.anchorKey}|${stepId}`
}
