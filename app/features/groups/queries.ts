import type { EntityManager } from 'typeorm'

/** A customer who came into a group by a join way of ours. `guideId` is the group's owner, the guide they belong to. */
export interface GroupJoin {
  memberId: string
  name: string
  joinedAt: number
  stateToken: string
  guideId: number
}

const EXTERNAL = 2

export async function joinsByState(read: EntityManager, chatId: string): Promise<GroupJoin[]> {
  return read.query(
    `SELECT m.member_id AS memberId, m.name AS name, m.joined_at AS joinedAt, m.state_token AS stateToken,
       g.owner_guide_id AS guideId
     FROM group_members m JOIN customer_groups g ON g.chat_id = m.chat_id
     WHERE m.chat_id = ? AND m.type = ? AND m.state_token IS NOT NULL AND g.owner_guide_id IS NOT NULL
     ORDER BY m.joined_at, m.member_id`,
    [chatId, EXTERNAL],
  )
}

/** The store whose group this is on a day, or undefined. */
export async function storeOfGroupOn(read: EntityManager, chatId: string, day: string): Promise<string | undefined> {
  const rows: { storeCode: string }[] = await read.query(
    `SELECT store_code AS storeCode FROM group_stores
     WHERE chat_id = ? AND from_day <= ? AND (to_day IS NULL OR to_day >= ?) ORDER BY from_day DESC, id DESC LIMIT 1`,
    [chatId, day, day],
  )
  return rows[0]?.storeCode
}

/** Store × group pairs of a day, for join ways. */
export async function storeGroupsOn(
  read: EntityManager,
  day: string,
): Promise<{ storeCode: string; chatId: string }[]> {
  return read.query(
    `SELECT gs.store_code AS storeCode, gs.chat_id AS chatId FROM group_stores gs
     JOIN customer_groups g ON g.chat_id = gs.chat_id
     WHERE g.state = 'active' AND g.synced_at IS NOT NULL AND gs.from_day <= ? AND (gs.to_day IS NULL OR gs.to_day >= ?)
     ORDER BY gs.store_code, gs.chat_id`,
    [day, day],
  )
}
