import type { EntityManager } from 'typeorm'
import type { FollowUp, FollowUpAnswer } from '../../db/entities/followUps.ts'
import type { Actor } from '../../http/actor.ts'
import { plainText } from '../../talkTracks/plainText.ts'
import type { RenderedTalkTrack } from '../../talkTracks/types.ts'
import { attachmentsOf } from '../talkTracks/queries.ts'
import { answersTo, presentAsks, stepOf } from './asks.ts'
import type { FollowUpView, TalkTrackRow } from './contract.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'
import { reasonOf, titleOf } from './present.ts'
import { chainOf, sentenceOf, speechOfFollowUp, type Wording } from './sentences.ts'

/** What views are made of; `playbooks` say what is asked. */
export type Viewing = Wording
type Speaker = Pick<Actor, 'guideId' | 'level'>

const MAX_NAME_CHARS = 40

export function viewing(deps: Omit<Wording, 'playbooks'>, { playbooks }: Pick<FollowUpContent, 'playbooks'>): Viewing {
  const { db, clock, talkTracks, rules } = deps
  return { db, clock, talkTracks, rules, playbooks }
}

/** What a guide calls the customer: the remark they wrote themselves, else the nickname. */
export async function namesOf(
  read: EntityManager,
  guideId: number,
  externalUserIds: readonly string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(externalUserIds)]
  if (ids.length === 0) return new Map()
  const rows: { id: string; name: string; remark: string | null }[] = await read.query(
    `SELECT c.external_user_id AS id, c.name AS name, r.remark AS remark FROM customers c
     LEFT JOIN customer_relations r ON r.external_user_id = c.external_user_id AND r.guide_id = ?
     WHERE c.external_user_id IN (${ids.map(() => '?').join(', ')})`,
    [guideId, ...ids],
  )
  return new Map(rows.map(({ id, name, remark }) => [id, plainText(remark || name, MAX_NAME_CHARS) || '客户']))
}

/** What else could be said (换一条): those that can be sent as they are first. */
export async function trackRowsOf(deps: Viewing, speaker: Speaker, row: FollowUp): Promise<TalkTrackRow[]> {
  const chain = chainOf(deps, row, speaker.level, await speechOfFollowUp(deps, row))
  const rows = chain.map((rendered) => trackRowOf(deps, rendered))
  return [...rows.filter(({ isReady }) => isReady), ...rows.filter(({ isReady }) => !isReady)]
}

function trackRowOf({ rules }: Pick<Viewing, 'rules'>, rendered: RenderedTalkTrack): TalkTrackRow {
  const { track, text, kind } = rendered
  return {
    id: track.id,
    title: track.title,
    text,
    gaps: kind === 'gaps' ? rendered.gaps : [],
    isReady: kind === 'ready',
    attachments: attachmentsOf(track, rules.media),
  }
}

interface Known {
  name: string
  answers: readonly FollowUpAnswer[]
}

async function viewOf(deps: Viewing, speaker: Speaker, row: FollowUp, known: Known): Promise<FollowUpView> {
  const step = stepOf(deps.playbooks, row)
  const isOpen = row.state === 'planned' || row.state === 'due'
  const sentence = isOpen ? sentenceOf(deps, row, speaker.level, await speechOfFollowUp(deps, row)) : undefined
  return {
    id: row.id,
    externalUserId: row.externalUserId,
    customerName: known.name,
    title: titleOf(row),
    reason: reasonOf(row),
    purpose: row.purpose,
    channel: step?.channel ?? 'chat',
    asks: presentAsks(step, row.id, known.answers),
    state: row.state,
    dueAtMs: row.dueAt,
    expiresAtMs: row.expiresAt,
    closedHow: row.closedHow,
    talkTrack: sentence ? trackRowOf(deps, sentence) : null,
  }
}

export async function viewsOf(deps: Viewing, speaker: Speaker, rows: readonly FollowUp[]): Promise<FollowUpView[]> {
  const names = await namesOf(
    deps.db.read,
    speaker.guideId,
    rows.map(({ externalUserId }) => externalUserId),
  )
  const answers = await answersTo(
    deps.db.read,
    rows.map(({ id }) => id),
  )
  const known = (row: FollowUp) => ({ name: names.get(row.externalUserId) ?? '客户', answers })
  return Promise.all(rows.map((row) => viewOf(deps, speaker, row, known(row))))
}
