import type { FollowUp } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import { businessDayOf, daysBetween } from '../../domain/businessDay.ts'
import { formatYuan } from '../../domain/money.ts'
import type { Actor } from '../../http/actor.ts'
import type { CardFacts } from '../../talkTracks/cardTexts.ts'
import { deadlineOf } from './deadline.ts'
import { reasonOf, sayWhen, titleOf } from './present.ts'
import { sentenceOf, speechOfFollowUp, type Wording } from './sentences.ts'
import { namesOf } from './views.ts'

type Reading = Pick<Deps, 'db' | 'clock'>

export interface CardContent {
  facts: CardFacts
  /** The talk track the sentence is from. */
  trackId: string | undefined
}

/** What the card of one follow-up says. Read before the transaction that delivers it. */
export async function readCardContent(deps: Wording, row: FollowUp, level: Actor['level']): Promise<CardContent> {
  const nowMs = deps.clock.nowMs()
  const speech = await speechOfFollowUp(deps, row)
  const { facts } = speech
  const names = await namesOf(deps.db.read, row.guideId, [row.externalUserId])
  const sentence = sentenceOf(deps, row, level, speech)
  const member = [facts.tierName, facts.points ? `${facts.points}分` : undefined].filter(Boolean).join(' ')
  const said = {
    customerName: names.get(row.externalUserId) ?? '客户',
    title: titleOf(row),
    reason: reasonOf(row),
    deadline: sayWhen(Math.min(deadlineOf(row.dueAt), row.expiresAt), nowMs),
    sentence: sentence?.kind === 'ready' ? sentence.text : undefined,
    lastPurchase: await readLastPurchase(deps, row.externalUserId),
    lastContact: await readLastContact(deps, row.externalUserId),
    member: member || undefined,
  }
  return { facts: said, trackId: sentence?.kind === 'ready' ? sentence.track.id : undefined }
}

async function readLastPurchase({ db }: Reading, externalUserId: string): Promise<string | undefined> {
  const [last]: { name: string; paidFen: number; paidAt: number }[] = await db.read.query(
    `SELECT l.name AS name, l.paid_fen AS paidFen, o.paid_at AS paidAt FROM orders o
     JOIN order_lines l ON l.order_id = o.id WHERE o.buyer_customer_id = ? ORDER BY o.paid_at DESC, l.id LIMIT 1`,
    [externalUserId],
  )
  if (!last) return undefined
  return `${businessDayOf(Number(last.paidAt)).slice(5)} ${formatYuan(Number(last.paidFen))} ${last.name}`
}

async function readLastContact({ db, clock }: Reading, externalUserId: string): Promise<string | undefined> {
  const [last]: { at: number }[] = await db.read.query(
    `SELECT at AS at FROM send_records WHERE external_user_id = ? AND result = 'ok' ORDER BY at DESC LIMIT 1`,
    [externalUserId],
  )
  if (!last) return undefined
  const days = daysBetween(businessDayOf(Number(last.at)), businessDayOf(clock.nowMs()))
  return days === 0 ? '今天' : `${days} 天前`
}
