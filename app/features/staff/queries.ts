import { type EntityManager, In } from 'typeorm'
import { Guide, type GuideLevel, type Role } from '../../db/entities/org.ts'
import type { PeopleOnDays } from '../../domain/attribution/facts.ts'
import { always, mergeSpans, type StoreSpan } from '../../domain/boards/storeSpans.ts'
import type { Actor } from '../../http/actor.ts'
import { readStoreSpans, storesUnderRegion } from './regions.ts'

export { closedStores, type RegionSpan, readStoreSpans, storesOfRegion, storesUnderRegion } from './regions.ts'

/** A guide by WeCom userid, whose letter case carries no meaning. */
export async function guideByUserId(read: EntityManager, userId: string): Promise<Guide | undefined> {
  return (await read.findOneBy(Guide, { userKey: userId.toLowerCase() })) ?? undefined
}

export async function guideById(read: EntityManager, guideId: number): Promise<Guide | undefined> {
  return (await read.findOneBy(Guide, { id: guideId })) ?? undefined
}

/** Names by id, for lists that show many. */
export async function guideNames(read: EntityManager, ids: readonly number[]): Promise<Map<number, string>> {
  const guides = ids.length === 0 ? [] : await read.findBy(Guide, { id: In([...new Set(ids)]) })
  return new Map(guides.map(({ id, name }) => [id, name]))
}

/** One assignment in force on a day; a guide with two stores has two. */
export interface GuideOnDay {
  guideId: number
  userId: string
  name: string
  role: Role
  level: GuideLevel
  storeCode: string | null
  regionCode: string | null
}

const ON_DAY = 'a.from_day <= ? AND (a.to_day IS NULL OR a.to_day >= ?)'
const COLUMNS = `g.id AS guideId, g.user_id AS userId, g.name AS name, a.role AS role, a.level AS level,
  a.store_code AS storeCode, a.region_code AS regionCode`

/** Everyone who works on that day and has not left. */
export async function guidesOnDay(read: EntityManager, day: string): Promise<GuideOnDay[]> {
  return read.query(
    `SELECT ${COLUMNS} FROM guides g JOIN guide_assignments a ON a.guide_id = g.id
     WHERE g.state = 'active' AND ${ON_DAY} ORDER BY g.id, a.id`,
    [day, day],
  )
}

interface AssignmentRow {
  guideId: number
  role: Role
  storeCode: string | null
  fromDay: string
  toDay: string | null
}

type StaffOnDays = Pick<PeopleOnDays, 'isGuideOn' | 'storeOfGuideOn'>

/** Dated staff facts of these guides for the credit rules. Managers of a store serve customers too; operators do not. */
export async function peopleOnDays(read: EntityManager, guideIds: readonly number[]): Promise<StaffOnDays> {
  const rows: AssignmentRow[] =
    guideIds.length === 0
      ? []
      : await read.query(
          `SELECT guide_id AS guideId, role, store_code AS storeCode, from_day AS fromDay, to_day AS toDay
           FROM guide_assignments WHERE guide_id IN (${guideIds.map(() => '?').join(', ')}) ORDER BY id`,
          [...guideIds],
        )
  const onDay = (guideId: number, day: string) =>
    rows.filter((row) => row.guideId === guideId && row.fromDay <= day && (row.toDay === null || row.toDay >= day))
  return {
    isGuideOn: (guideId, day) => onDay(guideId, day).some(({ role }) => role === 'guide' || role === 'store_manager'),
    storeOfGuideOn: (guideId, day) =>
      onDay(guideId, day).find(({ storeCode }) => storeCode !== null)?.storeCode ?? undefined,
  }
}

export async function storeOfGuideOn(read: EntityManager, guideId: number, day: string): Promise<string | undefined> {
  return (await peopleOnDays(read, [guideId])).storeOfGuideOn(guideId, day)
}

/** The store of a guide on that day; before their first day with us, the store they began at. */
export async function storeOfGuideAround(
  read: EntityManager,
  guideId: number,
  day: string,
): Promise<string | undefined> {
  const rows: { storeCode: string }[] = await read.query(
    `SELECT store_code AS storeCode FROM guide_assignments
     WHERE guide_id = ? AND store_code IS NOT NULL AND (to_day IS NULL OR to_day >= ?) ORDER BY from_day, id LIMIT 1`,
    [guideId, day],
  )
  return rows[0]?.storeCode
}

/** Stores a guide works at on that day or will. */
export async function storesOfGuideFrom(read: EntityManager, guideId: number, day: string): Promise<string[]> {
  const rows: { storeCode: string }[] = await read.query(
    `SELECT DISTINCT store_code AS storeCode FROM guide_assignments
     WHERE guide_id = ? AND store_code IS NOT NULL AND (to_day IS NULL OR to_day >= ?)`,
    [guideId, day],
  )
  return rows.map(({ storeCode }) => storeCode)
}

/** A guide's days off from that day on, in order. */
export async function daysOffOf(read: EntityManager, guideId: number, fromDay: string): Promise<string[]> {
  const rows: { day: string }[] = await read.query(
    'SELECT day AS day FROM guide_days_off WHERE guide_id = ? AND day >= ? ORDER BY day',
    [guideId, fromDay],
  )
  return rows.map(({ day }) => day)
}

/** Whether the guide is off on that day: no card, digest or reminder then. */
export async function isOffOn(read: EntityManager, guideId: number, day: string): Promise<boolean> {
  const rows = await read.query('SELECT 1 FROM guide_days_off WHERE guide_id = ? AND day = ?', [guideId, day])
  return rows.length > 0
}

/** Of these guides, those who work on that day: not gone, with a post, and not off. */
export async function guidesAtWork(
  read: EntityManager,
  guideIds: readonly number[],
  day: string,
): Promise<ReadonlySet<number>> {
  if (guideIds.length === 0) return new Set()
  const rows: { guideId: number }[] = await read.query(
    `SELECT DISTINCT g.id AS guideId FROM guides g JOIN guide_assignments a ON a.guide_id = g.id AND ${ON_DAY}
     LEFT JOIN guide_days_off d ON d.guide_id = g.id AND d.day = ?
     WHERE g.id IN (${guideIds.map(() => '?').join(', ')}) AND g.state = 'active' AND d.day IS NULL`,
    [day, day, day, ...guideIds],
  )
  return new Set(rows.map(({ guideId }) => Number(guideId)))
}

const RANK: Record<Role, number> = { guide: 0, store_manager: 1, region_manager: 2, operator: 3 }

/** Who this is today, or undefined for someone who left or has no assignment on that day. */
export async function actorOf(read: EntityManager, guideId: number, day: string): Promise<Actor | undefined> {
  const rows: GuideOnDay[] = await read.query(
    `SELECT ${COLUMNS} FROM guides g JOIN guide_assignments a ON a.guide_id = g.id
     WHERE g.id = ? AND g.state = 'active' AND ${ON_DAY} ORDER BY a.id`,
    [guideId, day, day],
  )
  const [highest] = [...rows].sort((a, b) => RANK[b.role] - RANK[a.role])
  if (!highest) return undefined
  const { userId, name, role, level } = highest
  const storeCodes = [...new Set(rows.flatMap(({ storeCode }) => (storeCode === null ? [] : [storeCode])))]
  return { guideId, userId, name, level, role, storeCodes, reach: await reachOf(read, rows, role) }
}

/**
 * Store managers reach their own stores, regional managers every store in and below their regions, operators all.
 * `spans`: on boards each region keeps the days on which a store was its own.
 */
async function reachOf(read: EntityManager, rows: readonly GuideOnDay[], role: Role): Promise<Actor['reach']> {
  if (role === 'operator') return { kind: 'all' }
  if (role === 'guide') return { kind: 'none' }
  const codes = new Set<string>()
  const spans: StoreSpan[] = []
  for (const row of rows) {
    if (row.role === 'store_manager' && row.storeCode !== null) {
      codes.add(row.storeCode)
      spans.push(always(row.storeCode))
    }
    if (row.role !== 'region_manager' || row.regionCode === null) continue
    const regions: { path: string }[] = await read.query('SELECT path FROM regions WHERE code = ?', [row.regionCode])
    for (const { path } of regions) {
      for (const code of await storesUnderRegion(read, path)) codes.add(code)
      for (const { path: _, ...span } of await readStoreSpans(read, path)) spans.push(span)
    }
  }
  return { kind: 'stores', storeCodes: [...codes], spans: mergeSpans(spans) }
}

/** Whether the actor, as a manager, may look into that store. */
export function reachesStore(actor: Actor, storeCode: string | null | undefined): boolean {
  if (actor.reach.kind === 'all') return true
  return actor.reach.kind === 'stores' && typeof storeCode === 'string' && actor.reach.storeCodes.includes(storeCode)
}

/** A reach as a condition on a store column, with its parameters. What belongs to no store is in a reach over all only. */
export function storesInReach(reach: Actor['reach'], column: string): { sql: string; params: string[] } {
  if (reach.kind === 'all') return { sql: '1 = 1', params: [] }
  const codes = reach.kind === 'stores' ? reach.storeCodes : []
  if (codes.length === 0) return { sql: '1 = 0', params: [] }
  return { sql: `${column} IN (${codes.map(() => '?').join(', ')})`, params: codes }
}

/** Names of stores by code, in the order of the codes; an unknown code is left out. */
export async function storeNames(
  read: EntityManager,
  codes: readonly string[],
): Promise<{ code: string; name: string }[]> {
  if (codes.length === 0) return []
  return read.query(`SELECT code, name FROM stores WHERE code IN (${codes.map(() => '?').join(', ')}) ORDER BY code`, [
    ...codes,
  ])
}
