import type { EntityManager } from 'typeorm'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { bundleTextFor, offerOn } from '../../domain/followUps/offers.ts'
import { tradeOf } from '../../domain/trades.ts'
import { MAX_FACT_CHARS, plainText } from '../../talkTracks/plainText.ts'
import type { TalkTrackFacts, TrackStage } from '../../talkTracks/types.ts'
import { factsOfCustomer, sayDay, shortProduct } from './facts.ts'

type Rules = Pick<Deps['rules'], 'offers' | 'bundles' | 'trades'>

/** What choosing and filling a talk track take. */
export interface Speech {
  facts: TalkTrackFacts
  stage?: TrackStage
  trade?: string
}

/** What a sentence is about, where it is about more than the customer as such. */
export interface SpeechTopic {
  /** Of `config/offers.yaml`. */
  offer?: string
  /** The run of the playbook it belongs to: its product and the words it was started with. */
  trackId?: number
  productName?: string
  /** Business day. */
  anchorDay?: string
}

/** @param day business day of the speaking */
export async function speechTo(
  read: EntityManager,
  rules: Rules,
  speaker: { guideId: number; externalUserId: string | undefined; day: string },
  topic: SpeechTopic = {},
): Promise<Speech> {
  const { guideId, externalUserId, day } = speaker
  const known = await factsOfCustomer(read, guideId, externalUserId, day)
  const start = topic.trackId === undefined ? undefined : await readStart(read, topic.trackId)
  return speechAbout(rules, known, topic, start, day)
}

/** A topic of a start that may not be stored: its words come along. */
export type ToldTopic = Omit<SpeechTopic, 'trackId'> & ToldStart

/** Of many topics with one customer: what is known of the customer is read once. */
export async function speechesTo(
  read: EntityManager,
  rules: Rules,
  speaker: { guideId: number; externalUserId: string; day: string },
  topics: readonly ToldTopic[],
): Promise<Speech[]> {
  const { guideId, externalUserId, day } = speaker
  const known = await factsOfCustomer(read, guideId, externalUserId, day)
  return topics.map((topic) => speechAbout(rules, known, topic, startOf(topic), day))
}

function speechAbout(
  rules: Rules,
  known: Awaited<ReturnType<typeof factsOfCustomer>>,
  topic: SpeechTopic,
  start: Start | undefined,
  day: string,
): Speech {
  // A start without a product is about the customer, so what they bought last says what to speak of.
  const trade = tradeOf(rules.trades, start?.category ?? known.category)
  const benefit = topic.offer === undefined ? {} : offerFacts(rules, topic.offer, start, day)
  const bundle = bundleTextFor(rules.bundles, trade ?? 'any') || undefined
  const facts = { ...known.facts, ...start?.words, ...productOf(topic), ...benefit, bundle }
  return { facts, stage: known.stage, trade }
}

function productOf({ productName, anchorDay }: SpeechTopic): TalkTrackFacts {
  const name = productName ? shortProduct(productName) : undefined
  return name ? { productName: name, orderDay: anchorDay ? sayDay(anchorDay) : undefined } : {}
}

/** A campaign says its own benefit; what is sold live, or in a campaign, is over when its window is. */
function offerFacts(rules: Rules, id: string, start: Start | undefined, day: string): TalkTrackFacts {
  // Cut in the middle, or the usual one in its place: either would promise something else.
  if (start?.offer !== undefined && start.offer.length > MAX_FACT_CHARS) return {}
  const filed = offerOn(rules.offers, id, day)
  const offer = start?.offer ?? filed?.text
  const isOfWindow = start?.offer !== undefined || start?.words.liveName !== undefined
  const untilDay = isOfWindow ? start.lastDay : filed?.untilDay
  return { offer, offerUntil: offer && untilDay ? sayDay(untilDay) : undefined }
}

interface ToldStart {
  category?: string
  data?: Readonly<Record<string, unknown>>
  /** Nothing of it is worth saying from then on. */
  endsAtMs?: number
}

interface Start {
  category?: string
  words: TalkTrackFacts
  offer?: string
  /** Business day. */
  lastDay?: string
}

interface StartRow {
  data: string | null
  endsAt: number | null
  category: string | null
}

/** Names a start carries in its data, each also a fact of the same name. */
const WORDS = ['holidayName', 'campaignName', 'liveName'] as const

async function readStart(read: EntityManager, trackId: number): Promise<Start | undefined> {
  const [row]: StartRow[] = await read.query(
    `SELECT t.data AS data, t.ends_at AS endsAt, p.category AS category FROM follow_up_tracks t
     LEFT JOIN products p ON p.code = t.subject WHERE t.id = ?`,
    [trackId],
  )
  if (!row) return undefined
  return startOf({
    category: row.category ?? undefined,
    data: row.data === null ? {} : (JSON.parse(row.data) as Record<string, unknown>),
    endsAtMs: row.endsAt === null ? undefined : Number(row.endsAt),
  })
}

function startOf({ category, data = {}, endsAtMs }: ToldStart): Start {
  const wordOf = (name: string) => plainText(String(data[name] ?? ''), Number.POSITIVE_INFINITY) || undefined
  return {
    category,
    words: Object.fromEntries(WORDS.map((name) => [name, wordOf(name)])),
    offer: wordOf('offer'),
    lastDay: endsAtMs === undefined ? undefined : businessDayOf(endsAtMs - 1),
  }
}
