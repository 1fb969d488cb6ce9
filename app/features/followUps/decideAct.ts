import type { FollowUp } from '../../db/entities/followUps.ts'
import { type SnoozeOption, snoozeUntil } from '../../domain/followUps/snooze.ts'
import { cardTaskId } from './cardLimits.ts'
import type { FollowUpChange } from './store.ts'

/** What a guide does with a follow-up, in the sidebar or on the card. */
export type Act =
  | { kind: 'sent'; result: 'ok' | 'cancel' | 'fail' }
  | { kind: 'done'; note?: string }
  | { kind: 'snooze'; until: SnoozeOption }
  | { kind: 'skip'; reason: string }
  | { kind: 'reopen' }

export type ActDecision =
  | { kind: 'change'; change: FollowUpChange; closes: boolean }
  /** Said before, or nothing to change (a send that did not happen): answered like the first time. */
  | { kind: 'same' }
  | { kind: 'closed' }

const UNDO_MS = 10_000
const DAY_MS = 86_400_000

const HOW = { sent: 'sent', done: 'offline', skip: 'skipped' } as const

/** Repeating an act changes nothing; another act on a closed follow-up is refused; only undoing within 10 s reopens. */
export function decideAct(row: FollowUp, act: Act, nowMs: number): ActDecision {
  if (act.kind === 'sent' && act.result !== 'ok') return { kind: 'same' }
  const isOpen = row.state === 'planned' || row.state === 'due'
  if (act.kind === 'reopen') return isOpen ? { kind: 'same' } : decideReopen(row, nowMs)
  if (!isOpen) return act.kind !== 'snooze' && row.closedHow === HOW[act.kind] ? { kind: 'same' } : { kind: 'closed' }
  if (act.kind === 'snooze') return decideSnooze(row, act.until, nowMs)
  const closing = { closedAt: nowMs, closedHow: HOW[act.kind] }
  const note = act.kind === 'skip' ? act.reason : act.kind === 'done' ? (act.note ?? null) : null
  const state = act.kind === 'skip' ? 'skipped' : 'done'
  return { kind: 'change', change: { ...closing, state, closeReason: note }, closes: true }
}

function decideReopen(row: FollowUp, nowMs: number): ActDecision {
  const isOwnAct = row.state === 'done' || row.state === 'skipped'
  if (!isOwnAct || row.closedAt === null || nowMs - row.closedAt > UNDO_MS) return { kind: 'closed' }
  const change = { state: 'due', closedAt: null, closedHow: null, closeReason: null, ...newCard(row) } as const
  return { kind: 'change', change, closes: false }
}

/** A code on the row: a card was in the guide's hands and closing has used it up, so another must come. */
function newCard(row: FollowUp): Pick<FollowUpChange, 'cardTaskId' | 'cardResponseCode'> {
  if (row.cardResponseCode === null) return {}
  return { cardTaskId: cardTaskId(row.id, row.version + 1), cardResponseCode: null }
}

/** Put off, it comes again with a card of its own, and stays useful for a day at least. */
function decideSnooze(row: FollowUp, until: SnoozeOption, nowMs: number): ActDecision {
  const movedBecause = `snoozed_${until}`
  if (row.state === 'planned' && row.movedBecause === movedBecause) return { kind: 'same' }
  const dueAt = snoozeUntil(until, nowMs)
  const expiresAt = Math.max(row.expiresAt, dueAt + DAY_MS)
  const card = { cardTaskId: null, cardResponseCode: null, remindedAt: null }
  return { kind: 'change', change: { state: 'planned', dueAt, expiresAt, movedBecause, ...card }, closes: false }
}
