import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { fits, isValidOn } from '../../talkTracks/chooseTracks.ts'
import type { TalkTrack, TalkTrackFacts, TalkTrackQuery } from '../../talkTracks/types.ts'
import type { TalkTrackRow } from '../followUps/contract.ts'
import { attachmentsOf } from './attachments.ts'
import { factsOfGroup, shortProduct } from './facts.ts'
import { type Speech, type SpeechTopic, speechesTo, speechTo, type ToldTopic } from './speech.ts'

type Reading = Pick<Deps, 'db' | 'clock' | 'talkTracks'>
type Speaking = Reading & Pick<Deps, 'rules'>

/** Whom a sentence is for. */
export type Recipient = { externalUserId: string } | { chatId: string }

export { attachmentsOf, mediaOf } from './attachments.ts'
export type { Speech } from './speech.ts'
export { outcomesOfTracks } from './trackOutcomes.ts'

/** What may be filled into a talk track that this guide sends to this customer, and what a fitting one is chosen by. */
export function speechFor(
  deps: Pick<Deps, 'db' | 'clock' | 'rules'>,
  guideId: number,
  externalUserId: string,
  topic: SpeechTopic = {},
): Promise<Speech> {
  const day = businessDayOf(deps.clock.nowMs())
  return speechTo(deps.db.read, deps.rules, { guideId, externalUserId, day }, topic)
}

/** The same for many topics at once, without asking again who the customer is. */
export function speechesFor(
  deps: Pick<Deps, 'db' | 'clock' | 'rules'>,
  guideId: number,
  externalUserId: string,
  topics: readonly ToldTopic[],
): Promise<Speech[]> {
  const day = businessDayOf(deps.clock.nowMs())
  return speechesTo(deps.db.read, deps.rules, { guideId, externalUserId, day }, topics)
}

/** A product's name as it is said in a sentence. */
export function productInWords(name: string): string | undefined {
  return shortProduct(name)
}

const CUSTOMER_SETS = ['general/greeting', 'general/new-arrivals', 'general/thanks']
const GROUP_SETS = ['group/greeting', 'group/new-arrivals', 'group/service']

/** What fits when nothing is due: one sentence of each general kind, for the customer or the group. */
export async function suggestedTalkTracks(
  deps: Speaking,
  actor: Actor,
  { limit = 3, ...to }: Recipient & { limit?: number },
): Promise<TalkTrackRow[]> {
  const sets = 'chatId' in to ? GROUP_SETS : CUSTOMER_SETS
  const day = businessDayOf(deps.clock.nowMs())
  const { facts, ...fit } = await speechOf(deps, actor, to)
  const variantKey = 'chatId' in to ? to.chatId : to.externalUserId
  const query = { channel: 'any', level: actor.level, ...fit, variantKey, day } as const
  const tracks = sets.flatMap((set) => deps.talkTracks.choose({ set, ...query })[0] ?? [])
  return readyFirst(tracks.slice(0, limit).map((track) => rowOf(deps, track, facts)))
}

const MAX_FOUND = 50
/** The welcome message goes out by itself, within 20 s of the adding; nobody sends it by hand. */
const AUTOMATIC = 'welcome'

/**
 * Every talk track this guide may use, found by the words and filled in for the recipient: first what can be sent at
 * all, and of that what the customer is due for, then what is written for such a customer, as well as it was found.
 */
export async function findTalkTracks(
  deps: Speaking,
  actor: Actor,
  words: string,
  to: Recipient | undefined,
): Promise<TalkTrackRow[]> {
  const day = businessDayOf(deps.clock.nowMs())
  const isForGroup = to !== undefined && 'chatId' in to
  const found = deps.talkTracks
    .search(words)
    .filter((track) => track.set !== AUTOMATIC && isValidOn(track, day))
    .filter((track) => track.set.startsWith('group/') === isForGroup)
    .filter((track) => track.level === 'any' || track.level === actor.level)
  const { facts, ...fit } = await speechOf(deps, actor, to)
  const due = to && 'externalUserId' in to ? await dueSets(deps, actor, to.externalUserId) : []
  const ranked = found.map((track) => ({ track, rank: suitRank(track, due, { level: actor.level, ...fit, day }) }))
  const tracks = ranked.sort((a, b) => a.rank - b.rank).map(({ track }) => track)
  return readyFirst(tracks.slice(0, MAX_FOUND).map((track) => rowOf(deps, track, facts)))
}

/** Lower suits better; equal ranks keep the order of the search. */
function suitRank(track: TalkTrack, due: readonly string[], query: Omit<TalkTrackQuery, 'set' | 'channel'>): number {
  if (!fits(track, { ...query, channel: track.channel })) return 3
  if (due.includes(track.set)) return 0
  return track.trade === 'any' && track.stage === 'any' ? 2 : 1
}

/** What the guide has open with the customer. */
async function dueSets({ db }: Reading, actor: Actor, externalUserId: string): Promise<string[]> {
  const rows: { talkTrackSet: string }[] = await db.read.query(
    `SELECT DISTINCT talk_track_set AS talkTrackSet FROM follow_ups
     WHERE external_user_id = ? AND guide_id = ? AND state = 'due'`,
    [externalUserId, actor.guideId],
  )
  return rows.map(({ talkTrackSet }) => talkTrackSet)
}

const readyFirst = (rows: TalkTrackRow[]): TalkTrackRow[] => [
  ...rows.filter((row) => row.isReady),
  ...rows.filter((row) => !row.isReady),
]

function rowOf({ talkTracks, rules }: Speaking, track: TalkTrack, facts: TalkTrackFacts): TalkTrackRow {
  const { id, title } = track
  const rendered = talkTracks.render(id, facts)
  const gaps = rendered.kind === 'gaps' ? rendered.gaps : []
  const attachments = attachmentsOf(track, rules.media)
  return { id, title, text: rendered.text, gaps, isReady: rendered.kind === 'ready', attachments }
}

async function speechOf(deps: Speaking, { guideId }: Actor, to: Recipient | undefined): Promise<Speech> {
  const day = businessDayOf(deps.clock.nowMs())
  if (to && 'chatId' in to) return { facts: await factsOfGroup(deps.db.read, guideId, to.chatId, day) }
  return speechTo(deps.db.read, deps.rules, { guideId, externalUserId: to?.externalUserId, day })
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
