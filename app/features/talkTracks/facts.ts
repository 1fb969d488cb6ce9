import type { EntityManager } from 'typeorm'
import { businessDayOf, daysBetween } from '../../domain/businessDay.ts'
import { plainText } from '../../talkTracks/plainText.ts'
import type { TalkTrackFacts, TrackStage } from '../../talkTracks/types.ts'

interface GuideRow {
  guideName: string
  storeName: string | null
}
interface CustomerRow {
  name: string
  stage: TrackStage
}
interface MemberRow {
  tier: string
  points: number
}
interface PurchaseRow {
  productName: string
  category: string | null
  paidAt: number
}

/** What is known of a customer to this guide. `category`: of the product bought last. */
export interface KnownOfCustomer {
  facts: TalkTrackFacts
  stage?: TrackStage
  category?: string
}

/** @param externalUserId absent: only what holds for every customer of the guide */
export async function factsOfCustomer(
  read: EntityManager,
  guideId: number,
  externalUserId: string | undefined,
  day: string,
): Promise<KnownOfCustomer> {
  const own = await factsOfGuide(read, guideId, day)
  if (externalUserId === undefined) return { facts: own }
  const [customer]: CustomerRow[] = await read.query('SELECT name, stage FROM customers WHERE external_user_id = ?', [
    externalUserId,
  ])
  const address = { ...own, customerName: addressOf(customer?.name ?? '') }
  if (await isAnothers(read, guideId, externalUserId)) return { facts: address }
  // Two members under one contact are a conflict for a person: then nothing of either is said.
  const members: MemberRow[] = await read.query(
    'SELECT tier, points FROM members WHERE external_user_id = ? ORDER BY member_no LIMIT 2',
    [externalUserId],
  )
  const [purchase]: PurchaseRow[] = await read.query(
    `SELECT l.name AS productName, p.category AS category, o.paid_at AS paidAt
     FROM orders o JOIN order_lines l ON l.order_id = o.id LEFT JOIN products p ON p.code = l.product_code
     WHERE o.buyer_customer_id = ? AND o.refunded_fen < o.paid_fen ORDER BY o.paid_at DESC, l.id LIMIT 1`,
    [externalUserId],
  )
  const facts = { ...address, ...memberFacts(members), ...purchaseFacts(purchase, day) }
  return { facts, stage: customer?.stage, category: purchase?.category ?? undefined }
}

function memberFacts([member, another]: readonly MemberRow[]): TalkTrackFacts {
  if (!member || another) return {}
  return { tierName: member.tier || undefined, points: member.points > 0 ? sayCount(member.points) : undefined }
}

function purchaseFacts(purchase: PurchaseRow | undefined, day: string): TalkTrackFacts {
  if (!purchase) return {}
  const bought = businessDayOf(Number(purchase.paidAt))
  const daysSince = daysBetween(bought, day)
  return {
    productName: shortProduct(purchase.productName),
    orderDay: sayDay(bought),
    daysSince: daysSince > 0 ? String(daysSince) : undefined,
  }
}

/** Membership and purchases of a customer whom a colleague brought in are not this guide's to know, or to say. */
async function isAnothers(read: EntityManager, guideId: number, externalUserId: string): Promise<boolean> {
  const found = await read.query('SELECT 1 FROM bindings WHERE open_key = ? AND guide_id <> ?', [
    externalUserId,
    guideId,
  ])
  return found.length > 0
}

export async function factsOfGroup(
  read: EntityManager,
  guideId: number,
  chatId: string,
  day: string,
): Promise<TalkTrackFacts> {
  const own = await factsOfGuide(read, guideId, day)
  const [group]: { name: string; storeName: string | null }[] = await read.query(
    `SELECT g.name AS name, s.name AS storeName FROM customer_groups g
     LEFT JOIN group_stores m ON m.chat_id = g.chat_id AND m.from_day <= ? AND (m.to_day IS NULL OR m.to_day >= ?)
     LEFT JOIN stores s ON s.code = m.store_code WHERE g.chat_id = ? LIMIT 1`,
    [day, day, chatId],
  )
  return { ...own, groupName: group?.name || undefined, storeName: group?.storeName ?? own.storeName }
}

async function factsOfGuide(read: EntityManager, guideId: number, day: string): Promise<TalkTrackFacts> {
  const [guide]: GuideRow[] = await read.query(
    `SELECT g.name AS guideName, s.name AS storeName FROM guides g
     LEFT JOIN guide_assignments a ON a.guide_id = g.id AND a.from_day <= ? AND (a.to_day IS NULL OR a.to_day >= ?)
       AND a.store_code IS NOT NULL
     LEFT JOIN stores s ON s.code = a.store_code WHERE g.id = ? ORDER BY a.id LIMIT 1`,
    [day, day, guideId],
  )
  return { guideName: guide?.guideName || undefined, storeName: guide?.storeName ?? undefined }
}

const MAX_ADDRESS_CHARS = 12
const MAX_PRODUCT_CHARS = 24

/**
 * A nickname as an address, or undefined: one too long to be said, or without a single letter, is left out and
 * the sentence begins with 您好.
 */
function addressOf(nickname: string): string | undefined {
  const name = plainText(nickname)
  return name.length <= MAX_ADDRESS_CHARS && /\p{L}/u.test(name) ? name : undefined
}

const PACK =
  /[\s(（]*\d+(\.\d+)?\s*(g|kg|ml|l|克|千克|斤|两|毫升|升|片|支|袋|包|粒|枚|条|瓶|盒|罐|只|抽)(装|入)?[)）]?$/iu

/** As one says it: 明前龙井 250g → 明前龙井. Nobody names the pack when speaking. */
export function shortProduct(name: string): string | undefined {
  const plain = plainText(name, Number.POSITIVE_INFINITY)
  return plainText(plain.replace(PACK, '') || plain, MAX_PRODUCT_CHARS) || undefined
}

/** 2026-11-03 → 11月3日 */
export function sayDay(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}

/** 1280 → 1,280 */
function sayCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
