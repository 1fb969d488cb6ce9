import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { guideByUserId, reachesStore, storesInReach, storesOfRegion } from '../staff/queries.ts'
import { type BoardRow, countReferrals, listReferrals, type ReferralFilter, sumPoints } from './boardQueries.ts'
import type { REFERRALS_QUERY, ReferralBoard } from './contract.ts'
import { stateText } from './present.ts'

const PAGE_ROWS = 50

type Query = z.output<typeof REFERRALS_QUERY>

/**
 * Referrals of the stores in reach.
 * @throws AppError NOT_FOUND for a region, store or guide out of reach, as for one that does not exist
 */
export async function readReferralBoard(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  query: Query,
): Promise<ReferralBoard> {
  const { read } = deps.db
  const filter = await filterOf(deps, actor, query)
  const narrow = [
    ...(query.state === undefined ? [] : [['r.state = ?', query.state] as const]),
    ...(query.before === undefined ? [] : [['r.id < ?', query.before] as const]),
  ]
  const page = {
    sql: [filter.sql, ...narrow.map(([sql]) => sql)].join(' AND '),
    params: [...filter.params, ...narrow.map(([, param]) => param)],
  }
  const [counts, points, rows] = await Promise.all([
    countReferrals(read, filter),
    sumPoints(read, filter),
    listReferrals(read, page, PAGE_ROWS + 1),
  ])
  const shown = rows.slice(0, PAGE_ROWS)
  const nextBefore = rows.length > PAGE_ROWS ? (shown.at(-1)?.id ?? null) : null
  return { nowMs: deps.clock.nowMs(), counts, points, rows: shown.map(presentRow), nextBefore }
}

async function filterOf({ db }: Pick<Deps, 'db'>, actor: Actor, asked: Query): Promise<ReferralFilter> {
  const inReach = storesInReach(actor.reach, 'r.store_code')
  const parts = [inReach.sql]
  const params: (string | number)[] = [...inReach.params]
  if (asked.store !== undefined) {
    if (!reachesStore(actor, asked.store)) throw new AppError('NOT_FOUND')
    parts.push('r.store_code = ?')
    params.push(asked.store)
  }
  if (asked.region !== undefined) {
    const codes = await storesOfRegion(db.read, asked.region)
    if (codes.length === 0 || !codes.every((code) => reachesStore(actor, code))) throw new AppError('NOT_FOUND')
    parts.push(`r.store_code IN (${codes.map(() => '?').join(', ')})`)
    params.push(...codes)
  }
  if (asked.guide !== undefined) {
    const guide = await guideByUserId(db.read, asked.guide)
    if (!guide) throw new AppError('NOT_FOUND')
    parts.push('r.guide_id = ?')
    params.push(guide.id)
  }
  return { sql: parts.join(' AND '), params }
}

function presentRow(row: BoardRow): ReferralBoard['rows'][number] {
  const releaseAt = row.releaseAt === null ? null : Number(row.releaseAt)
  return {
    id: row.id,
    friendName: row.friendName ?? '',
    referrerName: row.referrerName ?? '',
    guideName: row.guideName ?? '',
    storeName: row.storeName ?? row.storeCode,
    joinedAtMs: Number(row.joinedAt),
    state: row.state,
    stateText: stateText(row.why, releaseAt),
    points: row.points,
  }
}
