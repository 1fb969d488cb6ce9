import type { Deps } from '../../../deps.ts'
import { addDays, businessDayOf, daysBetween } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { TalkTrackRow } from '../../followUps/contract.ts'
import { reachesStore } from '../../staff/queries.ts'
import type { GroupPanel } from '../contract.ts'
import { type GroupHead, groupHead, myCustomersIn, type RecentDay, recentDays } from '../panelQueries.ts'

/** What other features give to the group's panel. */
export interface GroupPanelParts {
  suggestedTalkTracks(deps: Deps, actor: Actor, ask: { chatId: string; limit: number }): Promise<TalkTrackRow[]>
}

/** @throws AppError NOT_FOUND for a group that is unknown or none of the actor's business */
export async function showGroupPanel(
  deps: Deps,
  actor: Actor,
  chatId: string,
  parts: GroupPanelParts,
): Promise<GroupPanel> {
  const nowMs = deps.clock.nowMs()
  const day = businessDayOf(nowMs)
  const head = await groupHead(deps.db.read, { chatId, userId: actor.userId, day })
  if (!head || !maySee(actor, head)) throw new AppError('NOT_FOUND')
  const [days, myCustomers, suggestions] = await Promise.all([
    recentDays(deps.db.read, chatId, day),
    myCustomersIn(deps.db.read, chatId, actor.guideId),
    parts.suggestedTalkTracks(deps, actor, { chatId, limit: 3 }),
  ])
  const { name, storeName, ownerName, members, customers } = head
  const facts = { chatId, name, storeName, ownerName, members, customers, ...movementOf(days, day) }
  return { nowMs, group: facts, suggestions, myCustomers }
}

/** Owner, member of the group, or a manager of its store. */
function maySee(actor: Actor, head: GroupHead): boolean {
  return head.isMember > 0 || head.ownerGuideId === actor.guideId || reachesStore(actor, head.storeCode)
}

function movementOf(days: readonly RecentDay[], today: string) {
  const week = days.filter(({ day }) => day > addDays(today, -7))
  const sum = (rows: readonly RecentDay[], field: 'joined' | 'leftCount') =>
    rows.reduce((total, row) => total + row[field], 0)
  const now = days.filter(({ day }) => day === today)
  const lastTalk = days.find(({ messages }) => messages > 0)
  return {
    joinedToday: sum(now, 'joined'),
    leftToday: sum(now, 'leftCount'),
    joined7Days: sum(week, 'joined'),
    left7Days: sum(week, 'leftCount'),
    daysSinceLastMessage: lastTalk ? daysBetween(lastTalk.day, today) : null,
  }
}
