import { addDays, startOfBusinessDay } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { storesInReach } from '../staff/queries.ts'
import type { RankingQuery } from './rankingContract.ts'

/** Both ends in it. */
export type Days = Pick<RankingQuery, 'from' | 'to'>

/** What a guide said to a customer on those days, by whom the actor reaches. */
export function sendsIn({ from, to }: Days, reach: Actor['reach']): { sql: string; params: (string | number)[] } {
  const inReach = storesInReach(reach, 'm.store_code')
  return {
    sql: `m.kind = 'chat' AND m.result = 'ok' AND m.external_user_id IS NOT NULL AND m.at >= ? AND m.at < ? AND ${inReach.sql}`,
    params: [startOfBusinessDay(from), startOfBusinessDay(addDays(to, 1)), ...inReach.params],
  }
}
