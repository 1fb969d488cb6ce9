import type { Deps } from '../../../deps.ts'
import { businessDayOf, daysBetween } from '../../../domain/businessDay.ts'
import { activityIndex } from '../../../domain/groups/activity.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { GroupBoard, GroupDayRow } from '../../boards/contract.ts'
import { type BoardDay, type BoardGroup, boardDays, boardGroups, boardStores, regionPath } from '../boardQueries.ts'
import { alertsOf, exceptionsOf, factsOf } from '../decideBoard.ts'

export interface GroupBoardQuery {
  from: string
  to: string
  region?: string | undefined
}

const LONGEST_DAYS = 92

/**
 * Rows per store and day, alerts and gaps, within the actor's reach.
 * @throws AppError NOT_FOUND for a region outside it, RULE for a span that is turned round or too long
 */
export async function showGroupBoard(deps: Deps, actor: Actor, query: GroupBoardQuery): Promise<GroupBoard> {
  const { from, to, region } = query
  const { read } = deps.db
  const span = daysBetween(from, to)
  if (span < 0 || span > LONGEST_DAYS) throw new AppError('RULE', { longestDays: LONGEST_DAYS })
  const path = region === undefined ? undefined : await regionPath(read, region)
  const stores = region !== undefined && path === undefined ? [] : await boardStores(read, actor.reach, path)
  // As on the leaderboard: a region is in reach when every store below it is.
  const below = path === undefined ? stores : await boardStores(read, { kind: 'all' }, path)
  if (region !== undefined && (stores.length === 0 || stores.length < below.length)) throw new AppError('NOT_FOUND')
  const [asOf = to] = [to, businessDayOf(deps.clock.nowMs())].sort()
  const [days, groups] = await Promise.all([
    boardDays(
      read,
      stores.map(({ code }) => code),
      from,
      to,
    ),
    boardGroups(read, asOf),
  ])
  const { silentDays: silentAfterDays } = deps.rules.cadence.groups
  const alerts = stores.flatMap((store) =>
    groups
      .filter(({ storeCode }) => storeCode === store.code)
      .flatMap((group) => {
        const own = days.filter(({ chatId }) => chatId === group.chatId)
        return alertsOf({ group, store, days: own, today: asOf, silentAfterDays })
      }),
  )
  const storeName = new Map(stores.map(({ code, name }) => [code, name]))
  const byChat = new Map(groups.map((group) => [group.chatId, group]))
  const rows = days.map((day) => presentDay(day, storeName.get(day.storeCode) ?? '', byChat.get(day.chatId)))
  return {
    from,
    to,
    rows,
    alerts,
    exceptions: exceptionsOf(stores, groups, actor.reach.kind === 'all' && region === undefined),
  }
}

function presentDay(row: BoardDay, storeName: string, group: BoardGroup | undefined): GroupDayRow {
  const { storeCode, chatId, day, members, customers, joined, leftCount: left, messages, speakers } = row
  const names = { groupName: group?.name ?? null, ownerName: group?.ownerName ?? null }
  const counts = { members, customers, joined, left, messages, speakers }
  return {
    storeCode,
    storeName,
    chatId,
    ...names,
    day,
    ...counts,
    activityIndex: row.isClosed ? activityIndex(factsOf(row)) : null,
  }
}
