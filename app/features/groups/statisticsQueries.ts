import type { EntityManager } from 'typeorm'
import { addDays, daysBetween, startOfBusinessDay } from '../../domain/businessDay.ts'

export interface OwnedGroup {
  chatId: string
  createdAt: number
}

/** Groups an owner has now. Userids compare without regard to case. */
export async function groupsOfOwner(read: EntityManager, ownerUserId: string): Promise<OwnedGroup[]> {
  return read.query(
    `SELECT chat_id AS chatId, created_at AS createdAt FROM customer_groups
     WHERE LOWER(owner_user_id) = ? AND state = 'active' ORDER BY created_at, chat_id`,
    [ownerUserId.toLowerCase()],
  )
}

export async function ownersOfGroups(read: EntityManager): Promise<string[]> {
  const rows: { userId: string }[] = await read.query(
    `SELECT DISTINCT owner_user_id AS userId FROM customer_groups
     WHERE state = 'active' AND owner_user_id IS NOT NULL ORDER BY owner_user_id`,
  )
  return rows.map(({ userId }) => userId)
}

export async function activeChatIds(read: EntityManager): Promise<string[]> {
  const rows: { chatId: string }[] = await read.query(
    `SELECT chat_id AS chatId FROM customer_groups WHERE state = 'active' ORDER BY chat_id`,
  )
  return rows.map(({ chatId }) => chatId)
}

/** Days of a span whose statistics have not been read yet, in order. */
export async function openDays(read: EntityManager, chatId: string, from: string, to: string): Promise<string[]> {
  const rows: { day: string }[] = await read.query(
    `SELECT day FROM group_days WHERE chat_id = ? AND day >= ? AND day <= ? AND is_closed = 1`,
    [chatId, from, to],
  )
  const closed = new Set(rows.map(({ day }) => day))
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index))
  return days.filter((day) => !closed.has(day))
}

/** Group sends by guides on a day: they are among the messages and must not lift the activity. */
export async function groupSendsOn(read: EntityManager, chatId: string, day: string): Promise<number> {
  const [row]: { sends: number }[] = await read.query(
    `SELECT COUNT(*) AS sends FROM send_records
     WHERE chat_id = ? AND kind = 'group' AND result = 'ok' AND at >= ? AND at < ?`,
    [chatId, startOfBusinessDay(day), startOfBusinessDay(addDays(day, 1))],
  )
  return Number(row?.sends ?? 0)
}
