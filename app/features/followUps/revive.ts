import { In, Like, MoreThan } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { FollowUp, FollowUpTrack } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { fitSlot } from '../../domain/followUps/fitSlot.ts'
import { mergeSameDay } from '../../domain/followUps/mergeSameDay.ts'
import { mannersTowards } from './manners.ts'
import { changeFollowUp } from './store.ts'

type Reviving = Pick<Deps, 'clock' | 'rules' | 'enqueue' | 'emit'>

/**
 * What had given way to follow-ups that have now fallen themselves gets its day back: returning one product must
 * not silence the other one bought that day. `isEnded` names what the same exit has just ended.
 */
export async function reviveMerged(
  tx: Tx,
  deps: Reviving,
  fallen: readonly FollowUp[],
  isEnded: (row: FollowUp) => boolean,
): Promise<void> {
  const [first] = fallen
  if (!first) return
  const mergedAway = await findMergedAway(tx, first.externalUserId, deps.clock.nowMs())
  for (const winner of fallen) {
    const waiting = mergedAway.filter((row) => isSameDay(row, winner) && !isEnded(row))
    const [best] = waiting.sort((a, b) => (mergeSameDay(withDue(a), withDue(b)).kept.id === a.id ? -1 : 1))
    if (best) await planAgain(tx, deps, best, winner)
  }
}

async function findMergedAway(tx: Tx, externalUserId: string, nowMs: number): Promise<FollowUp[]> {
  const tracks = await tx.findBy(FollowUpTrack, { externalUserId, state: 'open' })
  return tx.findBy(FollowUp, {
    trackId: In(tracks.map(({ id }) => id)),
    state: 'dropped',
    closeReason: Like('merged:%'),
    expiresAt: MoreThan(nowMs),
  })
}

/** It belongs to whoever the fallen one belonged to; the customer may have changed hands since. */
async function planAgain(tx: Tx, deps: Reviving, row: FollowUp, winner: FollowUp): Promise<void> {
  const nowMs = deps.clock.nowMs()
  const manners = await mannersTowards(tx, deps, row.externalUserId, row.id)
  const slot = fitSlot(Math.max(row.dueAt, nowMs), manners, row.expiresAt)
  if (slot.kind === 'expired') return
  const { guideId, storeCode } = winner
  const open = { state: 'planned', closedAt: null, closedHow: null, closeReason: null } as const
  const place = { dueAt: slot.atMs, movedBecause: slot.movedBecause ?? null, guideId, storeCode }
  if (!(await changeFollowUp(tx, row, { ...open, ...place }))) return
  await deps.emit(tx, { name: 'FollowUpPlanned', followUpId: row.id, dueAtMs: slot.atMs })
  if (slot.atMs <= nowMs) await deps.enqueue(tx, { kind: 'followUps.deliver', payload: { guideId } })
}

function isSameDay(a: FollowUp, b: FollowUp): boolean {
  return businessDayOf(a.dueAt) === businessDayOf(b.dueAt)
}

function withDue(row: FollowUp): FollowUp & { dueAtMs: number } {
  return { ...row, dueAtMs: row.dueAt }
}
