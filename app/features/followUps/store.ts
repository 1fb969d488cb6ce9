import { In, IsNull } from 'typeorm'
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js'
import type { Tx } from '../../db/database.ts'
import { FollowUp, FollowUpTrack, SendRecord } from '../../db/entities/followUps.ts'
import { addUp, insertOnce, lockRow } from '../../db/statements.ts'
import { businessDayOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import { changeRows } from '../../jobs/changeRows.ts'
import { wasOnTime } from './deadline.ts'

const DAY_MS = 86_400_000
export const OPEN_STATES = ['planned', 'due'] as const

/**
 * One at a time per customer: planning, delivering and closing wait here for each other, so that the contact
 * budget and the day figures are decided on what is true. Taken before the first read that counts.
 */
export async function lockCustomer(tx: Tx, externalUserId: string): Promise<void> {
  await lockRow(tx, 'customers', 'external_user_id', externalUserId)
}

/** @returns the track of this fact: a fact starts it once, and what was stored first stays */
export async function startTrack(tx: Tx, row: Omit<FollowUpTrack, 'id'>): Promise<FollowUpTrack> {
  await insertOnce(tx, FollowUpTrack, { ...row })
  const { playbookId, externalUserId, subject, anchorKey } = row
  return tx.findOneByOrFail(FollowUpTrack, { playbookId, externalUserId, subject, anchorKey })
}

/** @returns its id, or undefined when this step of the track exists */
export async function insertFollowUp(tx: Tx, row: Omit<FollowUp, 'id'>): Promise<number | undefined> {
  if (!(await insertOnce(tx, FollowUp, { ...row }))) return undefined
  const { id } = await tx.findOneByOrFail(FollowUp, { trackId: row.trackId, stepId: row.stepId })
  return id
}

/** What may change of a follow-up once it is planned. */
export type FollowUpChange = Partial<Omit<FollowUp, 'id' | 'version'>>

export function closed(
  state: 'dropped' | 'expired',
  reason: string,
  nowMs: number,
): Pick<FollowUp, 'state' | 'closedAt' | 'closedHow' | 'closeReason'> {
  return { state, closedAt: nowMs, closedHow: state, closeReason: reason }
}

/** Changes the row only while it is as it was read. @returns whether it was */
export async function changeFollowUp(tx: Tx, row: FollowUp, change: FollowUpChange): Promise<boolean> {
  const { id, state, version } = row
  const values = { ...change, version: version + 1 } as QueryDeepPartialEntity<FollowUp>
  const { affected } = await tx.update(FollowUp, { id, state, version }, values)
  return affected === 1
}

export async function setCardCode(tx: Tx, id: number, taskId: string, responseCode: string | null): Promise<void> {
  await tx.update(FollowUp, { id, cardTaskId: taskId }, { cardResponseCode: responseCode })
}

/** A single card of this follow-up is on its way to the guide. */
export async function markCardSent(tx: Tx, id: number, taskId: string, atMs: number): Promise<void> {
  await tx.update(FollowUp, { id, cardTaskId: taskId }, { cardSentAt: atMs })
}

/** The right to change its card alone, until that moment of the wall clock. @returns false while another has it */
export async function holdCard(tx: Tx, id: number, times: { wallMs: number; untilWallMs: number }): Promise<boolean> {
  const take = `UPDATE follow_ups SET card_held_until = ? WHERE id = ? AND (card_held_until IS NULL OR card_held_until < ?)`
  return (await changeRows(tx, take, [times.untilWallMs, id, times.wallMs])) === 1
}

/** Gives it back, unless it has lapsed and another has it by now. */
export async function freeCard(tx: Tx, id: number, untilWallMs: number): Promise<void> {
  await tx.update(FollowUp, { id, cardHeldUntil: untilWallMs }, { cardHeldUntil: null })
}

/** The manager sees it from now on. @returns whether this was the first time */
export async function markEscalated(tx: Tx, id: number, atMs: number): Promise<boolean> {
  const where = { id, state: 'due' as const, escalatedAt: IsNull() }
  const { affected } = await tx.update(FollowUp, where, { escalatedAt: atMs })
  return affected === 1
}

/** @returns whether this is the first reminder */
export async function markReminded(tx: Tx, id: number, atMs: number): Promise<boolean> {
  const where = { id, state: 'due' as const, remindedAt: IsNull() }
  const { affected } = await tx.update(FollowUp, where, { remindedAt: atMs })
  return affected === 1
}

export async function endTracks(tx: Tx, ids: readonly number[], because: string): Promise<void> {
  if (ids.length === 0) return
  await tx.update(FollowUpTrack, { id: In([...ids]), state: 'open' }, { state: 'ended', endedBecause: because })
}

/** Something of them has been planned again. */
export async function reopenTracks(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.update(FollowUpTrack, { id: In([...ids]), state: 'ended' }, { state: 'open', endedBecause: null })
}

/** The time line shows it from here. @returns its id, or undefined when this report was stored before */
export async function insertSend(tx: Tx, row: Omit<SendRecord, 'id'>): Promise<number | undefined> {
  if (!(await insertOnce(tx, SendRecord, { ...row }))) return undefined
  return (await tx.findOneByOrFail(SendRecord, { clientKey: row.clientKey })).id
}

type Figures = Record<'followUpsDue' | 'followUpsDone' | 'followUpsOnTime', number>

/**
 * Runs a change of one follow-up and brings the guide's day figures in line with what is true afterwards.
 * The day is the one the follow-up was first delivered on; a customer counts once a day, however many there were.
 * Done: sent, done offline, or skipped with a reason. Dropped ones (merged, refunded, customer gone) do not count.
 */
export async function withFigures(
  tx: Tx,
  row: Pick<FollowUp, 'guideId' | 'externalUserId' | 'storeCode' | 'deliveredAt'>,
  change: () => Promise<boolean>,
): Promise<boolean> {
  if (row.deliveredAt === null) return change()
  const day = businessDayOf(row.deliveredAt)
  const before = await readFigures(tx, row.guideId, row.externalUserId, day)
  const isChanged = await change()
  const after = await readFigures(tx, row.guideId, row.externalUserId, day)
  const names = Object.keys(after) as (keyof Figures)[]
  const difference = Object.fromEntries(names.map((name) => [name, after[name] - before[name]]))
  if (Object.values(difference).some((value) => value !== 0)) {
    await addUp(tx, 'guide_days', { day, guideId: row.guideId, storeCode: row.storeCode ?? '' }, difference)
  }
  return isChanged
}

async function readFigures(tx: Tx, guideId: number, externalUserId: string, day: string): Promise<Figures> {
  const fromMs = startOfBusinessDay(day)
  const rows: { state: string; dueAt: number; closedAt: number | null }[] = await tx.query(
    `SELECT state, due_at AS dueAt, closed_at AS closedAt FROM follow_ups
     WHERE external_user_id = ? AND guide_id = ? AND delivered_at >= ? AND delivered_at < ? AND state <> 'dropped'`,
    [externalUserId, guideId, fromMs, fromMs + DAY_MS],
  )
  const done = rows.filter(({ state }) => state === 'done' || state === 'skipped')
  const isOnTime = done.some(({ dueAt, closedAt }) => closedAt !== null && wasOnTime(Number(dueAt), Number(closedAt)))
  return {
    followUpsDue: rows.length > 0 ? 1 : 0,
    followUpsDone: done.length > 0 ? 1 : 0,
    followUpsOnTime: isOnTime ? 1 : 0,
  }
}
