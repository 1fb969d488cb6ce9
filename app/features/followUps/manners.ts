import type { EntityManager } from 'typeorm'
import type { Deps } from '../../deps.ts'
import type { Manners } from '../../domain/followUps/fitSlot.ts'

const WEEK_MS = 7 * 86_400_000

/**
 * How this customer may be contacted: the chain's cadence, and every contact of the last and next days, by any
 * guide and playbook. The welcome is the answer to being added and takes nothing from the budget.
 * @param exceptId the follow-up that is looking for its own place
 */
export async function mannersTowards(
  read: EntityManager,
  { clock, rules }: Pick<Deps, 'clock' | 'rules'>,
  externalUserId: string,
  exceptId = 0,
): Promise<Manners> {
  const { quietFrom, quietTo, perDay, perWeek } = rules.cadence
  const sent: { at: number }[] = await read.query(
    `SELECT at AS at FROM send_records WHERE external_user_id = ? AND at >= ? AND result = 'ok' AND kind = 'chat'`,
    [externalUserId, clock.nowMs() - WEEK_MS],
  )
  const offline: { at: number }[] = await read.query(
    `SELECT closed_at AS at FROM follow_ups
     WHERE external_user_id = ? AND state = 'done' AND closed_how = 'offline' AND closed_at >= ?`,
    [externalUserId, clock.nowMs() - WEEK_MS],
  )
  const open: { at: number }[] = await read.query(
    `SELECT due_at AS at FROM follow_ups WHERE external_user_id = ? AND state IN ('planned', 'due') AND id <> ?`,
    [externalUserId, exceptId],
  )
  const alreadyPlanned = [...sent, ...offline, ...open].map(({ at }) => Number(at))
  return { quietFrom, quietTo, daysOff: [], budget: { perDay, perWeek }, alreadyPlanned }
}
