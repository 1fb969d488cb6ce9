import type { Deps } from '../../../deps.ts'
import { spansBetween } from '../../../domain/boards/storeSpans.ts'
import { businessDayOf, daysBetween } from '../../../domain/businessDay.ts'
import { activityIndex } from '../../../domain/groups/activity.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { findScope, type StoreScope } from '../../boards/queries.ts'
import { type BoardDay, type BoardGroup, boardDays, boardGroups, boardStores } from '../boardQueries.ts'
import type { GroupBoard, GroupDayRow } from '../contract.ts'
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
  const scope = await findScope(read, actor.reach, { region })
  const [asOf = to] = [to, businessDayOf(deps.clock.nowMs())].sort()
  const [all, stores, days, groups] = await Promise.all([
    boardStores(read, during(scope, from, to)),
    boardStores(read, during(scope, asOf, asOf)),
    boardDays(read, scope, from, to),
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
  const storeName = new Map(all.map(({ code, name }) => [code, name]))
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

/** What is missing is asked of the stores of the last day; rows are shown of every store that was in the scope. */
function during(scope: StoreScope, from: string, to: string): StoreScope {
  return scope.kind === 'all' ? scope : { ...scope, spans: spansBetween(scope.spans, from, to) }
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
