import type { EntityManager } from 'typeorm'

export interface Companion {
  guideId: number
  storeCode: string | null
  isBound: boolean
}

/**
 * The guide who speaks to this customer: the one they are bound to, while they are friends; else the guide who has
 * been their friend the longest. Undefined when nobody can reach them.
 */
export async function companionOf(read: EntityManager, externalUserId: string): Promise<Companion | undefined> {
  const [row]: { guideId: number; storeCode: string | null; otherness: number }[] = await read.query(
    `SELECT r.guide_id AS guideId, CASE WHEN b.guide_id = r.guide_id THEN b.store_code ELSE NULL END AS storeCode,
       CASE WHEN b.guide_id = r.guide_id THEN 0 ELSE 1 END AS otherness
     FROM customer_relations r JOIN guides g ON g.id = r.guide_id AND g.state = 'active'
     LEFT JOIN bindings b ON b.open_key = r.external_user_id
     WHERE r.external_user_id = ? AND r.state IN ('active', 'half') ORDER BY otherness, r.added_at, r.id LIMIT 1`,
    [externalUserId],
  )
  if (!row) return undefined
  return { guideId: Number(row.guideId), storeCode: row.storeCode, isBound: Number(row.otherness) === 0 }
}

export async function isFriend(read: EntityManager, guideId: number, externalUserId: string): Promise<boolean> {
  const rows = await read.query(
    `SELECT 1 FROM customer_relations WHERE external_user_id = ? AND guide_id = ? AND state IN ('active', 'half')`,
    [externalUserId, guideId],
  )
  return rows.length > 0
}
