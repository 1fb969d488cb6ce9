import type { EntityManager } from 'typeorm'
import type { Customer } from '../../db/entities/customers.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import type { Piece } from './conditions.ts'
import { type LeftOut, MAX_STORES, type SegmentCount, type SegmentFilter } from './contract.ts'
import { matchingSql, type PageAsk, pageSql, type Reach } from './matchingSql.ts'
import { presentCount } from './present.ts'
import { leftOutSql, type SendLimits, SPEAKER } from './reachSql.ts'

export interface SegmentRow {
  externalUserId: string
  name: string
  /** Who brought the customer in, and the store of that binding. */
  guideId: number | null
  guideName: string | null
  storeCode: string | null
  storeName: string | null
  /** The guide who can speak to them; null: nobody can. */
  speakerId: number | null
  stage: Customer['stage']
  /** Id of the RFM segment, or ''. */
  rfm: string
  purchases: number
  netFen: number
  lastPurchaseAt: number | null
}

/** How many customers the filter matches within the reach. */
export async function countMatching(
  read: EntityManager,
  reach: Reach,
  filter: SegmentFilter,
  nowMs: number,
): Promise<number> {
  const { sql, params } = await matchingSql(read, reach, filter, nowMs)
  const [row]: { total: number }[] = await read.query(`SELECT COUNT(*) AS total ${sql}`, params)
  return Number(row?.total ?? 0)
}

/** A page of them in the order of their ids, so that a long walk neither skips nor repeats anybody. */
export async function pageMatching(
  read: EntityManager,
  reach: Reach,
  filter: SegmentFilter,
  nowMs: number,
  page: PageAsk,
): Promise<SegmentRow[]> {
  const { sql, params } = await pageSql(read, reach, filter, nowMs, page)
  const rows: SegmentRow[] = await read.query(
    `SELECT c.external_user_id AS externalUserId, c.name AS name, b.guide_id AS guideId, o.name AS guideName,
       b.store_code AS storeCode, s.name AS storeName, ${SPEAKER} AS speakerId, c.stage AS stage,
       COALESCE(f.rfm, '') AS rfm, COALESCE(f.purchases, 0) AS purchases, COALESCE(f.net_fen, 0) AS netFen,
       f.last_purchase_at AS lastPurchaseAt
     ${sql}`,
    params,
  )
  return rows.map((row) => ({
    ...row,
    guideId: maybeNumber(row.guideId),
    speakerId: maybeNumber(row.speakerId),
    purchases: Number(row.purchases),
    netFen: Number(row.netFen),
    lastPurchaseAt: maybeNumber(row.lastPurchaseAt),
  }))
}

export interface ReachCount {
  /** `''`: nothing stands in the way. */
  why: LeftOut | ''
  count: number
  guides: number
}

/** The same customers by what keeps them from being written to now. */
async function countReach(
  read: EntityManager,
  reach: Reach,
  filter: SegmentFilter,
  nowMs: number,
  limits: SendLimits,
): Promise<ReachCount[]> {
  const inner = await matchingSql(read, reach, filter, nowMs)
  const { sql, params } = withReasons(inner, leftOutSql(limits, nowMs))
  const rows: ReachCount[] = await read.query(
    `SELECT why, COUNT(*) AS count, COUNT(DISTINCT y.speaker_id) AS guides FROM (${sql}) y GROUP BY why ORDER BY why`,
    params,
  )
  return rows.map(({ why, count, guides }) => ({ why, count: Number(count), guides: Number(guides) }))
}

export interface ReachRow {
  externalUserId: string
  speakerId: number | null
  why: LeftOut | ''
}

/** A page of them, each with its reason. */
export async function pageReach(
  read: EntityManager,
  reach: Reach,
  filter: SegmentFilter,
  nowMs: number,
  limits: SendLimits,
  page: PageAsk,
): Promise<ReachRow[]> {
  const inner = await pageSql(read, reach, filter, nowMs, page)
  const { sql, params } = withReasons(inner, leftOutSql(limits, nowMs))
  const rows: ReachRow[] = await read.query(
    `SELECT y.external_user_id AS externalUserId, y.speaker_id AS speakerId, y.why AS why FROM (${sql}) y
     ORDER BY y.external_user_id`,
    params,
  )
  return rows.map((row) => ({ ...row, speakerId: maybeNumber(row.speakerId) }))
}

function withReasons(inner: Piece, why: Piece): Piece {
  const speakers = `SELECT c.external_user_id AS external_user_id, ${SPEAKER} AS speaker_id ${inner.sql}`
  return {
    sql: `SELECT c.external_user_id, c.speaker_id, ${why.sql} AS why FROM (${speakers}) c`,
    params: [...why.params, ...inner.params],
  }
}

/**
 * The filter with the asker's reach written into it: what runs later runs within it, whoever they are by then.
 * @throws AppError NOT_FOUND when nothing of the reach is left, RULE when it is more than a filter holds
 */
export function narrowToReach(filter: SegmentFilter, reach: Reach): SegmentFilter {
  if (reach.kind === 'all') return filter
  const own = reach.kind === 'stores' ? reach.storeCodes : []
  const storeCodes = filter.storeCodes ? own.filter((code) => filter.storeCodes?.includes(code)) : own
  if (storeCodes.length === 0) throw new AppError('NOT_FOUND')
  if (storeCodes.length > MAX_STORES) throw new AppError('RULE', undefined, `一次最多 ${MAX_STORES} 家门店，请分几次选`)
  return { ...filter, storeCodes: [...storeCodes] }
}

/** The whole count of a filter, in words: what the screen shows while typing, and before anything is sent. */
export async function countSegment(
  { db, clock, rules }: Pick<Deps, 'db' | 'clock' | 'rules'>,
  reach: Reach,
  filter: SegmentFilter,
): Promise<SegmentCount> {
  return presentCount(await countReach(db.read, reach, filter, clock.nowMs(), rules.cadence))
}

const maybeNumber = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))
