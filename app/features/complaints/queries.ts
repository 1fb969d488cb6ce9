import type { EntityManager } from 'typeorm'
import type { Actor } from '../../http/actor.ts'
import type { ComplaintView } from './contract.ts'
import { type ComplaintRead, presentComplaint } from './present.ts'

const ROWS = `SELECT c.id AS id, c.kind AS kind, c.body AS body, c.opened_at AS openedAt,
    c.external_user_id AS externalUserId, c.product_code AS productCode, c.closed_at AS closedAt,
    c.closed_by AS closedBy, c.outcome AS outcome, og.name AS openedByName, cg.name AS closedByName,
    x.name AS customerName, r.remark AS remark, s.name AS storeName
  FROM complaints c
  LEFT JOIN customers x ON x.external_user_id = c.external_user_id
  LEFT JOIN guides og ON og.id = c.guide_id
  LEFT JOIN guides cg ON cg.user_id = c.closed_by
  LEFT JOIN stores s ON s.code = c.store_code
  LEFT JOIN bindings b ON b.open_key = c.external_user_id
  LEFT JOIN customer_relations r ON r.external_user_id = c.external_user_id AND r.guide_id = ?`

/** One complaint, in the words of this guide; whether they may see it is asked elsewhere. */
export async function complaintById(
  read: EntityManager,
  guideId: number,
  id: number,
): Promise<ComplaintRead | undefined> {
  const [row]: ComplaintRead[] = await read.query(`${ROWS} WHERE c.id = ?`, [guideId, id])
  return row
}

/** The customer's open complaint, in the words of this guide: there is one at most. */
export async function openComplaintOf(
  read: EntityManager,
  guideId: number,
  externalUserId: string,
): Promise<ComplaintView | null> {
  const [row]: ComplaintRead[] = await read.query(`${ROWS} WHERE c.external_user_id = ? AND c.closed_at IS NULL`, [
    guideId,
    externalUserId,
  ])
  return row ? presentComplaint(row) : null
}

export interface ComplaintPage {
  state: 'open' | 'closed'
  /** Only older ones than this id. */
  before?: number | undefined
  limit: number
}

/** Complaints of the customers whom the actor may see whole, newest first. */
export async function complaintsPage(
  read: EntityManager,
  actor: Actor,
  { state, before, limit }: ComplaintPage,
): Promise<ComplaintRead[]> {
  const scope = scopeOf(actor)
  const older = before === undefined ? '' : 'AND c.id < ?'
  return read.query(
    `${ROWS} WHERE c.closed_at IS ${state === 'open' ? 'NULL' : 'NOT NULL'} ${older} AND (${scope.sql})
     ORDER BY c.id DESC LIMIT ?`,
    [actor.guideId, ...(before === undefined ? [] : [before]), ...scope.params, limit],
  )
}

/** The same rule as the customer's own door (`viewOf`), said in SQL. */
function scopeOf({ guideId, reach }: Actor): { sql: string; params: (string | number)[] } {
  if (reach.kind === 'all') return { sql: '1 = 1', params: [] }
  const own = `b.guide_id = ? OR (b.guide_id IS NULL AND r.state IN ('half', 'active', 'customer_deleted'))`
  if (reach.kind === 'none' || reach.storeCodes.length === 0) return { sql: own, params: [guideId] }
  const marks = reach.storeCodes.map(() => '?').join(', ')
  return { sql: `${own} OR b.store_code IN (${marks})`, params: [guideId, ...reach.storeCodes] }
}
