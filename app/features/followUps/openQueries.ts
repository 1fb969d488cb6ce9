import type { EntityManager } from 'typeorm'

/**
 * Whose open follow-ups: all of a guide's, or those due in `fromMs`..`toMs`, with what found no place there for days
 * off; customers after `after`.
 */
export interface OpenOf {
  guideId: number
  fromMs?: number
  toMs?: number
  after?: string
}

/** Customers with something open, in order of their ids. Reads the guide's open rows of that time and no others. */
export async function customersWithOpen(
  read: EntityManager,
  { guideId, fromMs, toMs = Number.MAX_SAFE_INTEGER, after = '' }: OpenOf,
  limit: number,
): Promise<string[]> {
  const states = fromMs === undefined ? `'planned', 'due'` : `'planned', 'due', 'expired'`
  const rows: { externalUserId: string }[] = await read.query(
    `SELECT DISTINCT external_user_id AS externalUserId FROM follow_ups
     WHERE guide_id = ? AND state IN (${states}) AND due_at >= ? AND due_at < ? AND external_user_id > ?
       AND (state <> 'expired' OR close_reason = 'day_off')
     ORDER BY external_user_id LIMIT ${limit}`,
    [guideId, fromMs ?? 0, toMs, after],
  )
  return rows.map(({ externalUserId }) => externalUserId)
}

export interface DueRow {
  id: number
  guideId: number
  externalUserId: string
  dueAt: number
}

/**
 * One page of what is due, the longest due first, from the index of open rows by due time: each due row is read once,
 * and what lies in the future is never touched.
 */
async function claimDue(
  read: EntityManager,
  nowMs: number,
  { after, limit }: { after?: Pick<DueRow, 'dueAt' | 'id'>; limit: number },
): Promise<DueRow[]> {
  // Split in two, because neither database walks an index for `(due_at, id) > (?, ?)` by itself.
  const columns = 'SELECT id AS id, guide_id AS guideId, external_user_id AS externalUserId, due_at AS dueAt'
  const planned = `${columns} FROM follow_ups WHERE state = 'planned'`
  const order = `ORDER BY due_at, id LIMIT ${limit}`
  if (!after) return numbered(await read.query(`${planned} AND due_at <= ? ${order}`, [nowMs]))
  const { dueAt, id } = after
  const same = numbered(await read.query(`${planned} AND due_at = ? AND id > ? ${order}`, [dueAt, id]))
  if (same.length === limit) return same
  const rest = `ORDER BY due_at, id LIMIT ${limit - same.length}`
  return [...same, ...numbered(await read.query(`${planned} AND due_at > ? AND due_at <= ? ${rest}`, [dueAt, nowMs]))]
}

/** All that is due, page by page, until a page is not full. */
export async function* duePages(read: EntityManager, nowMs: number, limit: number): AsyncGenerator<DueRow[]> {
  let after: DueRow | undefined
  for (;;) {
    const page = await claimDue(read, nowMs, { ...(after && { after }), limit })
    yield page
    after = page.at(-1)
    if (!after || page.length < limit) return
  }
}

function numbered(rows: readonly DueRow[]): DueRow[] {
  return rows.map(({ id, guideId, externalUserId, dueAt }) => ({
    id: Number(id),
    guideId: Number(guideId),
    externalUserId,
    dueAt: Number(dueAt),
  }))
}

/** Cards reach back no further than a follow-up stays open. */
const LOOK_BACK_MS = 30 * 86_400_000

/** Single cards sent to a guide since that moment: from the index of their follow-ups by due time, lately due ones only. */
export async function countCardsSince(read: EntityManager, guideId: number, sinceMs: number): Promise<number> {
  const [row]: { count: number }[] = await read.query(
    `SELECT COUNT(*) AS count FROM follow_ups
     WHERE guide_id = ? AND state IN ('planned', 'due', 'done', 'skipped', 'expired', 'dropped')
       AND due_at >= ? AND card_sent_at >= ?`,
    [guideId, sinceMs - LOOK_BACK_MS, sinceMs],
  )
  return Number(row?.count ?? 0)
}
