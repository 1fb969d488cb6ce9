import type { FollowUp } from '../../db/entities/followUps.ts'
import { type SnoozeOption, snoozeUntil } from '../../domain/followUps/snooze.ts'
import { cardTaskId } from './cardTask.ts'
import type { FollowUpChange } from './store.ts'

/** What a guide does with a follow-up, in the sidebar or on the card. */
export type Act =
  | { kind: 'sent'; result: 'ok' | 'cancel' | 'fail' }
  | { kind: 'done'; note?: string }
  | { kind: 'snooze'; until: SnoozeOption }
  | { kind: 'skip'; reason: string }
  | { kind: 'reopen'; within?: number }
  /** 换一条: the talk track to suggest from now on. */
  | { kind: 'choose'; talkTrackId: string }

export type ActDecision =
  | { kind: 'change'; change: FollowUpChange; closes: boolean }
  /** Said before, or nothing to change (a send that did not happen): answered like the first time. */
  | { kind: 'same' }
  | { kind: 'closed' }

/** The sidebar offers it for so long; on a card, which is opened later, it holds longer. */
const UNDO_MS = 10_000
export const UNDO_ON_CARD_MS = 600_000
const DAY_MS = 86_400_000

const HOW = { sent: 'sent', done: 'offline', skip: 'skipped' } as const

/** Repeating an act changes nothing; another act on a closed follow-up is refused; only undoing at once reopens. */
export function decideAct(row: FollowUp, act: Act, nowMs: number): ActDecision {
  if (act.kind === 'sent' && act.result !== 'ok') return { kind: 'same' }
  const isOpen = row.state === 'planned' || row.state === 'due'
  if (act.kind === 'reopen') return isOpen ? { kind: 'same' } : decideReopen(row, nowMs, act.within)
  if (act.kind === 'choose') return isOpen ? decideChoice(row, act.talkTrackId) : { kind: 'closed' }
  if (!isOpen) return act.kind !== 'snooze' && row.closedHow === HOW[act.kind] ? { kind: 'same' } : { kind: 'closed' }
  if (act.kind === 'snooze') return decideSnooze(row, act.until, nowMs)
  const closing = { closedAt: nowMs, closedHow: HOW[act.kind] }
  const note = act.kind === 'skip' ? act.reason : act.kind === 'done' ? (act.note ?? null) : null
  const state = act.kind === 'skip' ? 'skipped' : 'done'
  return { kind: 'change', change: { ...closing, state, closeReason: note }, closes: true }
}

function decideChoice(row: FollowUp, chosenTrackId: string): ActDecision {
  if (row.chosenTrackId === chosenTrackId) return { kind: 'same' }
  return { kind: 'change', change: { chosenTrackId }, closes: false }
}

function decideReopen(row: FollowUp, nowMs: number, within = UNDO_MS): ActDecision {
  // What was said stays said: only a tap by mistake is taken back later.
  const untilMs = (row.closedAt ?? 0) + (row.closedHow === 'sent' ? UNDO_MS : within)
  const isOwnAct = row.state === 'done' || row.state === 'skipped'
  if (!isOwnAct || nowMs > untilMs) return { kind: 'closed' }
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
  const dueAt = snoozeUntil(until, nowMs)
  if (row.state === 'planned' && row.movedBecause === movedBecause && row.dueAt === dueAt) return { kind: 'same' }
  const expiresAt = Math.max(row.expiresAt, dueAt + DAY_MS)
  const card = { cardTaskId: null, cardResponseCode: null, remindedAt: null, escalatedAt: null }
  return { kind: 'change', change: { state: 'planned', dueAt, expiresAt, movedBecause, ...card }, closes: false }
}
