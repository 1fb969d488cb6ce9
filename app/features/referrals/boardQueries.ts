import type { EntityManager } from 'typeorm'
import type { ReferralState, ReferralWhy } from '../../domain/referrals/facts.ts'

/** Which referrals: a condition on `r`, with its parameters. */
export interface ReferralFilter {
  sql: string
  params: (string | number)[]
}

export async function countReferrals(
  read: EntityManager,
  { sql, params }: ReferralFilter,
): Promise<Record<ReferralState, number>> {
  const rows: { state: ReferralState; n: number }[] = await read.query(
    `SELECT r.state AS state, COUNT(*) AS n FROM referrals r WHERE ${sql} GROUP BY r.state`,
    params,
  )
  const counts = { joined: 0, waiting: 0, rewarded: 0, void: 0 }
  for (const { state, n } of rows) counts[state] = Number(n)
  return counts
}

/** Points given for these referrals less those taken back. */
export async function sumPoints(read: EntityManager, { sql, params }: ReferralFilter): Promise<number> {
  const [row]: { points: number | null }[] = await read.query(
    `SELECT SUM(p.points) AS points FROM referrals r JOIN point_entries p ON p.referral_id = r.id
     WHERE p.account <> 'issued' AND ${sql}`,
    params,
  )
  return Number(row?.points ?? 0)
}

export interface BoardRow {
  id: number
  friendName: string | null
  referrerName: string | null
  guideName: string | null
  storeName: string | null
  storeCode: string
  state: ReferralState
  why: ReferralWhy
  points: number
  joinedAt: number
  releaseAt: number | null
}

/** Newest first. */
export async function listReferrals(
  read: EntityManager,
  { sql, params }: ReferralFilter,
  limit: number,
): Promise<BoardRow[]> {
  return read.query(
    `SELECT r.id AS id, f.name AS friendName, x.name AS referrerName, g.name AS guideName, s.name AS storeName,
       r.store_code AS storeCode, r.state AS state, r.why AS why, r.points AS points, r.joined_at AS joinedAt,
       r.release_at AS releaseAt
     FROM referrals r
     LEFT JOIN customers f ON f.external_user_id = r.friend
     LEFT JOIN customers x ON x.external_user_id = r.referrer
     LEFT JOIN guides g ON g.id = r.guide_id
     LEFT JOIN stores s ON s.code = r.store_code
     WHERE ${sql} ORDER BY r.id DESC LIMIT ?`,
    [...params, limit],
  )
}
