import type { FollowUp } from '../../../db/entities/followUps.ts'
import type { CalendarItem, CalendarOutcome } from '../../../domain/followUps/calendar.ts'
import type { DropWhy } from '../../../domain/followUps/playbook.ts'
import type { FollowUpChange } from '../store.ts'
import type { Companion } from './friends.ts'
import { isOpen } from './progress.ts'
import { contentOf, type RowContent, reasonDataFor } from './rowContent.ts'
import type { SpokenStart } from './starts.ts'

/** A row that is not there yet. Closed from the start: it found no place, and says why. */
export type NewRow = RowContent &
  Pick<FollowUp, 'stepId' | 'state' | 'dueAt' | 'expiresAt' | 'movedBecause' | 'closeReason'>

export type RowDecision =
  | { kind: 'insert'; start: SpokenStart; row: NewRow }
  /** `isFresh`: planned (again) for this guide, who is to be told when its time comes. */
  | { kind: 'change'; row: FollowUp; change: FollowUpChange; isFresh: boolean }
  | { kind: 'close'; row: FollowUp; state: 'dropped' | 'expired'; reason: string }

export interface RowFacts {
  companion: Companion | undefined
  purchasesAtMs: readonly number[]
  nowMs: number
}
type Planned = Extract<CalendarOutcome, { kind: 'planned' }>

/** What must change so that the stored row says what the calendar says; undefined when it does. */
export function decideRow(
  item: CalendarItem,
  start: SpokenStart,
  row: FollowUp | undefined,
  facts: RowFacts,
): RowDecision | undefined {
  const { outcome } = item
  if (outcome.kind === 'kept') return undefined
  if (outcome.kind === 'planned') return decidePlanned(item, outcome, start, row, facts)
  const end = endOf(outcome)
  if (row && isOpen(row)) return { kind: 'close', row, ...end }
  if (row) return reworded(row, end)
  return facts.companion && lostItsPlace(outcome) ? insertClosed(item, start, facts.companion, facts, end) : undefined
}

function decidePlanned(
  item: CalendarItem,
  outcome: Planned,
  start: SpokenStart,
  row: FollowUp | undefined,
  facts: RowFacts,
): RowDecision | undefined {
  const { companion, nowMs } = facts
  if (!companion) return undefined
  const { atMs, expiresAtMs: expiresAt, movedBecause = null } = outcome
  const content = (dueAt: number) =>
    contentOf(item, start, companion, reasonDataFor(item, start, facts.purchasesAtMs, dueAt))
  if (!row) {
    const place = { stepId: item.step.id, state: 'planned', dueAt: atMs, expiresAt, movedBecause } as const
    return { kind: 'insert', start, row: { ...content(atMs), ...place, closeReason: null } }
  }
  if (row.guideId !== companion.guideId && isOpen(row)) {
    const change = { ...content(atMs), ...UNSEEN, dueAt: atMs, expiresAt, movedBecause: 'new_guide' }
    return { kind: 'change', row, change, isFresh: true }
  }
  // Shown, and then put off by a mute: it comes again as if nobody had seen it.
  const isTakenBack = row.state === 'due'
  if (!isOpen(row) || isTakenBack) {
    const change = { ...content(atMs), ...UNSEEN, ...REOPENED, dueAt: atMs, expiresAt, movedBecause }
    return { kind: 'change', row, change, isFresh: true }
  }
  // Its time has come and nobody has seen it yet: looking again a moment later moves nothing.
  const isWaiting = atMs <= nowMs && row.dueAt <= nowMs
  const handed = row.movedBecause === 'new_guide' ? row.movedBecause : null
  const place = isWaiting ? {} : { dueAt: atMs, movedBecause: handed ?? movedBecause }
  const change = differenceOf(row, { ...content(isWaiting ? row.dueAt : atMs), ...place, expiresAt })
  return change && { kind: 'change', row, change, isFresh: atMs <= nowMs && row.dueAt > nowMs }
}

const UNSEEN = { state: 'planned', deliveredAt: null, remindedAt: null, escalatedAt: null, cardTaskId: null } as const
const REOPENED = { closedAt: null, closedHow: null, closeReason: null } as const

function differenceOf(row: FollowUp, wanted: FollowUpChange): FollowUpChange | undefined {
  const names = Object.keys(wanted) as (keyof FollowUpChange)[]
  const changed = names.filter((name) => textOf(row[name]) !== textOf(wanted[name]))
  if (changed.length === 0) return undefined
  return Object.fromEntries(changed.map((name) => [name, wanted[name]]))
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

type Ended = Exclude<CalendarOutcome, { kind: 'planned' } | { kind: 'kept' }>
interface End {
  state: 'dropped' | 'expired'
  reason: string
}

function endOf(outcome: Ended): End {
  if (outcome.kind === 'waiting') return { state: 'dropped', reason: 'gate_unanswered' }
  if (outcome.kind === 'expired') return { state: 'expired', reason: outcome.why }
  const isLate = outcome.why.code === 'too_late'
  return { state: isLate ? 'expired' : 'dropped', reason: reasonCodeOf(outcome.why) }
}

/** `exit:refunded`, `merged:earlier`: why, as it stands in the row. */
function reasonCodeOf(why: DropWhy): string {
  switch (why.code) {
    case 'condition':
      return `condition:${why.condition}`
    case 'exit':
      return `exit:${why.on}`
    case 'merged':
      return `merged:${why.because}`
    case 'gate':
      return `gate:${why.answer}`
    default:
      return why.code
  }
}

/** A closed row keeps its end; only what nobody saw may turn out to have fallen for another reason. */
function reworded(row: FollowUp, { state, reason }: End): RowDecision | undefined {
  const isFree = (row.state === 'dropped' || row.state === 'expired') && row.deliveredAt === null
  if (!isFree || reason === 'too_late' || row.closeReason === reason) return undefined
  return { kind: 'change', row, change: { state, closedHow: state, closeReason: reason }, isFresh: false }
}

/**
 * What would have come and found no room is kept, because a guide may ask where it is. What never applied (another
 * delivery, another answer) leaves no row: the preview says it.
 */
function lostItsPlace(outcome: Ended): boolean {
  if (outcome.kind === 'expired') return true
  return outcome.kind === 'dropped' && (outcome.why.code === 'merged' || outcome.why.code === 'sale_after_sale')
}

function insertClosed(
  item: CalendarItem,
  start: SpokenStart,
  companion: Companion,
  { purchasesAtMs }: RowFacts,
  { state, reason }: End,
): RowDecision {
  const dueAt = item.wishedAtMs ?? start.atMs
  const content = contentOf(item, start, companion, reasonDataFor(item, start, purchasesAtMs, dueAt))
  const place = { stepId: item.step.id, state, dueAt, expiresAt: dueAt, movedBecause: null, closeReason: reason }
  return { kind: 'insert', start, row: { ...content, ...place } }
}
