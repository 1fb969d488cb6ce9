import type { EntityManager } from 'typeorm'
import type { Actor } from '../../http/actor.ts'
import { storesInReach } from '../staff/queries.ts'

/** What came of one talk track; null: the guides' own words. */
export interface TrackOutcome {
  talkTrackId: string | null
  sends: number
  customers: number
  /** Of these customers, who bought within 14 days of what they were told. */
  buyers: number
}

/** What was said in follow-ups that these facts started, and what came of it; stores in reach; most said first. */
export async function outcomesOfTracks(
  read: EntityManager,
  anchorKeys: readonly string[],
  reach: Actor['reach'],
): Promise<TrackOutcome[]> {
  if (anchorKeys.length === 0) return []
  const inReach = storesInReach(reach, 'f.store_code')
  const rows: TrackOutcome[] = await read.query(
    `SELECT m.talk_track_id AS talkTrackId, COUNT(*) AS sends, COUNT(DISTINCT m.external_user_id) AS customers,
       COUNT(DISTINCT CASE WHEN m.outcome_order_id IS NOT NULL THEN m.external_user_id END) AS buyers
     FROM follow_up_tracks t JOIN follow_ups f ON f.track_id = t.id
       JOIN send_records m ON m.external_user_id = t.external_user_id AND m.follow_up_id = f.id
     WHERE t.anchor_key IN (${anchorKeys.map(() => '?').join(', ')}) AND m.result = 'ok' AND ${inReach.sql}
     GROUP BY m.talk_track_id ORDER BY COUNT(*) DESC, m.talk_track_id`,
    [...anchorKeys, ...inReach.params],
  )
  return rows.map(({ talkTrackId, sends, customers, buyers }) => {
    return { talkTrackId, sends: Number(sends), customers: Number(customers), buyers: Number(buyers) }
  })
}
