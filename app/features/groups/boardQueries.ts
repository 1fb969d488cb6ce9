import type { EntityManager } from 'typeorm'
import type { Actor } from '../../http/actor.ts'

export interface BoardStore {
  code: string
  name: string
}

/** Stores in the actor's reach, cut to a region and what lies below it. */
export async function boardStores(
  read: EntityManager,
  reach: Actor['reach'],
  regionPath: string | undefined,
): Promise<BoardStore[]> {
  if (reach.kind === 'none' || (reach.kind === 'stores' && reach.storeCodes.length === 0)) return []
  const where: string[] = []
  const params: string[] = []
  if (reach.kind === 'stores') {
    where.push(`s.code IN (${reach.storeCodes.map(() => '?').join(', ')})`)
    params.push(...reach.storeCodes)
  }
  if (regionPath !== undefined) {
    where.push(`r.path LIKE ? ESCAPE '|'`)
    params.push(`${regionPath.replace(/[|%_]/g, (sign) => `|${sign}`)}%`)
  }
  const filter = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`
  return read.query(
    `SELECT s.code AS code, s.name AS name FROM stores s LEFT JOIN regions r ON r.code = s.region_code ${filter} ORDER BY s.code`,
    params,
  )
}

export async function regionPath(read: EntityManager, code: string): Promise<string | undefined> {
  const rows: { path: string }[] = await read.query('SELECT path FROM regions WHERE code = ?', [code])
  return rows[0]?.path
}

export interface BoardDay {
  chatId: string
  storeCode: string
  day: string
  members: number
  customers: number
  joined: number
  leftCount: number
  messages: number
  speakers: number
  groupSends: number
  isClosed: number
}

export async function boardDays(
  read: EntityManager,
  storeCodes: readonly string[],
  from: string,
  to: string,
): Promise<BoardDay[]> {
  if (storeCodes.length === 0) return []
  return read.query(
    `SELECT chat_id AS chatId, store_code AS storeCode, day, members, customers, joined, left_count AS leftCount,
       messages, speakers, group_sends AS groupSends, is_closed AS isClosed
     FROM group_days WHERE store_code IN (${storeCodes.map(() => '?').join(', ')}) AND day >= ? AND day <= ?
     ORDER BY store_code, day, chat_id`,
    [...storeCodes, from, to],
  )
}

export interface BoardGroup {
  chatId: string
  name: string
  createdAt: number
  syncedAt: number | null
  ownerUserId: string | null
  ownerGuideId: number | null
  ownerName: string | null
  ownerState: string | null
  /** Of the day asked for; null: no store has it. */
  storeCode: string | null
  /** Groups the same owner has. */
  ownedCount: number
}

/** All groups alive, with store and owner as of a day. */
export async function boardGroups(read: EntityManager, day: string): Promise<BoardGroup[]> {
  return read.query(
    `SELECT g.chat_id AS chatId, g.name AS name, g.created_at AS createdAt, g.synced_at AS syncedAt,
       g.owner_user_id AS ownerUserId, g.owner_guide_id AS ownerGuideId, o.name AS ownerName, o.state AS ownerState,
       gs.store_code AS storeCode,
       (SELECT COUNT(*) FROM customer_groups x WHERE x.owner_user_id = g.owner_user_id AND x.state = 'active') AS ownedCount
     FROM customer_groups g
     LEFT JOIN guides o ON o.id = g.owner_guide_id
     LEFT JOIN group_stores gs ON gs.chat_id = g.chat_id AND gs.from_day <= ? AND (gs.to_day IS NULL OR gs.to_day >= ?)
     WHERE g.state = 'active' ORDER BY gs.store_code, g.chat_id`,
    [day, day],
  )
}
