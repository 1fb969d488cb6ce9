import type { EntityManager } from 'typeorm'
import { startOfBusinessDay } from '../../domain/businessDay.ts'
import type { CampaignPhase } from '../../domain/followUps/playbook.ts'
import type { Actor } from '../../http/actor.ts'
import { storesInReach } from '../staff/queries.ts'

type Reach = Actor['reach']

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')

export interface Tasks {
  planned: number
  due: number
  done: number
  expired: number
}

export interface GuideTasks extends Tasks {
  phase: CampaignPhase
  guideId: number
  guideUserId: string
  guideName: string
  storeCode: string | null
  storeName: string | null
}

const COUNTED = `COUNT(CASE WHEN f.state = 'planned' THEN 1 END) AS planned,
  COUNT(CASE WHEN f.state = 'due' THEN 1 END) AS due,
  COUNT(CASE WHEN f.state IN ('done', 'skipped') THEN 1 END) AS done,
  COUNT(CASE WHEN f.state = 'expired' THEN 1 END) AS expired`

/** What the campaign asks of each guide, by phase. Dropped follow-ups are nobody's work. */
export async function tasksByGuide(
  read: EntityManager,
  anchors: ReadonlyMap<string, CampaignPhase>,
  reach: Reach,
): Promise<GuideTasks[]> {
  if (anchors.size === 0) return []
  const keys = [...anchors.keys()]
  const inReach = storesInReach(reach, 'f.store_code')
  const rows: (Omit<GuideTasks, 'phase'> & { anchorKey: string; userId: string; name: string })[] = await read.query(
    `SELECT t.anchor_key AS anchorKey, f.guide_id AS guideId, g.user_id AS userId, g.name AS name,
       f.store_code AS storeCode, s.name AS storeName, ${COUNTED}
     FROM follow_up_tracks t JOIN follow_ups f ON f.track_id = t.id
       JOIN guides g ON g.id = f.guide_id LEFT JOIN stores s ON s.code = f.store_code
     WHERE t.anchor_key IN (${marks(keys)}) AND f.state <> 'dropped' AND ${inReach.sql}
     GROUP BY t.anchor_key, f.guide_id, g.user_id, g.name, f.store_code, s.name
     ORDER BY f.store_code, g.user_id`,
    [...keys, ...inReach.params],
  )
  return rows.flatMap(({ anchorKey, userId, name, ...row }) => {
    const phase = anchors.get(anchorKey)
    if (!phase) return []
    const tasks = {
      planned: Number(row.planned),
      due: Number(row.due),
      done: Number(row.done),
      expired: Number(row.expired),
    }
    return [{ ...row, ...tasks, phase, guideId: Number(row.guideId), guideUserId: userId, guideName: name || userId }]
  })
}

/** Customers the campaign speaks to, by anchor; in reach by the store of their follow-ups. */
export async function customersByAnchor(
  read: EntityManager,
  keys: readonly string[],
  reach: Reach,
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const inReach = storesInReach(reach, 'f.store_code')
  const rows: { anchorKey: string; customers: number }[] = await read.query(
    `SELECT t.anchor_key AS anchorKey, COUNT(DISTINCT t.external_user_id) AS customers
     FROM follow_up_tracks t JOIN follow_ups f ON f.track_id = t.id
     WHERE t.anchor_key IN (${marks(keys)}) AND f.state <> 'dropped' AND ${inReach.sql} GROUP BY t.anchor_key`,
    [...keys, ...inReach.params],
  )
  return new Map(rows.map(({ anchorKey, customers }) => [anchorKey, Number(customers)]))
}

/** Which of these customers one of these playbooks has been started for since that day. */
export async function inNurturing(
  read: EntityManager,
  externalUserIds: readonly string[],
  playbookIds: readonly string[],
  fromDay: string,
): Promise<Set<string>> {
  if (externalUserIds.length === 0 || playbookIds.length === 0) return new Set()
  const rows: { id: string }[] = await read.query(
    `SELECT DISTINCT external_user_id AS id FROM follow_up_tracks
     WHERE external_user_id IN (${marks(externalUserIds)}) AND playbook_id IN (${marks(playbookIds)}) AND anchor_at >= ?`,
    [...externalUserIds, ...playbookIds, startOfBusinessDay(fromDay)],
  )
  return new Set(rows.map(({ id }) => id))
}
