import type { Deps } from '../../../deps.ts'
import { addDays, businessDayOf, daysBetween, startOfBusinessDay } from '../../../domain/businessDay.ts'
import { groupSendsOn, groupsOfOwner, openDays } from '../statisticsQueries.ts'
import { closeDay } from '../store.ts'

/** A call spans at most 30 days, both ends included, and one day before the first is needed to take differences. */
const CATCH_UP_DAYS = 29

type Figures = { messages: number; speakers: number }

/**
 * Reads what WeCom counted for one owner's group, for every day up to yesterday that is still open. WeCom counts by
 * owner: only with exactly one group can the figures be given to it; several are listed on the board instead.
 * @returns how it ended, for the job's row
 */
export async function readStatistics(deps: Deps, ownerUserId: string): Promise<string> {
  const [group, ...others] = await groupsOfOwner(deps.db.read, ownerUserId)
  if (!group) return 'no group'
  if (others.length > 0) return 'owner of several groups'
  const yesterday = addDays(businessDayOf(deps.clock.nowMs()), -1)
  const createdOn = businessDayOf(group.createdAt)
  const [, from = createdOn] = [createdOn, addDays(yesterday, 1 - CATCH_UP_DAYS)].sort()
  if (from > yesterday) return 'too young'
  const days = await openDays(deps.db.read, group.chatId, from, yesterday)
  const [first] = days
  if (!first) return 'up to date'
  const figures = await figuresByDay(deps, ownerUserId, first, yesterday)
  let closed = 0
  for (const day of days) {
    const found = figures.get(day)
    if (found) closed += (await recordDay(deps, group.chatId, day, found)) ? 1 : 0
  }
  return `${closed} days`
}

/**
 * WeCom's `msg_total` and `member_has_msg` stand "as of that day": a day's own figure is the difference to the day
 * before. Of the speakers that counts only people who had never spoken; at least one spoke where there are messages.
 */
async function figuresByDay(
  deps: Deps,
  ownerUserId: string,
  first: string,
  last: string,
): Promise<Map<string, Figures>> {
  const before = addDays(first, -1)
  const items = await deps.wecom.groupStatisticByDay({
    day_begin_time: startOfBusinessDay(before) / 1000,
    day_end_time: startOfBusinessDay(last) / 1000,
    owner_filter: { userid_list: [ownerUserId] },
  })
  const totals = new Map(items.map(({ stat_time, data }) => [businessDayOf(stat_time * 1000), data]))
  const figures = new Map<string, Figures>()
  for (let index = 0; index <= daysBetween(first, last); index += 1) {
    const day = addDays(first, index)
    const now = totals.get(day)
    if (!now) continue
    const then = totals.get(addDays(day, -1))
    const messages = Math.max(0, now.msg_total - (then?.msg_total ?? 0))
    const newVoices = Math.max(0, now.member_has_msg - (then?.member_has_msg ?? 0))
    figures.set(day, { messages, speakers: Math.max(newVoices, messages > 0 ? 1 : 0) })
  }
  return figures
}

async function recordDay(deps: Deps, chatId: string, day: string, figures: Figures): Promise<boolean> {
  const groupSends = await groupSendsOn(deps.db.read, chatId, day)
  return deps.db.transaction(async (tx) => {
    const isNews = await closeDay(tx, chatId, day, { ...figures, groupSends })
    if (isNews) await deps.emit(tx, { name: 'GroupDayClosed', chatId, day })
    return isNews
  })
}
