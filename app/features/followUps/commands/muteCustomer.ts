import type { Deps } from '../../../deps.ts'
import { addDays, businessDayOf, startOfBusinessDay } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import { openWholeCustomer } from '../../customers/queries.ts'
import { endMute, keepMute } from '../answerStore.ts'
import type { Mute } from '../contract.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { presentMute } from '../mutes.ts'
import { lockCustomer } from '../store.ts'
import { replanIn } from './replanCustomer.ts'

export interface MuteWish {
  externalUserId: string
  until: 'tomorrow' | 'ever' | 'off'
}

/**
 * 今天别再提醒, 不再提醒此客户, or prompts again: one word a customer, the last one counts.
 * @throws AppError NOT_FOUND for a customer who is none of the actor's business
 */
export async function muteCustomer(
  deps: Deps,
  { playbooks }: FollowUpContent,
  actor: Actor,
  { externalUserId, until }: MuteWish,
): Promise<Mute> {
  await openWholeCustomer(deps, actor, externalUserId)
  const nowMs = deps.clock.nowMs()
  const tomorrowMs = startOfBusinessDay(addDays(businessDayOf(nowMs), 1))
  const untilAt = until === 'tomorrow' ? tomorrowMs : null
  await deps.db.transaction(async (tx) => {
    await lockCustomer(tx, externalUserId)
    const row = { externalUserId, guideId: actor.guideId, untilAt, at: nowMs }
    const isChanged = until === 'off' ? await endMute(tx, externalUserId) : await keepMute(tx, row)
    if (isChanged) await replanIn(tx, deps, playbooks, externalUserId)
  })
  if (until === 'off') return presentMute(undefined, nowMs)
  return presentMute(untilAt ?? Number.POSITIVE_INFINITY, nowMs)
}
