import { type EntityManager, In, MoreThanOrEqual, Not } from 'typeorm'
import { FollowUp, FollowUpAnswer, FollowUpTrack } from '../../../db/entities/followUps.ts'
import {
  type Answer,
  type Contact,
  goesOnTalking,
  type StepProgress,
  stepKeyOf,
} from '../../../domain/followUps/calendar.ts'
import type { LoadedPlaybook } from '../playbookSchema.ts'
import { OPEN_STATES } from '../store.ts'
import type { SpokenStart } from './starts.ts'

/** What is stored of a customer's calendar. */
export interface Stored {
  tracks: FollowUpTrack[]
  rows: FollowUp[]
  answers: FollowUpAnswer[]
}

/** Tracks that began since then, and older ones that still have something open. */
export async function readStored(read: EntityManager, externalUserId: string, sinceMs: number): Promise<Stored> {
  const tracks = await read.find(FollowUpTrack, {
    where: [
      { externalUserId, state: 'open' },
      { externalUserId, state: Not('open' as const), anchorAt: MoreThanOrEqual(sinceMs) },
    ],
    order: { id: 'ASC' },
  })
  const trackId = In(tracks.map(({ id }) => id))
  const rows = await read.find(FollowUp, { where: { externalUserId, trackId }, order: { id: 'ASC' } })
  const answers = await read.find(FollowUpAnswer, { where: { externalUserId, trackId }, order: { id: 'ASC' } })
  return { tracks, rows, answers }
}

/** Starts that somebody called: they stand in their stored track, and nowhere else. */
export function calledStarts(tracks: readonly FollowUpTrack[]): SpokenStart[] {
  return tracks.flatMap(({ playbookId, subject, anchorKey, anchorAt, endsAt, data }) => {
    if (data === null) return []
    const hasWatched = data.hasWatched === undefined ? undefined : data.hasWatched === 'true'
    const endsAtMs = endsAt ?? undefined
    return { playbookId, subject, anchorKey, atMs: anchorAt, endsAtMs, hasWatched, words: { said: data } }
  })
}

/**
 * What has happened to the steps already. A prompt that another guide has in hand is planned afresh for the one who
 * speaks now; one that fell before anybody saw it may come back when the facts change.
 */
export function progressOf({ tracks, rows }: Stored, guideId: number | undefined): StepProgress[] {
  const keyOf = keysByTrack(tracks)
  return rows.flatMap((row) => {
    const kind = kindOf(row, guideId)
    const key = keyOf(row)
    if (!kind || !key) return []
    const atMs = kind === 'closed' ? (row.closedAt ?? row.dueAt) : row.dueAt
    return { key, kind, purpose: row.purpose, atMs, expiresAtMs: row.expiresAt }
  })
}

function kindOf(row: FollowUp, guideId: number | undefined): StepProgress['kind'] | undefined {
  if (row.state === 'done' || row.state === 'skipped') return 'closed'
  if (row.state === 'expired' && (row.deliveredAt !== null || isChosen(row))) return 'closed'
  const isMine = guideId === undefined || row.guideId === guideId
  if (row.state === 'due' && isMine) return 'shown'
  return row.state === 'planned' && isMine && isChosen(row) ? 'chosen' : undefined
}

function isChosen({ movedBecause }: Pick<FollowUp, 'movedBecause'>): boolean {
  return movedBecause?.startsWith('snoozed') ?? false
}

function keysByTrack(tracks: readonly FollowUpTrack[]) {
  const starts = new Map(tracks.map((track) => [track.id, track]))
  return ({ trackId, stepId }: { trackId: number; stepId: string }) => {
    const track = starts.get(trackId)
    return track && stepKeyOf(track, stepId)
  }
}

export function answersOf({ tracks, answers }: Stored): Answer[] {
  const keyOf = keysByTrack(tracks)
  return answers.flatMap((given) => {
    const stepKey = keyOf(given)
    return stepKey ? { stepKey, ask: given.ask, answer: given.answer, atMs: given.at } : []
  })
}

interface SendRow {
  at: number
  purpose: 'service' | 'sale'
  followUpId: number | null
}

/** Sentences that went out and talks held offline. The welcome is the answer to being added and counts as neither. */
export async function readContacts(
  read: EntityManager,
  externalUserId: string,
  { rows }: Stored,
  playbooks: readonly LoadedPlaybook[],
  sinceMs: number,
): Promise<Contact[]> {
  const sent: SendRow[] = await read.query(
    `SELECT at AS at, purpose AS purpose, follow_up_id AS followUpId FROM send_records
     WHERE external_user_id = ? AND at >= ? AND result = 'ok' AND kind = 'chat' ORDER BY at, id`,
    [externalUserId, sinceMs],
  )
  const isSameTalk = (row: FollowUp | undefined): boolean => {
    const playbook = playbooks.find(({ id }) => id === row?.playbookId)
    const step = playbook?.steps.find(({ id }) => id === row?.stepId)
    return playbook !== undefined && step !== undefined && goesOnTalking(playbook, step)
  }
  const offline = rows.filter(
    ({ state, closedHow, closedAt }) => state === 'done' && closedHow === 'offline' && (closedAt ?? 0) >= sinceMs,
  )
  return [
    ...sent.map(({ at, purpose, followUpId }) => ({
      atMs: Number(at),
      purpose,
      isSameTalk: isSameTalk(rows.find(({ id }) => id === Number(followUpId ?? 0))),
    })),
    ...offline.map((row) => ({ atMs: row.closedAt ?? row.dueAt, purpose: row.purpose, isSameTalk: isSameTalk(row) })),
  ]
}

export function lastFeedback(answers: readonly Answer[]): string | undefined {
  const feedback = answers.filter(({ ask }) => ask === 'feedback').sort((a, b) => a.atMs - b.atMs)
  return feedback.at(-1)?.answer
}

export function isOpen({ state }: Pick<FollowUp, 'state'>): boolean {
  return OPEN_STATES.some((open) => open === state)
}
