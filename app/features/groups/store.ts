import type { Tx } from '../../db/database.ts'
import { CustomerGroup, GroupDay, GroupMember } from '../../db/entities/groups.ts'
import { insertOnce } from '../../db/statements.ts'
import { addDays, businessDayOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import { type GroupTruth, isFounding, type MemberChanges, type MemberTruth } from './decideSync.ts'
import { storeOfGroupOn } from './queries.ts'

/** Makes a group's row where it is missing, and holds it until the transaction ends. */
export async function keepGroup(tx: Tx, chatId: string, createdAtMs: number): Promise<CustomerGroup> {
  const blank = { name: '', ownerUserId: null, ownerGuideId: null, memberVersion: '', memberCount: 0, customerCount: 0 }
  const none = { dismissedAt: null, syncedAt: null }
  await insertOnce(tx, CustomerGroup, { chatId, ...blank, state: 'active', createdAt: createdAtMs, ...none })
  // Touching the row takes its lock on MySQL, so that two syncs of one group follow one another.
  await tx.update(CustomerGroup, { chatId }, { chatId })
  return tx.findOneByOrFail(CustomerGroup, { chatId })
}

export async function dismissGroup(tx: Tx, chatId: string, atMs: number): Promise<void> {
  await tx.update(CustomerGroup, { chatId, state: 'active' }, { state: 'dismissed', dismissedAt: atMs })
}

export async function keepTruth(tx: Tx, truth: GroupTruth, ownerGuideId: number | null, nowMs: number): Promise<void> {
  const { chatId, name, ownerUserId, createdAtMs, memberVersion, members } = truth
  const memberCount = members.length
  const customerCount = members.filter(({ type }) => type === 2).length
  const dated = createdAtMs > 0 ? { createdAt: createdAtMs } : {}
  const facts = { name, ownerUserId, ownerGuideId, memberVersion, memberCount, customerCount, ...dated }
  await tx.update(CustomerGroup, { chatId }, { ...facts, syncedAt: nowMs })
}

export async function keepMembers(tx: Tx, truth: GroupTruth, changes: MemberChanges, nowMs: number): Promise<void> {
  const { chatId, createdAtMs } = truth
  for (const member of [...changes.joined, ...changes.updated]) await putMember(tx, chatId, member, createdAtMs)
  for (const memberId of changes.left) await tx.update(GroupMember, { chatId, memberId }, { leftAt: nowMs })
}

export async function putMember(tx: Tx, chatId: string, member: MemberTruth, createdAtMs: number): Promise<void> {
  const { memberId, joinedAtMs: joinedAt, ...facts } = member
  const founding = isFounding(member, createdAtMs)
  await tx.upsert(
    GroupMember,
    { chatId, memberId, joinedAt, ...facts, isFounding: founding, leftAt: null, quitScene: null },
    ['chatId', 'memberId'],
  )
}

export async function removeMembers(
  tx: Tx,
  chatId: string,
  left: { memberIds: readonly string[]; atMs: number; quitScene: number | null },
): Promise<void> {
  for (const memberId of left.memberIds) {
    await tx.update(GroupMember, { chatId, memberId }, { leftAt: left.atMs, quitScene: left.quitScene })
  }
}

export async function countMembers(tx: Tx, chatId: string, memberVersion: string): Promise<void> {
  const [row]: { members: number; customers: number }[] = await tx.query(
    `SELECT COUNT(*) AS members, CAST(COALESCE(SUM(CASE WHEN type = 2 THEN 1 ELSE 0 END), 0) AS SIGNED) AS customers
     FROM group_members WHERE chat_id = ? AND left_at IS NULL`,
    [chatId],
  )
  const counts = { memberCount: Number(row?.members ?? 0), customerCount: Number(row?.customers ?? 0) }
  await tx.update(CustomerGroup, { chatId }, { ...counts, memberVersion })
}

interface DayCounts {
  joined: number
  leftCount: number
  founding: number
  members: number
  customers: number
}

/**
 * Counts one day of a group again from its members' own dates, so that repeated and late events change nothing twice.
 * Customers only: guides coming and going are no growth.
 */
async function recountDay(tx: Tx, chatId: string, day: string): Promise<void> {
  const from = startOfBusinessDay(day)
  const until = startOfBusinessDay(addDays(day, 1))
  const [row]: Record<keyof DayCounts, number | null>[] = await tx.query(
    `SELECT SUM(CASE WHEN type = 2 AND is_founding = 0 AND joined_at >= ? AND joined_at < ? THEN 1 ELSE 0 END) AS joined,
       SUM(CASE WHEN type = 2 AND left_at >= ? AND left_at < ? THEN 1 ELSE 0 END) AS leftCount,
       SUM(CASE WHEN type = 2 AND is_founding = 1 AND joined_at >= ? AND joined_at < ? THEN 1 ELSE 0 END) AS founding,
       SUM(CASE WHEN joined_at < ? AND (left_at IS NULL OR left_at >= ?) THEN 1 ELSE 0 END) AS members,
       SUM(CASE WHEN type = 2 AND joined_at < ? AND (left_at IS NULL OR left_at >= ?) THEN 1 ELSE 0 END) AS customers
     FROM group_members WHERE chat_id = ?`,
    [from, until, from, until, from, until, until, until, until, until, chatId],
  )
  const storeCode = (await storeOfGroupOn(tx, chatId, day)) ?? null
  const of = (name: keyof DayCounts) => Number(row?.[name] ?? 0)
  const counts = {
    joined: of('joined'),
    leftCount: of('leftCount'),
    founding: of('founding'),
    members: of('members'),
    customers: of('customers'),
  }
  await insertOnce(tx, GroupDay, { chatId, day, storeCode, messages: 0, speakers: 0, groupSends: 0, isClosed: false })
  await tx.update(GroupDay, { chatId, day }, { ...counts, storeCode })
}

/** Days touched by these instants, each counted again once. */
export async function recountDays(tx: Tx, chatId: string, instants: readonly number[]): Promise<void> {
  for (const day of new Set(instants.map(businessDayOf))) await recountDay(tx, chatId, day)
}

/** Puts what WeCom counted into the day's row. @returns false when the day had been closed before */
export async function closeDay(
  tx: Tx,
  chatId: string,
  day: string,
  figures: { messages: number; speakers: number; groupSends: number },
): Promise<boolean> {
  await recountDay(tx, chatId, day)
  const { affected } = await tx.update(GroupDay, { chatId, day, isClosed: false }, { ...figures, isClosed: true })
  return affected === 1
}
