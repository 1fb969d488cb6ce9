import type { EntityManager } from 'typeorm'
import { plainText } from '../../../talkTracks/plainText.ts'
import { titleOf } from '../present.ts'

const MAX_NAME_CHARS = 40

/** Late enough for the manager: still open, or expired without anybody having done anything. */
export type LateState = 'overdue' | 'expired'

const STATE_OF = { overdue: 'due', expired: 'expired' } as const

export interface LateWish {
  state: LateState
  /** A condition on `f.store_code`, with its parameters. */
  inStores: { sql: string; params: readonly string[] }
  /** Due at or after: how far back expired ones are looked at. */
  sinceMs: number
}

export interface LateCount {
  storeCode: string | null
  guideId: number
  count: number
}

/** How many by store and guide. Walks the index of states by due time: open ones, or lately expired ones. */
export async function countLate(read: EntityManager, { state, inStores, sinceMs }: LateWish): Promise<LateCount[]> {
  const rows: LateCount[] = await read.query(
    `SELECT f.store_code AS storeCode, f.guide_id AS guideId, COUNT(*) AS count FROM follow_ups f
     WHERE f.state = ? AND f.due_at >= ? AND f.escalated_at IS NOT NULL AND ${inStores.sql}
     GROUP BY f.store_code, f.guide_id`,
    [STATE_OF[state], sinceMs, ...inStores.params],
  )
  return rows.map(({ storeCode, guideId, count }) => ({ storeCode, guideId: Number(guideId), count: Number(count) }))
}

export interface LateRow {
  id: number
  customerName: string
  title: string
  guideId: number
  storeCode: string | null
  dueAtMs: number
  isSeen: boolean
}

/** The rows behind the counts, the longest waiting first; of one guide, where asked. What was or is to be said stays out. */
export async function listLate(
  read: EntityManager,
  { state, inStores, sinceMs }: LateWish,
  { guideId, limit }: { guideId?: number | undefined; limit: number },
): Promise<LateRow[]> {
  const ofGuide = guideId === undefined ? '' : 'AND f.guide_id = ?'
  const rows: (Omit<LateRow, 'title' | 'isSeen'> & { reasonData: string; deliveredAt: number | null })[] =
    await read.query(
      `SELECT f.id AS id, c.name AS customerName, f.reason_data AS reasonData, f.guide_id AS guideId,
         f.store_code AS storeCode, f.due_at AS dueAtMs, f.delivered_at AS deliveredAt
       FROM follow_ups f LEFT JOIN customers c ON c.external_user_id = f.external_user_id
       WHERE f.state = ? AND f.due_at >= ? AND f.escalated_at IS NOT NULL AND ${inStores.sql} ${ofGuide}
       ORDER BY f.due_at, f.id LIMIT ${limit}`,
      [STATE_OF[state], sinceMs, ...inStores.params, ...(guideId === undefined ? [] : [guideId])],
    )
  return rows.map((row) => ({
    id: Number(row.id),
    customerName: plainText(row.customerName ?? '', MAX_NAME_CHARS) || '客户',
    title: titleOf({ reasonData: JSON.parse(row.reasonData) as Record<string, unknown> }),
    guideId: Number(row.guideId),
    storeCode: row.storeCode,
    dueAtMs: Number(row.dueAtMs),
    isSeen: row.deliveredAt !== null,
  }))
}
