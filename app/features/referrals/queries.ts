import type { EntityManager } from 'typeorm'
import type { ReferralState, ReferralWhy } from '../../domain/referrals/facts.ts'
import type { Actor } from '../../http/actor.ts'
import { storesInReach } from '../staff/queries.ts'
import { accountOf } from './facts.ts'

export interface FriendRow {
  name: string
  /** Whether the asker may know who it is. */
  isSeen: number
  state: ReferralState
  why: ReferralWhy
  points: number
  joinedAt: number
  releaseAt: number | null
}

const MOST_FRIENDS = 50

/** The friends a customer brought, newest first; or (`friend`) the one referral that brought the customer. */
export async function referralsOf(
  read: EntityManager,
  actor: Actor,
  externalUserId: string,
  as: 'referrer' | 'friend',
): Promise<FriendRow[]> {
  const other = as === 'referrer' ? 'friend' : 'referrer'
  const inReach = storesInReach(actor.reach, 'b.store_code')
  const rows: FriendRow[] = await read.query(
    `SELECT c.name AS name, r.state AS state, r.why AS why, r.points AS points, r.joined_at AS joinedAt,
       r.release_at AS releaseAt,
       CASE WHEN b.guide_id = ? OR x.state IN ('half', 'active', 'customer_deleted') OR ${inReach.sql}
         THEN 1 ELSE 0 END AS isSeen
     FROM referrals r JOIN customers c ON c.external_user_id = r.${other}
     LEFT JOIN bindings b ON b.open_key = r.${other}
     LEFT JOIN customer_relations x ON x.external_user_id = r.${other} AND x.guide_id = ?
     WHERE r.${as} = ? ORDER BY r.id DESC LIMIT ${MOST_FRIENDS}`,
    [actor.guideId, ...inReach.params, actor.guideId, externalUserId],
  )
  return rows.map((row) => ({
    ...row,
    joinedAt: Number(row.joinedAt),
    releaseAt: row.releaseAt === null ? null : Number(row.releaseAt),
  }))
}

/** How many friends count, and what was given for them. */
export async function referrerTotals(
  read: EntityManager,
  externalUserId: string,
): Promise<{ friends: number; points: number }> {
  const [row]: { friends: number; points: number | null }[] = await read.query(
    `SELECT (SELECT COUNT(*) FROM referrals WHERE referrer = ? AND state = 'rewarded') AS friends,
       (SELECT SUM(points) FROM point_entries WHERE account = ?) AS points`,
    [externalUserId, accountOf(externalUserId)],
  )
  return { friends: Number(row?.friends ?? 0), points: Number(row?.points ?? 0) }
}

/** The customer's code with this guide, and its QR. */
export async function codeOf(
  read: EntityManager,
  externalUserId: string,
  guideId: number,
): Promise<{ qrCode: string | null } | undefined> {
  const rows: { qrCode: string | null }[] = await read.query(
    `SELECT w.qr_code AS qrCode FROM referral_codes c JOIN contact_ways w ON w.state = c.code
     WHERE c.external_user_id = ? AND c.guide_id = ?`,
    [externalUserId, guideId],
  )
  return rows[0]
}
