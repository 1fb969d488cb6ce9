import { type EntityManager, In } from 'typeorm'
import { Region } from '../../db/entities/org.ts'
import type { Actor } from '../../http/actor.ts'
import { storesUnderRegion } from '../staff/queries.ts'
import { conditionsOf, type Piece } from './conditions.ts'
import type { SegmentFilter } from './contract.ts'

export type Reach = Actor['reach']

export interface PageAsk {
  /** The last `externalUserId` of the page before. */
  after?: string | undefined
  limit: number
}

/** FROM and WHERE. Tables that a condition needs are joined firmly, so that the planner may begin with them. */
export async function matchingSql(
  read: EntityManager,
  reach: Reach,
  filter: SegmentFilter,
  nowMs: number,
): Promise<Piece> {
  const conditions = [...conditionsOf(filter, nowMs), scopeOf(reach), await regionsOf(read, filter.regionCodes)]
  const isBound = reach.kind !== 'all' || Boolean(filter.storeCodes ?? filter.guideUserIds ?? filter.regionCodes)
  return {
    sql: `FROM customers c
     ${isBound ? '' : 'LEFT '}JOIN bindings b ON b.open_key = c.external_user_id
     ${asksFacts(filter) ? '' : 'LEFT '}JOIN customer_facts f ON f.external_user_id = c.external_user_id
     LEFT JOIN guides o ON o.id = b.guide_id LEFT JOIN stores s ON s.code = b.store_code
     WHERE ${conditions.map(({ sql }) => sql).join('\n AND ')}`,
    params: conditions.flatMap(({ params }) => params),
  }
}

/** The same for a page, in the order of ids. */
export async function pageSql(
  read: EntityManager,
  reach: Reach,
  filter: SegmentFilter,
  nowMs: number,
  { after = '', limit }: PageAsk,
): Promise<Piece> {
  const { sql, params } = await matchingSql(read, reach, filter, nowMs)
  return {
    sql: `${sql} AND c.external_user_id > ? ORDER BY c.external_user_id LIMIT ?`,
    params: [...params, after, limit],
  }
}

function asksFacts(filter: SegmentFilter): boolean {
  const { rfm, quality, purchasesMin, netFenMin } = filter
  const asked = [filter.daysSinceVisitMin, filter.daysSinceVisitMax, filter.daysSincePurchaseMin]
  return (
    Boolean(rfm ?? quality ?? (purchasesMin || netFenMin)) ||
    [...asked, filter.daysSincePurchaseMax].some((bound) => bound !== undefined)
  )
}

/** Stores are the fence of a manager; customers bound to no store belong to head office. */
function scopeOf(reach: Reach): Piece {
  if (reach.kind === 'all') return { sql: '1 = 1', params: [] }
  return storesSql(reach.kind === 'stores' ? reach.storeCodes : [])
}

async function regionsOf(read: EntityManager, codes: readonly string[] | undefined): Promise<Piece> {
  if (!codes) return { sql: '1 = 1', params: [] }
  const found = new Set<string>()
  for (const { path } of await read.findBy(Region, { code: In([...codes]) }))
    for (const store of await storesUnderRegion(read, path)) found.add(store)
  return storesSql([...found])
}

function storesSql(codes: readonly string[]): Piece {
  if (codes.length === 0) return { sql: '1 = 0', params: [] }
  return { sql: `b.store_code IN (${codes.map(() => '?').join(', ')})`, params: [...codes] }
}
