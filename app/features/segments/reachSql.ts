import { addDays, businessDayOf, monthOf, startOfBusinessDay } from '../../domain/businessDay.ts'
import { HAS_COMPLAINT, HAS_FRIEND, type Piece } from './conditions.ts'

/** The chain's contact budget and what WeCom lets a customer receive, as `config/cadence.yaml` says. */
export interface SendLimits {
  perDay: number
  perWeek: number
  massPerDay: number
  massPerMonth: number
}

/**
 * The guide who speaks to customer `c`: the one they are bound to, while they are friends; else the guide who has
 * been their friend the longest. The same rule chooses the guide of a follow-up.
 */
export const SPEAKER = `(SELECT r.guide_id FROM customer_relations r JOIN guides g ON g.id = r.guide_id AND g.state = 'active'
  WHERE r.external_user_id = c.external_user_id AND r.state IN ('active', 'half')
  ORDER BY CASE WHEN r.guide_id = b.guide_id THEN 0 ELSE 1 END, r.added_at, r.id LIMIT 1)`

const MASS = `SELECT COUNT(*) FROM mass_send_targets x WHERE x.external_user_id = c.external_user_id AND x.at >= ?
  AND x.state IN ('planned', 'offered', 'sent')`
/**
 * Made or promised since an instant, four times the same `?`: by a guide's tap, outside WeCom, by a prompt that lies
 * before the guide and may be sent at any moment, by mass send.
 */
const CONTACTS = `(SELECT COUNT(*) FROM send_records x WHERE x.external_user_id = c.external_user_id AND x.at >= ?
    AND x.result = 'ok' AND x.kind = 'chat')
  + (SELECT COUNT(*) FROM follow_ups x WHERE x.external_user_id = c.external_user_id AND x.state = 'done'
    AND x.closed_how = 'offline' AND x.closed_at >= ?)
  + (SELECT COUNT(*) FROM follow_ups x WHERE x.external_user_id = c.external_user_id AND x.state = 'due'
    AND x.expires_at > ?)
  + (${MASS})`

/**
 * Why nothing is sent now to customer `c` with `c.speaker_id`, or ''. The week is the last seven business days: what
 * is only planned gives way to a mass send by itself.
 */
export function leftOutSql(limits: SendLimits, nowMs: number): Piece {
  const today = businessDayOf(nowMs)
  const todayMs = startOfBusinessDay(today)
  const weekMs = startOfBusinessDay(addDays(today, -6))
  const monthMs = startOfBusinessDay(`${monthOf(today)}-01`)
  const sql = `CASE
    WHEN c.speaker_id IS NULL THEN CASE WHEN ${HAS_FRIEND} THEN 'no_guide' ELSE 'lost' END
    WHEN ${HAS_COMPLAINT} THEN 'complaint'
    WHEN EXISTS (SELECT 1 FROM follow_up_mutes u WHERE u.external_user_id = c.external_user_id
      AND u.until_at IS NULL) THEN 'do_not_contact'
    WHEN EXISTS (SELECT 1 FROM follow_up_mutes u WHERE u.external_user_id = c.external_user_id
      AND u.until_at > ?) THEN 'muted'
    WHEN ${CONTACTS} >= ? THEN 'budget_day'
    WHEN ${CONTACTS} >= ? THEN 'budget_week'
    WHEN (${MASS}) >= ? OR (${MASS}) >= ? THEN 'mass_quota'
    ELSE '' END`
  const params = [
    nowMs,
    ...[todayMs, todayMs, todayMs, todayMs, limits.perDay],
    ...[weekMs, weekMs, weekMs, weekMs, limits.perWeek],
    ...[todayMs, limits.massPerDay, monthMs, limits.massPerMonth],
  ]
  return { sql, params }
}
