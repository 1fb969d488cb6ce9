import { CAST } from './chain.ts'
import type { SeedCustomer } from './customers.ts'
import { DAY_MS, dayStart, dayText, HOUR_MS, MINUTE_MS } from './time.ts'
import { inShop, online, said, TOLD, type Told } from './told.ts'

const NAMES = '沈佩|唐一舟|Luna|高雅琴|方晓彤|小鹿乱撞|罗文博|橙子🍊|傅清扬|汪海燕|梁书瑶|阿May|崔立新|钟若曦'.split(
  '|',
)
const USUAL: Told[] = NAMES.map((name, index) => ({
  name,
  addedDaysAgo: 26 + index * 19,
  tier: ['普卡', '银卡', '普卡', '金卡'][index % 4] ?? '普卡',
  isMember: index % 6 !== 5,
  orders: index % 3 === 2 ? [] : [(index % 2 === 0 ? inShop : online)(13 + index * 5, `TEA-0${1 + (index % 4)}`)],
  talk:
    index % 2 === 0 ? [said('customer', ['好的，谢谢', '改天去店里看看', '收到了，很喜欢'][index % 3] ?? '好的')] : [],
}))

/** Told customers, with their purchases and the words already spoken. */
export function planLeadCustomers(storeCode: string, openingMs: number): SeedCustomer[] {
  return [...TOLD, ...USUAL].map((told, index) => {
    const at = (daysAgo: number) =>
      dayStart(openingMs) - daysAgo * DAY_MS + 15 * HOUR_MS + ((index * 17) % 60) * MINUTE_MS
    const own = { userid: CAST.guide, atMs: at(told.addedDaysAgo) }
    const first = told.colleague ? [{ userid: told.colleague.userid, atMs: at(told.colleague.daysAgo) }] : []
    return {
      name: told.name,
      unionid: `oUnionLead${index}`,
      storeCode,
      friends: [...first, own],
      member: told.isMember === false ? undefined : memberOf(told, index, openingMs),
      joinsGroup: index % 2 === 0,
      orders: (told.orders ?? []).map((order) => ({ ...order, atMs: at(order.daysAgo) })),
      talk: told.talk ?? [],
    }
  })
}

function memberOf({ name, tier = '普卡', birthdayInDays }: Told, index: number, openingMs: number) {
  const told = birthdayInDays === undefined ? undefined : dayText(openingMs + birthdayInDays * DAY_MS).slice(5)
  return {
    memberNo: `M3000${String(index).padStart(2, '0')}`,
    phone: `1376000${String(2000 + index)}`,
    name: name.replace(/[^\p{L}]/gu, '') || '会员',
    tier,
    points: 120 + index * 85,
    birthday: `198${index % 10}-${told ?? `0${1 + (index % 9)}-2${index % 9}`}`,
  }
}
