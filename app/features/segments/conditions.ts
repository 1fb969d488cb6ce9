import { addDays, businessDayOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import type { SegmentFilter } from './contract.ts'

type Cell = string | number

/** A piece of SQL with the values of its `?`, in order. Nothing from outside is ever part of `sql`. */
export interface Piece {
  sql: string
  params: Cell[]
}

const piece = (sql: string, ...params: Cell[]): Piece => ({ sql, params })
const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')
const oneOf = (column: string, values: readonly Cell[]): Piece => piece(`${column} IN (${marks(values)})`, ...values)

/**
 * Looked up customer by customer, by index. EXISTS means the same, but MariaDB then gathers the whole other table first,
 * and again for every page of a run.
 */
const has = (fromWhere: string) => `(SELECT 1 FROM ${fromWhere} LIMIT 1) IS NOT NULL`
const hasNo = (fromWhere: string) => `(SELECT 1 FROM ${fromWhere} LIMIT 1) IS NULL`
const isAsked = (fromWhere: string, isWanted: boolean): Piece => piece(isWanted ? has(fromWhere) : hasNo(fromWhere))

const FRIEND = `customer_relations r WHERE r.external_user_id = c.external_user_id AND r.state IN ('active', 'half')`
const CARD = 'members m WHERE m.external_user_id = c.external_user_id'
const COMPLAINT = 'complaints k WHERE k.external_user_id = c.external_user_id AND k.closed_at IS NULL'
export const HAS_FRIEND = has(FRIEND)
export const HAS_COMPLAINT = has(COMPLAINT)

/**
 * Every condition of a filter on customers `c`, their open binding `b` and facts `f`.
 * @param filter regions already turned into stores
 */
export function conditionsOf(filter: SegmentFilter, nowMs: number): Piece[] {
  return [
    isAsked(FRIEND, !filter.isLost),
    ...listConditions(filter),
    ...numberConditions(filter),
    ...dayConditions(filter, businessDayOf(nowMs)),
    ...linkedConditions(filter, businessDayOf(nowMs)),
  ]
}

function listConditions(filter: SegmentFilter): Piece[] {
  const found: Piece[] = []
  if (filter.stages) found.push(oneOf('c.stage', filter.stages))
  if (filter.rfm) found.push(oneOf('f.rfm', filter.rfm))
  if (filter.quality) found.push(piece('f.quality = ?', filter.quality))
  if (filter.storeCodes) found.push(oneOf('b.store_code', filter.storeCodes))
  if (filter.guideUserIds) {
    const keys = filter.guideUserIds.map((userId) => userId.toLowerCase())
    found.push(piece(`b.guide_id IN (SELECT g.id FROM guides g WHERE g.user_key IN (${marks(keys)}))`, ...keys))
  }
  return found
}

function numberConditions(filter: SegmentFilter): Piece[] {
  const { purchasesMin, purchasesMax, netFenMin, netFenMax } = filter
  const found: Piece[] = []
  // Nobody has fewer than nothing: a lower bound of 0 asks nothing.
  if (purchasesMin) found.push(piece('f.purchases >= ?', purchasesMin))
  if (purchasesMax !== undefined) found.push(piece('COALESCE(f.purchases, 0) <= ?', purchasesMax))
  if (netFenMin) found.push(piece('f.net_fen >= ?', netFenMin))
  if (netFenMax !== undefined) found.push(piece('COALESCE(f.net_fen, 0) <= ?', netFenMax))
  return found
}

function dayConditions(filter: SegmentFilter, today: string): Piece[] {
  const bounds = (column: string, min: number | undefined, max: number | undefined): Piece[] => [
    ...(min === undefined ? [] : [piece(`${column} < ?`, startOfBusinessDay(addDays(today, 1 - min)))]),
    ...(max === undefined ? [] : [piece(`${column} >= ?`, startOfBusinessDay(addDays(today, -max)))]),
  ]
  return [
    ...bounds('f.last_visit_at', filter.daysSinceVisitMin, filter.daysSinceVisitMax),
    ...bounds('f.last_purchase_at', filter.daysSincePurchaseMin, filter.daysSincePurchaseMax),
    ...bounds('c.first_added_at', filter.addedDaysMin, filter.addedDaysMax),
  ]
}

function linkedConditions(filter: SegmentFilter, today: string): Piece[] {
  const found: Piece[] = []
  const tagged = (tagIds: readonly string[]) =>
    `customer_tags t WHERE t.external_user_id = c.external_user_id AND t.tag_id IN (${marks(tagIds)})`
  const member = ({ sql, params }: Piece) => piece(has(`${CARD} AND ${sql}`), ...params)
  if (filter.tagIds) found.push(piece(has(tagged(filter.tagIds)), ...filter.tagIds))
  if (filter.notTagIds) found.push(piece(hasNo(tagged(filter.notTagIds)), ...filter.notTagIds))
  if (filter.tiers) found.push(member(oneOf('m.tier', filter.tiers)))
  if (filter.birthdayWithinDays !== undefined)
    found.push(member(oneOf('m.birth_month_day', monthDaysFrom(today, filter.birthdayWithinDays))))
  if (filter.hasMemberCard !== undefined) found.push(isAsked(CARD, filter.hasMemberCard))
  if (filter.hasOpenComplaint !== undefined) found.push(isAsked(COMPLAINT, filter.hasOpenComplaint))
  if (filter.productCodes) found.push(bought('', oneOf('p.product_code', filter.productCodes)))
  if (filter.categories)
    found.push(bought('JOIN products q ON q.code = p.product_code', oneOf('q.category', filter.categories)))
  return found
}

function bought(join: string, { sql, params }: Piece): Piece {
  const ofCustomer = 'p.external_user_id = c.external_user_id AND p.purchases > 0'
  return piece(has(`customer_products p ${join} WHERE ${ofCustomer} AND ${sql}`), ...params)
}

/** `MM-DD` of today and the days after. Who was born on 29 February has their day on the 28th of other years. */
function monthDaysFrom(today: string, withinDays: number): string[] {
  const found = new Set<string>()
  for (let ahead = 0; ahead <= withinDays; ahead += 1) {
    const day = addDays(today, ahead)
    found.add(day.slice(5))
    if (day.endsWith('-02-28') && addDays(day, 1).endsWith('-03-01')) found.add('02-29')
  }
  return [...found]
}
