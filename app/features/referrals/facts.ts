import { type EntityManager, In } from 'typeorm'
import { Customer } from '../../db/entities/customers.ts'
import { Complaint } from '../../db/entities/followUps.ts'
import { Order, Refund } from '../../db/entities/orders.ts'
import { PointEntry, type Referral } from '../../db/entities/referrals.ts'
import type { FriendOrder, ReferralFacts } from '../../domain/referrals/facts.ts'
import type { PostedPoints } from '../../domain/referrals/points.ts'

/** By which code a customer first came to us. */
export interface Join {
  code: string
  referrer: string
  guideId: number
  storeCode: string
  joinedAt: number
}

/** The first code counts, whatever they scanned later; undefined for whoever came another way. */
export async function findJoin(em: EntityManager, friend: string): Promise<Join | undefined> {
  const rows: Join[] = await em.query(
    `SELECT c.code AS code, c.external_user_id AS referrer, c.guide_id AS guideId, w.store_code AS storeCode,
       x.at AS joinedAt
     FROM (
       SELECT state_token, from_at AS at FROM bindings WHERE external_user_id = ? AND state_token IS NOT NULL
       UNION ALL
       SELECT state_token, added_at AS at FROM customer_relations
       WHERE external_user_id = ? AND state_token IS NOT NULL AND added_at > 0
     ) x JOIN referral_codes c ON c.code = x.state_token JOIN contact_ways w ON w.state = c.code
     ORDER BY x.at, c.code LIMIT 1`,
    [friend, friend],
  )
  return rows[0] && { ...rows[0], joinedAt: Number(rows[0].joinedAt) }
}

/** All that is known today about a friend who came by a code. */
export async function loadReferralFacts(em: EntityManager, referral: Referral, nowMs: number): Promise<ReferralFacts> {
  const { friend, referrer, joinedAt } = referral
  const customer = await em.findOneBy(Customer, { externalUserId: friend })
  const orders = await em.findBy(Order, { buyerCustomerId: friend, buyerState: 'known' })
  const refunds = orders.length === 0 ? [] : await em.findBy(Refund, { orderId: In(orders.map(({ id }) => id)) })
  const complaints = await em.findBy(Complaint, { externalUserId: friend })
  return {
    joinedAtMs: joinedAt,
    isSelf: friend === referrer || (await isOnePerson(em, friend, referrer)),
    firstContactAtMs: customer?.firstAddedAt ?? joinedAt,
    orders: orders.map((order) => friendOrder(order, refunds)),
    complaints: complaints.map(({ openedAt, closedAt }) => ({
      openedAtMs: openedAt,
      closedAtMs: closedAt ?? undefined,
    })),
    nowMs,
  }
}

function friendOrder(order: Order, refunds: readonly Refund[]): FriendOrder {
  const { id, source, orderNo, paidAt, completedAt, delivery, paidFen } = order
  return {
    orderId: id,
    number: `${source}/${orderNo}`,
    paidAtMs: paidAt,
    completedAtMs: completedAt ?? undefined,
    delivery,
    paidFen,
    refunds: refunds
      .filter(({ orderId }) => orderId === id)
      .map(({ refundedAt, refundFen }) => ({ atMs: refundedAt, fen: refundFen })),
  }
}

/** Two contacts under one phone, unionid or member number: a second account of the same person. */
async function isOnePerson(em: EntityManager, a: string, b: string): Promise<boolean> {
  const rows = await em.query(
    `SELECT 1 FROM identity_keys x JOIN identity_keys y ON y.kind = x.kind AND y.key_hash = x.key_hash
     WHERE x.external_user_id = ? AND y.external_user_id = ? LIMIT 1`,
    [a, b],
  )
  return rows.length > 0
}

export const accountOf = (externalUserId: string) => `customer:${externalUserId}`

/** What stands in a referrer's books. */
export async function postedPointsOf(em: EntityManager, referrer: string): Promise<PostedPoints[]> {
  const rows = await em.findBy(PointEntry, { account: accountOf(referrer) })
  return rows.map(({ referralId, cause, level, points }) => ({ referralId, cause, level, points }))
}
