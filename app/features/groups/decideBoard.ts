import { addDays, businessDayOf, daysBetween } from '../../domain/businessDay.ts'
import { type GroupDayFacts, isShrinking, silentDays } from '../../domain/groups/activity.ts'
import type { BoardDay, BoardGroup, BoardStore } from './boardQueries.ts'
import type { GroupBoard } from './contract.ts'

type Alert = GroupBoard['alerts'][number]
type Exception = GroupBoard['exceptions'][number]

export function factsOf(row: BoardDay): GroupDayFacts {
  const { day, customers, joined, leftCount, messages, speakers, groupSends } = row
  return { day, members: customers, joined, left: leftCount, messages, speakers, sends: groupSends }
}

const NEW_DAYS = 7
const WEEK_DAYS = 7

interface AlertFacts {
  group: BoardGroup
  store: BoardStore
  days: readonly BoardDay[]
  today: string
  /** Config: 3 and 7. The longest one reached is told. */
  silentAfterDays: readonly number[]
}

/** What a manager should look at in one group. */
export function alertsOf({ group, store, days, today, silentAfterDays }: AlertFacts): Alert[] {
  const base = { storeCode: store.code, storeName: store.name, chatId: group.chatId }
  const closed = days.filter(({ isClosed }) => isClosed).map(factsOf)
  const lastClosed = closed.at(-1)?.day
  const silent = lastClosed === undefined ? 0 : silentDays(closed, lastClosed)
  const week = days.filter(({ day }) => day > addDays(today, -WEEK_DAYS)).map(factsOf)
  const ageDays = daysBetween(businessDayOf(group.createdAt), today)
  const alerts: Alert[] = []
  if (silent > 0 && silentAfterDays.some((limit) => silent >= limit))
    alerts.push({ ...base, kind: 'silent', days: silent, text: `${store.name}群已 ${silent} 天没有人说话` })
  if (isShrinking(week)) {
    const net = week.reduce((sum, { joined, left }) => sum + left - joined, 0)
    alerts.push({ ...base, kind: 'shrinking', days: WEEK_DAYS, text: `${store.name}群近 7 天净流失 ${net} 人` })
  }
  if (ageDays >= 0 && ageDays < NEW_DAYS)
    alerts.push({ ...base, kind: 'new', days: ageDays, text: `${store.name}群是新群，建群第 ${ageDays + 1} 天` })
  return alerts
}

/** Gaps in the map of stores and groups: listed, never hidden. Groups without a store show to whoever sees all. */
export function exceptionsOf(
  stores: readonly BoardStore[],
  groups: readonly BoardGroup[],
  seesAll: boolean,
): Exception[] {
  const mine = groups.filter(({ storeCode }) => stores.some(({ code }) => code === storeCode))
  const ofStore = (code: string) => mine.filter(({ storeCode }) => storeCode === code)
  const perStore = stores.flatMap(({ code, name }): Exception[] => {
    const count = ofStore(code).length
    if (count === 0)
      return [{ kind: 'store_without_group', storeCode: code, chatId: null, text: `${name}还没有客户群` }]
    if (count === 1) return []
    return [{ kind: 'two_groups_for_store', storeCode: code, chatId: null, text: `${name}有 ${count} 个客户群` }]
  })
  const stray = seesAll ? groups.filter(({ storeCode }) => storeCode === null) : []
  const lost = stray.map(
    ({ chatId, name }): Exception => ({
      kind: 'group_without_store',
      storeCode: null,
      chatId,
      text: `客户群「${nameOf(name)}」还没有对应门店`,
    }),
  )
  return [...perStore, ...lost, ...[...mine, ...stray].flatMap(ownerException)]
}

function ownerException(group: BoardGroup): Exception[] {
  const { storeCode, chatId, ownerUserId, ownerGuideId, ownerState, ownerName, ownedCount } = group
  const where = { storeCode, chatId }
  const name = nameOf(group.name)
  if (ownerUserId === null || ownerGuideId === null)
    return [{ ...where, kind: 'owner_invisible', text: `客户群「${name}」的群主不在可见范围或导购名单里` }]
  if (ownerState === 'left')
    return [{ ...where, kind: 'owner_left', text: `客户群「${name}」的群主 ${ownerName ?? ''} 已离职` }]
  if (ownedCount > 1)
    return [
      { ...where, kind: 'owner_of_several', text: `${ownerName ?? ''} 是 ${ownedCount} 个群的群主，消息数分不开` },
    ]
  return []
}

function nameOf(name: string): string {
  return name === '' ? '未命名' : name
}
