import type { EntityManager } from 'typeorm'
import { type MassSend, MassSendTarget } from '../../db/entities/outreach.ts'
import type { Purpose } from '../../domain/followUps/playbook.ts'

/**
 * Mass sends that count as contacts of a customer: asked for, lying before the guide, or arrived. Each takes its place in the
 * budget and is no prompt.
 */
export async function massContactsOf(
  read: EntityManager,
  externalUserId: string,
  sinceMs: number,
): Promise<{ atMs: number; purpose: Purpose; isMass: true }[]> {
  const rows: { at: number }[] = await read.query(
    `SELECT at AS at FROM mass_send_targets
     WHERE external_user_id = ? AND at >= ? AND state IN ('planned', 'offered', 'sent') ORDER BY at`,
    [externalUserId, sinceMs],
  )
  return rows.map(({ at }) => ({ atMs: Number(at), purpose: 'sale', isMass: true }))
}

interface StateCount {
  massSendId: number
  guideId: number
  state: 'planned' | 'offered' | 'sent' | 'not_sent' | 'left_out'
  why: string
  count: number
}

/** How the targets of these mass sends stand. @param byGuide also apart by guide and reason */
export async function countTargets(
  read: EntityManager,
  massSendIds: readonly number[],
  byGuide = false,
): Promise<StateCount[]> {
  if (massSendIds.length === 0) return []
  const apart = byGuide ? 'mass_send_id, state, guide_id, why' : 'mass_send_id, state'
  const columns = byGuide ? 'guide_id AS guideId, why' : `0 AS guideId, '' AS why`
  const rows: StateCount[] = await read.query(
    `SELECT mass_send_id AS massSendId, state, ${columns}, COUNT(*) AS count FROM mass_send_targets
     WHERE mass_send_id IN (${massSendIds.map(() => '?').join(', ')}) GROUP BY ${apart}`,
    [...massSendIds],
  )
  return rows.map((row) => ({
    ...row,
    massSendId: Number(row.massSendId),
    guideId: Number(row.guideId),
    count: Number(row.count),
  }))
}

/** The tasks at WeCom of a mass send that may still change, with whose they are. */
export async function openTasks(
  read: EntityManager,
  massSendId: number,
): Promise<{ msgId: string; guideId: number }[]> {
  const rows: { msgId: string; guideId: number }[] = await read.query(
    `SELECT DISTINCT msg_id AS msgId, guide_id AS guideId FROM mass_send_targets
     WHERE mass_send_id = ? AND state = 'offered' AND msg_id IS NOT NULL ORDER BY msg_id`,
    [massSendId],
  )
  return rows.map(({ msgId, guideId }) => ({ msgId, guideId: Number(guideId) }))
}

/** Customers of one guide that are not offered yet, by id. */
export async function plannedOf(
  read: EntityManager,
  massSendId: number,
  guideId: number,
  limit: number,
): Promise<string[]> {
  const rows: { externalUserId: string }[] = await read.query(
    `SELECT external_user_id AS externalUserId FROM mass_send_targets
     WHERE mass_send_id = ? AND state = 'planned' AND guide_id = ? ORDER BY external_user_id LIMIT ?`,
    [massSendId, guideId, limit],
  )
  return rows.map(({ externalUserId }) => externalUserId)
}

export async function plannedGuides(read: EntityManager, massSendId: number): Promise<number[]> {
  const rows: { guideId: number }[] = await read.query(
    `SELECT DISTINCT guide_id AS guideId FROM mass_send_targets WHERE mass_send_id = ? AND state = 'planned'
     ORDER BY guide_id`,
    [massSendId],
  )
  return rows.map(({ guideId }) => Number(guideId))
}

const MOST_OPEN = 200
/** Work that failed all its tries by then waits for a person. */
const LOOK_BACK_MS = 30 * 86_400_000

/** Mass sends that may still change: laid before guides, or cancelled with something left. Oldest first. */
export async function openSends(
  read: EntityManager,
  nowMs: number,
): Promise<Pick<MassSend, 'id' | 'state' | 'createdAt'>[]> {
  const rows: Pick<MassSend, 'id' | 'state' | 'createdAt'>[] = await read.query(
    `SELECT s.id AS id, s.state AS state, s.created_at AS createdAt FROM mass_sends s
     WHERE s.state = 'offered' OR (s.state = 'cancelled' AND s.created_at >= ? AND EXISTS (
       SELECT 1 FROM mass_send_targets t WHERE t.mass_send_id = s.id AND t.state IN ('planned', 'offered')))
     ORDER BY s.created_at LIMIT ${MOST_OPEN}`,
    [nowMs - LOOK_BACK_MS],
  )
  return rows.map(({ id, state, createdAt }) => ({ id: Number(id), state, createdAt: Number(createdAt) }))
}

/** Customers of one task of whom nothing is known yet. */
export async function offeredIn(read: EntityManager, massSendId: number, msgId: string): Promise<string[]> {
  const rows: { externalUserId: string }[] = await read.query(
    `SELECT external_user_id AS externalUserId FROM mass_send_targets
     WHERE mass_send_id = ? AND msg_id = ? AND state = 'offered'`,
    [massSendId, msgId],
  )
  return rows.map(({ externalUserId }) => externalUserId)
}

export async function hasPlanned(read: EntityManager, massSendId: number): Promise<boolean> {
  return read.existsBy(MassSendTarget, { massSendId, state: 'planned' })
}
