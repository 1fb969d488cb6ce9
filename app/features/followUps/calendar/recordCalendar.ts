import type { Tx } from '../../../db/database.ts'
import type { FollowUp, FollowUpTrack } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import type { CalendarItem } from '../../../domain/followUps/calendar.ts'
import { queueRefresh } from '../queueRefresh.ts'
import { changeFollowUp, closed, endTracks, insertFollowUp, reopenTracks, startTrack, withFigures } from '../store.ts'
import { decideRow, type RowDecision } from './decideRows.ts'
import type { Gathered } from './gatherCalendar.ts'
import { orphansOf } from './orphans.ts'
import { isOpen } from './progress.ts'
import { type SpokenStart, startKeyOf } from './starts.ts'

export type Recording = Pick<Deps, 'clock' | 'emit' | 'enqueue'>

/** What the decisions leave behind while they are written one after another. */
interface Run {
  externalUserId: string
  tracks: Map<string, FollowUpTrack>
  open: Set<number>
  openedTracks: Set<number>
  /** Guides for whom something is due this moment. */
  dueGuides: Set<number>
}

/**
 * Brings the stored rows of a customer to what the calendar says, in the transaction that holds the customer. Writes
 * the difference only: where nothing has changed, nothing is written.
 * @returns how many rows were written
 */
export async function recordCalendar(
  tx: Tx,
  deps: Recording,
  externalUserId: string,
  gathered: Gathered,
  items: readonly CalendarItem[],
): Promise<number> {
  const { stored } = gathered
  const tracks = new Map(stored.tracks.map((track) => [startKeyOf(track), track]))
  const open = new Set(stored.rows.filter(isOpen).map(({ id }) => id))
  const run: Run = { externalUserId, tracks, open, openedTracks: new Set(), dueGuides: new Set() }
  const decisions = [...decideRows(gathered, items), ...orphansOf(items, gathered)]
  for (const decision of decisions) await record(tx, deps, run, decision)
  await keepTracksInStep(tx, [...tracks.values()], openTracksAfter(stored.rows, run))
  for (const guideId of run.dueGuides) {
    await deps.enqueue(tx, { kind: 'followUps.deliver', payload: { guideId, customers: [externalUserId] } })
  }
  return decisions.length
}

function decideRows({ companion, starts, stored, input }: Gathered, items: readonly CalendarItem[]): RowDecision[] {
  const spoken = new Map(starts.map((start) => [startKeyOf(start), start]))
  const trackIds = new Map(stored.tracks.map((track) => [startKeyOf(track), track.id]))
  const rows = new Map(stored.rows.map((row) => [`${row.trackId} ${row.stepId}`, row]))
  const facts = { companion, purchasesAtMs: input.customer.purchasesAtMs, nowMs: input.nowMs }
  return items.flatMap((item) => {
    const key = startKeyOf(item.start)
    const start = spoken.get(key)
    return (start && decideRow(item, start, rows.get(`${trackIds.get(key)} ${item.step.id}`), facts)) ?? []
  })
}

async function record(tx: Tx, deps: Recording, run: Run, decision: RowDecision): Promise<void> {
  if (decision.kind === 'insert') return insert(tx, deps, run, decision)
  if (decision.kind === 'close') return close(tx, deps, run, decision)
  const { row, change, isFresh } = decision
  // A card that another guide holds must say that it is theirs no more.
  const isHandedOn = change.guideId !== undefined && row.state === 'due'
  const changed = await withFigures(tx, row, () =>
    changeFollowUp(tx, row, isFresh ? { ...change, cardResponseCode: null } : change),
  )
  if (!changed) return
  if (isHandedOn) await queueRefresh(tx, deps, row)
  if (!isFresh) return
  run.open.add(row.id)
  // Handed on, most likely with many others: the minute's delivery brings them to the new guide together.
  if (isHandedOn) return
  await tellPlanned(tx, deps, run, row.id, change.guideId ?? row.guideId, change.dueAt ?? row.dueAt, !isOpen(row))
}

async function insert(
  tx: Tx,
  deps: Recording,
  run: Run,
  { start, row }: Extract<RowDecision, { kind: 'insert' }>,
): Promise<void> {
  const nowMs = deps.clock.nowMs()
  const track = await trackOf(tx, run, start, row.guideId, nowMs)
  const end = row.state === 'planned' ? null : nowMs
  const id = await insertFollowUp(tx, {
    trackId: track.id,
    playbookId: start.playbookId,
    externalUserId: run.externalUserId,
    deliveredAt: null,
    remindedAt: null,
    escalatedAt: null,
    closedAt: end,
    closedHow: end === null ? null : row.state,
    cardTaskId: null,
    cardResponseCode: null,
    cardSentAt: null,
    cardHeldUntil: null,
    chosenTrackId: null,
    createdAt: nowMs,
    version: 0,
    ...row,
  })
  if (id === undefined || row.state !== 'planned') return
  run.openedTracks.add(track.id)
  // Called for many customers at once: the minute's delivery brings them together, one by one they would be a flood.
  if (start.words.said !== undefined)
    await deps.emit(tx, { name: 'FollowUpPlanned', followUpId: id, dueAtMs: row.dueAt })
  else await tellPlanned(tx, deps, run, id, row.guideId, row.dueAt, true)
}

async function trackOf(
  tx: Tx,
  { tracks, externalUserId }: Run,
  start: SpokenStart,
  guideId: number,
  nowMs: number,
): Promise<FollowUpTrack> {
  const key = startKeyOf(start)
  const known = tracks.get(key)
  if (known) return known
  const { playbookId, subject, anchorKey, atMs: anchorAt } = start
  const began = { playbookId, externalUserId, subject, anchorKey, anchorAt, guideId }
  const row = { ...began, state: 'open', endedBecause: null, endsAt: null, data: null, createdAt: nowMs } as const
  const track = await startTrack(tx, row)
  tracks.set(key, track)
  return track
}

async function tellPlanned(
  tx: Tx,
  deps: Recording,
  run: Run,
  followUpId: number,
  guideId: number,
  dueAtMs: number,
  isNew: boolean,
): Promise<void> {
  if (isNew) await deps.emit(tx, { name: 'FollowUpPlanned', followUpId, dueAtMs })
  if (dueAtMs <= deps.clock.nowMs()) run.dueGuides.add(guideId)
}

async function close(
  tx: Tx,
  deps: Recording,
  run: Run,
  { row, state, reason }: Extract<RowDecision, { kind: 'close' }>,
): Promise<void> {
  const nowMs = deps.clock.nowMs()
  const unseen = state === 'expired' && row.state === 'due' ? { escalatedAt: row.escalatedAt ?? nowMs } : {}
  const change = { ...closed(state, reason, nowMs), ...unseen, cardResponseCode: null }
  if (!(await withFigures(tx, row, () => changeFollowUp(tx, row, change)))) return
  run.open.delete(row.id)
  await queueRefresh(tx, deps, row)
  await deps.emit(tx, { name: 'FollowUpClosed', followUpId: row.id, how: state, atMs: nowMs })
}

function openTracksAfter(rows: readonly FollowUp[], { open, openedTracks }: Run): Set<number> {
  return new Set([...openedTracks, ...rows.filter(({ id }) => open.has(id)).map(({ trackId }) => trackId)])
}

/** An open track is one with something open: only those are looked at however old they are. */
async function keepTracksInStep(tx: Tx, tracks: readonly FollowUpTrack[], open: ReadonlySet<number>): Promise<void> {
  const idsOf = (state: FollowUpTrack['state'], isOpenNow: boolean) =>
    tracks.filter((track) => track.state === state && open.has(track.id) === isOpenNow).map(({ id }) => id)
  await endTracks(tx, idsOf('open', false), 'nothing_open')
  await reopenTracks(tx, idsOf('ended', true))
}
