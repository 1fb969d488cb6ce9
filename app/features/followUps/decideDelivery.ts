import type { FollowUp } from '../../db/entities/followUps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { fitSlot, type Manners } from '../../domain/followUps/fitSlot.ts'
import { mergeSameDay } from '../../domain/followUps/mergeSameDay.ts'

export type Delivery =
  | { kind: 'deliver' }
  | { kind: 'move'; atMs: number; because: string }
  | { kind: 'expire'; why: string }
  | { kind: 'drop'; why: string }

export interface DeliveryFacts {
  isFriend: boolean
  manners: Manners
  /** Other open follow-ups of this customer: shown ones, and planned ones due by now. */
  rivals: readonly FollowUp[]
}

/** What becomes of a planned follow-up whose time has come. The facts are of now, not of the day it was planned. */
export function decideDelivery(row: FollowUp, facts: DeliveryFacts, nowMs: number): Delivery {
  if (row.expiresAt <= nowMs) return { kind: 'expire', why: 'too_late' }
  if (!facts.isFriend) return { kind: 'drop', why: 'exit:customer_lost' }
  const merged = findWinner(row, facts.rivals, nowMs)
  if (merged) return { kind: 'drop', why: `merged:${merged}` }
  const slot = fitSlot(nowMs, mannersFor(row, facts), row.expiresAt)
  if (slot.kind === 'expired') return { kind: 'expire', why: slot.why }
  if (slot.movedBecause) return { kind: 'move', atMs: slot.atMs, because: slot.movedBecause }
  return { kind: 'deliver' }
}

/** A guide who put it off has chosen the day; only the quiet hours still hold. */
function mannersFor(row: FollowUp, { manners, rivals }: DeliveryFacts): Manners {
  const isChosen = row.movedBecause?.startsWith('snoozed') ?? false
  if (isChosen) return { ...manners, alreadyPlanned: [] }
  // Planned rivals of this very moment are merged, not counted.
  const merging = rivals.filter(({ state }) => state === 'planned').map(({ dueAt }) => dueAt)
  const counted = [...manners.alreadyPlanned]
  for (const dueAt of merging) counted.splice(counted.indexOf(dueAt), 1)
  return { ...manners, alreadyPlanned: counted }
}

/** One shown today stays; of several waiting the most important is shown. */
function findWinner(row: FollowUp, rivals: readonly FollowUp[], nowMs: number): string | undefined {
  const today = businessDayOf(nowMs)
  for (const rival of rivals) {
    if (rival.state === 'due' && rival.deliveredAt !== null && businessDayOf(rival.deliveredAt) === today) {
      return 'shown_today'
    }
    if (rival.state !== 'planned' || rival.expiresAt <= nowMs) continue
    const [first, second] = row.id < rival.id ? [row, rival] : [rival, row]
    const { kept, why } = mergeSameDay(withDue(first), withDue(second))
    if (kept.id !== row.id) return why
  }
  return undefined
}

function withDue(row: FollowUp): FollowUp & { dueAtMs: number } {
  return { ...row, dueAtMs: row.dueAt }
}
