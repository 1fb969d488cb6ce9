import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { CalendarItem, CalendarOutcome } from '../../domain/followUps/calendar.ts'
import { planCalendar } from '../../domain/followUps/planCalendar.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { cutChars } from '../../talkTracks/plainText.ts'
import { actorOf } from '../staff/queries.ts'
import { speechesFor } from '../talkTracks/queries.ts'
import { type Gathered, gatherCalendar } from './calendar/gatherCalendar.ts'
import { contentOf, reasonDataFor } from './calendar/rowContent.ts'
import { type SpokenStart, startKeyOf } from './calendar/starts.ts'
import type { CalendarRow, CalendarView } from './contract.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'
import { sayMove } from './present.ts'
import { whyNot } from './presentWhy.ts'
import { sentenceOf } from './sentences.ts'

type Looking = Pick<Deps, 'db' | 'clock' | 'rules' | 'talkTracks'>

const DAY_MS = 86_400_000
/** What came to nothing longer ago is nobody's question any more. */
const PAST_DAYS = 30
const MAX_ROWS = 200
const MAX_SENTENCE = 200

interface Entry {
  item: CalendarItem
  start: SpokenStart
  atMs: number | undefined
}

/**
 * What would come for a customer, when, why and with which sentence, and why the rest would not: the calendar planned
 * on what is true now, nothing written. A fixed number of queries. The caller has checked who may look.
 * @throws AppError NOT_FOUND for an unknown customer
 */
export async function previewCalendar(
  deps: Looking,
  { playbooks }: Pick<FollowUpContent, 'playbooks'>,
  actor: Actor,
  externalUserId: string,
): Promise<CalendarView> {
  const gathered = await gatherCalendar(deps.db.read, deps, playbooks, externalUserId)
  if (!gathered) throw new AppError('NOT_FOUND')
  const { companion, input } = gathered
  const { nowMs } = input
  const entries = listEntries(gathered, planCalendar(input))
  const sentences = companion ? await saySentences(deps, actor, externalUserId, companion, gathered, entries) : []
  const rows = entries.map(({ item, start, atMs }, index): CalendarRow => {
    const { key, step, playbookId, outcome } = item
    const playbook = playbooks.find(({ id }) => id === playbookId)
    const data = reasonDataFor(item, start, input.customer.purchasesAtMs, atMs ?? nowMs)
    const moved = outcome.kind === 'planned' && outcome.movedBecause ? sayMove(outcome.movedBecause) : undefined
    return {
      key,
      playbook: playbook?.title ?? playbookId,
      title: step.title,
      product: data.productName || null,
      purpose: step.purpose,
      state: stateOf(outcome),
      atMs: atMs ?? null,
      reason: data.reason ?? step.title,
      why: whyNot(item, playbook) ?? moved ?? null,
      sentence: sentences[index] ?? null,
    }
  })
  return { nowMs, isReachable: companion !== undefined, rows }
}

function listEntries({ starts, input: { nowMs, progress } }: Gathered, items: readonly CalendarItem[]): Entry[] {
  const spoken = new Map(starts.map((start) => [startKeyOf(start), start]))
  const happened = new Map(progress.map(({ key, atMs }) => [key, atMs]))
  const entries = items.flatMap((item): Entry[] => {
    const start = spoken.get(startKeyOf(item.start))
    if (!start) return []
    const atMs = item.outcome.kind === 'planned' ? item.outcome.atMs : (happened.get(item.key) ?? item.wishedAtMs)
    const isPast = isOver(item.outcome) && (atMs ?? start.atMs) < nowMs - PAST_DAYS * DAY_MS
    return isPast ? [] : [{ item, start, atMs }]
  })
  const rank = ({ item }: Entry) => (isOver(item.outcome) ? 2 : item.outcome.kind === 'waiting' ? 1 : 0)
  return entries.sort((a, b) => rank(a) - rank(b) || (a.atMs ?? 0) - (b.atMs ?? 0)).slice(0, MAX_ROWS)
}

function isOver(outcome: CalendarOutcome): boolean {
  if (outcome.kind === 'kept') return outcome.as === 'closed'
  return outcome.kind === 'dropped' || outcome.kind === 'expired'
}

function stateOf(outcome: CalendarOutcome): CalendarRow['state'] {
  if (outcome.kind === 'kept') return outcome.as
  return outcome.kind
}

/** In the voice of who would speak; for each entry, in order. */
async function saySentences(
  deps: Looking,
  actor: Actor,
  externalUserId: string,
  companion: NonNullable<Gathered['companion']>,
  { input }: Gathered,
  entries: readonly Entry[],
): Promise<(string | undefined)[]> {
  const { guideId } = companion
  const speaker = await actorOf(deps.db.read, guideId, businessDayOf(input.nowMs))
  const topics = entries.map(({ item, start: { words, category, atMs, endsAtMs } }) => ({
    offer: item.step.offer,
    productName: words.productName,
    anchorDay: businessDayOf(atMs),
    category,
    data: words.said,
    endsAtMs,
  }))
  const speeches = await speechesFor(deps, guideId, externalUserId, topics)
  return entries.map(({ item, start }, index) => {
    if (isOver(item.outcome)) return undefined
    const speech = speeches[index]
    const data = reasonDataFor(item, start, input.customer.purchasesAtMs, input.nowMs)
    const row = { externalUserId, ...contentOf(item, start, companion, data) }
    const said = speech && sentenceOf(deps, row, speaker?.level ?? actor.level, speech)
    return said && cutChars(said.text, MAX_SENTENCE)
  })
}
