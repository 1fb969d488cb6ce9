import type { EntityManager } from 'typeorm'
import { type StoreScope, scopeSql } from '../boards/queries.ts'
import { storeNames } from '../staff/queries.ts'

export interface BoardStore {
  code: string
  name: string
}

/** The stores of a scope, today's and former ones, by code. */
export async function boardStores(read: EntityManager, scope: StoreScope): Promise<BoardStore[]> {
  if (scope.kind === 'all') return read.query('SELECT code, name FROM stores ORDER BY code')
  return storeNames(
    read,
    scope.spans.map(({ storeCode }) => storeCode),
  )
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

/** Rows of the days on which their store was in the scope. */
export async function boardDays(read: EntityManager, scope: StoreScope, from: string, to: string): Promise<BoardDay[]> {
  const inScope = scopeSql(scope, { store: 'store_code', firstDay: 'day' })
  return read.query(
    `SELECT chat_id AS chatId, store_code AS storeCode, day, members, customers, joined, left_count AS leftCount,
       messages, speakers, group_sends AS groupSends, is_closed AS isClosed
     FROM group_days WHERE ${inScope.sql} AND day >= ? AND day <= ?
     ORDER BY store_code, day, chat_id`,
    [...inScope.params, from, to],
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
