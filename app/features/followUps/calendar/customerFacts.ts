import type { EntityManager } from 'typeorm'
import type { Stage } from '../../../domain/lifecycle/stage.ts'
import type { SpokenStart } from './starts.ts'

/** What stands in the customer's own rows. */
export interface CustomerRow {
  stage: Stage
  quality?: 'high' | 'low'
  hasMemberCard: boolean
  isWelcomed: boolean
  mutedUntilMs?: number
}

interface StoredCustomer {
  stage: Stage
  quality: string | null
  cards: number
  welcomes: number
  mutedAt: number | null
  mutedUntil: number | null
}

/** @returns undefined for somebody we do not know (yet): then there is nobody to plan for */
export async function readCustomer(read: EntityManager, externalUserId: string): Promise<CustomerRow | undefined> {
  const [row]: StoredCustomer[] = await read.query(
    `SELECT c.stage AS stage, f.quality AS quality, m.at AS mutedAt, m.until_at AS mutedUntil,
       (SELECT COUNT(*) FROM members x WHERE x.external_user_id = c.external_user_id) AS cards,
       (SELECT COUNT(*) FROM send_records s WHERE s.external_user_id = c.external_user_id AND s.kind = 'welcome'
          AND s.result = 'ok') AS welcomes
     FROM customers c LEFT JOIN customer_facts f ON f.external_user_id = c.external_user_id
     LEFT JOIN follow_up_mutes m ON m.external_user_id = c.external_user_id WHERE c.external_user_id = ?`,
    [externalUserId],
  )
  if (!row) return undefined
  const { quality, mutedAt, mutedUntil } = row
  return {
    stage: row.stage,
    quality: quality === 'high' || quality === 'low' ? quality : undefined,
    hasMemberCard: Number(row.cards) > 0,
    isWelcomed: Number(row.welcomes) > 0,
    mutedUntilMs: mutedAt === null ? undefined : mutedUntil === null ? Number.POSITIVE_INFINITY : Number(mutedUntil),
  }
}

export interface StageEntry {
  stage: string
  atMs: number
}

export async function readStageEntries(
  read: EntityManager,
  externalUserId: string,
  sinceMs: number,
): Promise<StageEntry[]> {
  const rows: { stage: string; at: number }[] = await read.query(
    'SELECT to_stage AS stage, at AS at FROM stage_changes WHERE external_user_id = ? AND at >= ? ORDER BY at, id',
    [externalUserId, sinceMs],
  )
  return rows.map(({ stage, at }) => ({ stage, atMs: Number(at) }))
}

/** Every time the stage was entered, so that a rest between two starts can be kept; twice on one day is once. */
export function stageStarts(
  playbookId: string,
  wanted: string,
  entries: readonly StageEntry[],
  dayOf: (atMs: number) => string,
): SpokenStart[] {
  const own = entries.filter(({ stage }) => stage === wanted)
  const days = new Set<string>()
  return own.flatMap(({ atMs }) => {
    const day = dayOf(atMs)
    if (days.has(day)) return []
    days.add(day)
    return { playbookId, subject: '', anchorKey: `stage:${wanted}:${day}`, atMs, words: {} }
  })
}

export interface ComplaintRow {
  id: number
  openedAtMs: number
  closedAtMs?: number
  productName?: string
}

export async function readComplaints(
  read: EntityManager,
  externalUserId: string,
  sinceMs: number,
): Promise<ComplaintRow[]> {
  const rows: { id: number; openedAt: number; closedAt: number | null; productName: string | null }[] =
    await read.query(
      `SELECT x.id AS id, x.opened_at AS openedAt, x.closed_at AS closedAt, p.name AS productName
       FROM complaints x LEFT JOIN products p ON p.code = x.product_code
       WHERE x.external_user_id = ? AND (x.closed_at IS NULL OR x.closed_at >= ?) ORDER BY x.opened_at, x.id`,
      [externalUserId, sinceMs],
    )
  return rows.map(({ id, openedAt, closedAt, productName }) => ({
    id: Number(id),
    openedAtMs: Number(openedAt),
    closedAtMs: closedAt === null ? undefined : Number(closedAt),
    productName: productName ?? undefined,
  }))
}

export function complaintStarts(
  playbookId: string,
  on: 'complaint_opened' | 'complaint_closed',
  complaints: readonly ComplaintRow[],
): SpokenStart[] {
  return complaints.flatMap(({ id, openedAtMs, closedAtMs, productName }) => {
    const atMs = on === 'complaint_opened' ? openedAtMs : closedAtMs
    if (atMs === undefined) return []
    return { playbookId, subject: '', anchorKey: `complaint:${id}`, atMs, words: { productName } }
  })
}
