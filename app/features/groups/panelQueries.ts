import type { EntityManager } from 'typeorm'
import { addDays } from '../../domain/businessDay.ts'

export interface GroupHead {
  chatId: string
  name: string
  members: number
  customers: number
  ownerGuideId: number | null
  ownerName: string | null
  storeCode: string | null
  storeName: string | null
  /** The actor is in the group. */
  isMember: number
}

/** The group, its store of the day, and whether this member of staff is in it. */
export async function groupHead(
  read: EntityManager,
  ask: { chatId: string; userId: string; day: string },
): Promise<GroupHead | undefined> {
  const rows: GroupHead[] = await read.query(
    `SELECT g.chat_id AS chatId, g.name AS name, g.member_count AS members, g.customer_count AS customers,
       g.owner_guide_id AS ownerGuideId, o.name AS ownerName, gs.store_code AS storeCode, s.name AS storeName,
       (SELECT COUNT(*) FROM group_members m WHERE m.chat_id = g.chat_id AND m.type = 1 AND m.left_at IS NULL
          AND LOWER(m.member_id) = ?) AS isMember
     FROM customer_groups g
     LEFT JOIN guides o ON o.id = g.owner_guide_id
     LEFT JOIN group_stores gs ON gs.chat_id = g.chat_id AND gs.from_day <= ? AND (gs.to_day IS NULL OR gs.to_day >= ?)
     LEFT JOIN stores s ON s.code = gs.store_code
     WHERE g.chat_id = ? ORDER BY gs.from_day DESC LIMIT 1`,
    [ask.userId.toLowerCase(), ask.day, ask.day, ask.chatId],
  )
  return rows[0]
}

export interface RecentDay {
  day: string
  joined: number
  leftCount: number
  messages: number
  isClosed: number
}

/** The last 60 days, newest first: enough for "days since the last message". */
export async function recentDays(read: EntityManager, chatId: string, day: string): Promise<RecentDay[]> {
  return read.query(
    `SELECT day, joined, left_count AS leftCount, messages, is_closed AS isClosed FROM group_days
     WHERE chat_id = ? AND day > ? AND day <= ? ORDER BY day DESC`,
    [chatId, addDays(day, -60), day],
  )
}

const MOST_CUSTOMERS = 50

/** Members of the group whom this guide brought in. */
export async function myCustomersIn(
  read: EntityManager,
  chatId: string,
  guideId: number,
): Promise<{ externalUserId: string; name: string }[]> {
  return read.query(
    `SELECT c.external_user_id AS externalUserId, c.name AS name FROM group_members m
     JOIN bindings b ON b.open_key = m.member_id AND b.guide_id = ?
     JOIN customers c ON c.external_user_id = m.member_id
     WHERE m.chat_id = ? AND m.left_at IS NULL ORDER BY m.joined_at DESC LIMIT ${MOST_CUSTOMERS}`,
    [guideId, chatId],
  )
}
