import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import type { TalkTrack, TalkTrackFacts } from '../../talkTracks/types.ts'
import type { TalkTrackRow } from '../followUps/contract.ts'
import { factsOfCustomer, factsOfGroup, shortProduct } from './facts.ts'

type Reading = Pick<Deps, 'db' | 'clock' | 'talkTracks'>

/** Whom a sentence is for. */
export type Recipient = { externalUserId: string } | { chatId: string }

/** What may be filled into a talk track that this guide sends to this customer; unknown facts are absent. */
export function factsFor(deps: Reading, guideId: number, externalUserId: string): Promise<TalkTrackFacts> {
  return factsOfCustomer(deps.db.read, guideId, externalUserId, businessDayOf(deps.clock.nowMs()))
}

/** A product's name as it is said in a sentence. */
export function productInWords(name: string): string | undefined {
  return shortProduct(name)
}

const CUSTOMER_SETS = ['general/greeting', 'general/new-arrivals', 'general/thanks']
const GROUP_SETS = ['group/greeting', 'group/new-arrivals', 'group/service']

/** What fits when nothing is due: one sentence of each general kind, for the customer or the group. */
export async function suggestedTalkTracks(
  deps: Reading,
  actor: Actor,
  { limit = 3, ...to }: Recipient & { limit?: number },
): Promise<TalkTrackRow[]> {
  const sets = 'chatId' in to ? GROUP_SETS : CUSTOMER_SETS
  const day = businessDayOf(deps.clock.nowMs())
  const tracks = sets.flatMap(
    (set) => deps.talkTracks.choose({ set, channel: 'any', level: actor.level, day })[0] ?? [],
  )
  return rowsOf(deps, actor, to, tracks.slice(0, limit))
}

/** Tracks filled in for this recipient, sayable ones first. */
export async function rowsOf(
  deps: Reading,
  actor: Actor,
  to: Recipient | undefined,
  tracks: readonly TalkTrack[],
): Promise<TalkTrackRow[]> {
  const facts = await factsOf(deps, actor, to)
  const rows = tracks.map(({ id, title }) => rowOf(deps, { id, title }, facts))
  return [...rows.filter((row) => row.isReady), ...rows.filter((row) => !row.isReady)]
}

function rowOf(
  { talkTracks }: Pick<Deps, 'talkTracks'>,
  { id, title }: { id: string; title: string },
  facts: TalkTrackFacts,
): TalkTrackRow {
  const rendered = talkTracks.render(id, facts)
  const gaps = rendered.kind === 'gaps' ? rendered.gaps : []
  return { id, title, text: rendered.text, gaps, isReady: rendered.kind === 'ready' }
}

function factsOf(deps: Reading, actor: Actor, to: Recipient | undefined): Promise<TalkTrackFacts> {
  const day = businessDayOf(deps.clock.nowMs())
  if (to && 'chatId' in to) return factsOfGroup(deps.db.read, actor.guideId, to.chatId, day)
  return factsOfCustomer(deps.db.read, actor.guideId, to?.externalUserId, day)
}

/** Whether this guide knows the recipient: a friend of theirs, or a group they are in. Else they are nobody's to greet. */
export async function knowsRecipient({ db }: Pick<Deps, 'db'>, actor: Actor, to: Recipient): Promise<boolean> {
  if ('externalUserId' in to) {
    const found = await db.read.query(
      `SELECT 1 FROM customer_relations WHERE external_user_id = ? AND guide_id = ?
         AND state IN ('half', 'active', 'customer_deleted') LIMIT 1`,
      [to.externalUserId, actor.guideId],
    )
    return found.length > 0
  }
  const found = await db.read.query(
    `SELECT 1 FROM customer_groups g LEFT JOIN group_members m
       ON m.chat_id = g.chat_id AND m.member_id = ? AND m.left_at IS NULL
     WHERE g.chat_id = ? AND (g.owner_guide_id = ? OR m.member_id IS NOT NULL) LIMIT 1`,
    [actor.userId, to.chatId, actor.guideId],
  )
  return found.length > 0
}
