import type { EntityManager } from 'typeorm'
import { CreditObjection } from '../../db/entities/creditCases.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import type { OpenedCredit } from '../credits/queries.ts'
import { storesInReach } from '../staff/queries.ts'
import type { Choices } from './contract.ts'

const MOST = 20

type GuideChoice = Choices['guides'][number]

interface SellingRow {
  userId: string
  name: string
  storeName: string | null
}

/**
 * Who could hold this sale: first whoever it concerns, then who sells today in the stores in reach, by the words;
 * without words those of the order's store.
 */
export async function listChoices(
  read: EntityManager,
  actor: Actor,
  { order, lines, subject }: OpenedCredit,
  { words, nowMs }: { words: string; nowMs: number },
): Promise<Omit<Choices, 'limitFen'>> {
  const objections = await read.findBy(CreditObjection, { orderId: order.id })
  const concerned = [
    ...objections.map(({ guideId }) => guideId),
    ...subject.creditedGuideIds,
    ...subject.relatedGuideIds,
  ]
  const today = businessDayOf(nowMs)
  const near = words === '' ? await sellersWhere(read, today, { sql: 'g.id IN (#)', values: concerned }) : []
  const found = await sellersWhere(read, today, bySearch(order.storeCode, words), actor)
  const stores = await storesWhere(read, actor, words === '' ? subject.storeCodes : undefined, words)
  return {
    lines: lines.map(({ lineNo, name, paidFen }) => ({ lineNo, name, paidFen })),
    guides: onePerGuide([...near, ...found]).slice(0, MOST),
    stores,
  }
}

const likeOf = (words: string) => `%${words.toLowerCase().replace(/[|%_]/g, (sign) => `|${sign}`)}%`

interface Where {
  sql: string
  values: readonly (string | number)[]
}

function bySearch(storeCode: string | null, words: string): Where {
  if (words === '') return { sql: 'a.store_code IN (#)', values: storeCode === null ? [] : [storeCode] }
  const like = likeOf(words)
  return { sql: `(LOWER(g.name) LIKE ? ESCAPE '|' OR g.user_key LIKE ? ESCAPE '|')`, values: [like, like] }
}

/** @param codes those of the order; absent: those in reach, by the words */
async function storesWhere(read: EntityManager, actor: Actor, codes: readonly string[] | undefined, words: string) {
  if (codes?.length === 0) return []
  const scope = codes ? { sql: '1 = 1', params: [] } : storesInReach(actor.reach, 's.code')
  const where = codes ? `s.code IN (${codes.map(() => '?').join(', ')})` : `LOWER(s.name) LIKE ? ESCAPE '|'`
  const rows: Choices['stores'] = await read.query(
    `SELECT s.code AS storeCode, s.name AS name FROM stores s WHERE ${where} AND ${scope.sql} ORDER BY s.code LIMIT ${MOST}`,
    [...(codes ?? [likeOf(words)]), ...scope.params],
  )
  return rows.map(({ storeCode, name }) => ({ storeCode, name }))
}

/** @param actor only in their stores; absent: wherever they work */
async function sellersWhere(read: EntityManager, day: string, { sql, values }: Where, actor?: Actor) {
  if (values.length === 0) return []
  const scope = actor ? storesInReach(actor.reach, 'a.store_code') : { sql: '1 = 1', params: [] }
  const where = sql.replace('#', values.map(() => '?').join(', '))
  const rows: SellingRow[] = await read.query(
    `SELECT g.user_id AS userId, g.name AS name, s.name AS storeName FROM guides g
     JOIN guide_assignments a ON a.guide_id = g.id AND a.from_day <= ? AND (a.to_day IS NULL OR a.to_day >= ?)
     LEFT JOIN stores s ON s.code = a.store_code
     WHERE a.role IN ('guide', 'store_manager') AND ${where} AND ${scope.sql} ORDER BY g.id, a.id LIMIT ${MOST * 2}`,
    [day, day, ...values, ...scope.params],
  )
  return rows.map(({ userId, name, storeName }) => ({ guideUserId: userId, name: name || userId, storeName }))
}

function onePerGuide(rows: readonly GuideChoice[]): GuideChoice[] {
  return [...new Map([...rows].reverse().map((row) => [row.guideUserId, row])).values()].reverse()
}
