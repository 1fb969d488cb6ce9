import type { EntityManager } from 'typeorm'
import type { FollowUp } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { plainText } from '../../talkTracks/plainText.ts'
import type { RenderedTalkTrack, TalkTrackFacts } from '../../talkTracks/types.ts'
import { factsFor, productInWords } from '../talkTracks/queries.ts'
import type { FollowUpView } from './contract.ts'
import { reasonDataOf, reasonOf, sayDay, titleOf } from './present.ts'

type Viewing = Pick<Deps, 'db' | 'clock' | 'talkTracks'>
type Speaker = Pick<Actor, 'guideId' | 'level'>

const MAX_NAME_CHARS = 40

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

/** Facts of the customer, with what the follow-up itself is about in front of what was bought last. */
export async function factsOfFollowUp(deps: Viewing, row: FollowUp): Promise<TalkTrackFacts> {
  const facts = await factsFor(deps, row.guideId, row.externalUserId)
  const { productName, anchorDay } = reasonDataOf(row)
  if (!productName) return facts
  return { ...facts, productName: productInWords(productName), orderDay: anchorDay ? sayDay(anchorDay) : undefined }
}

/** The first of the fallback chain that can be sent as it is; else the best one, with its gaps. */
export function sentenceOf(
  { talkTracks, clock }: Pick<Deps, 'talkTracks' | 'clock'>,
  row: FollowUp,
  level: Actor['level'],
  facts: TalkTrackFacts,
): RenderedTalkTrack | undefined {
  const { channel } = reasonDataOf(row)
  const day = businessDayOf(clock.nowMs())
  const wanted = channel === 'online' || channel === 'offline' ? channel : 'any'
  const chain = talkTracks.choose({ set: row.talkTrackSet, channel: wanted, level, day })
  const rendered = chain.map(({ id }) => talkTracks.render(id, facts))
  return rendered.find(({ kind }) => kind === 'ready') ?? rendered[0]
}

async function viewOf(deps: Viewing, speaker: Speaker, row: FollowUp, name: string): Promise<FollowUpView> {
  const isOpen = row.state === 'planned' || row.state === 'due'
  const sentence = isOpen ? sentenceOf(deps, row, speaker.level, await factsOfFollowUp(deps, row)) : undefined
  return {
    id: row.id,
    externalUserId: row.externalUserId,
    customerName: name,
    title: titleOf(row),
    reason: reasonOf(row),
    purpose: row.purpose,
    state: row.state,
    dueAtMs: row.dueAt,
    expiresAtMs: row.expiresAt,
    closedHow: row.closedHow,
    talkTrack: sentence
      ? {
          id: sentence.track.id,
          title: sentence.track.title,
          text: sentence.text,
          gaps: sentence.kind === 'gaps' ? sentence.gaps : [],
          isReady: sentence.kind === 'ready',
        }
      : null,
  }
}

export async function viewsOf(deps: Viewing, speaker: Speaker, rows: readonly FollowUp[]): Promise<FollowUpView[]> {
  const names = await namesOf(
    deps.db.read,
    speaker.guideId,
    rows.map(({ externalUserId }) => externalUserId),
  )
  return Promise.all(rows.map((row) => viewOf(deps, speaker, row, names.get(row.externalUserId) ?? '客户')))
}
