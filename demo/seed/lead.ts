import { CAST } from './chain.ts'
import type { SeedCustomer } from './customers.ts'
import { DAY_MS, dayStart, HOUR_MS, MINUTE_MS } from './time.ts'

/** A purchase told by hand: how many days ago, where, and what. */
export interface ToldOrder {
  daysAgo: number
  channel: 'online' | 'offline'
  codes: string[]
}

export interface ToldLine {
  by: 'guide' | 'customer'
  text: string
}

interface Told {
  name: string
  addedDaysAgo: number
  /** Somebody else brought this customer in, that many days ago. */
  colleague?: { userid: string; daysAgo: number }
  isMember?: boolean
  tier?: string
  orders?: ToldOrder[]
  talk?: ToldLine[]
}

const said = (by: ToldLine['by'], text: string): ToldLine => ({ by, text })

/** The customers of the guide whom the demo begins with: one for every state worth seeing. */
const TOLD: Told[] = [
  {
    name: '徐曼',
    addedDaysAgo: 1,
    tier: '普卡',
    talk: [
      said('customer', '你好，刚在店里试过那件针织衫'),
      said('guide', '徐曼您好，雾蓝那件很衬您，尺码我帮您记下了'),
    ],
  },
  {
    name: '何静宜',
    addedDaysAgo: 36,
    tier: '银卡',
    orders: [{ daysAgo: 7, channel: 'online', codes: ['TEA-01'] }],
    talk: [said('customer', '龙井收到了，包装真好看'), said('guide', '收到就好，第一泡水温别超过 85 度')],
  },
  {
    name: '叶子酱',
    addedDaysAgo: 20,
    tier: '普卡',
    orders: [{ daysAgo: 3, channel: 'offline', codes: ['SKIN-02'] }],
    talk: [said('customer', '面霜早晚都能用吗'), said('guide', '可以的，晚上用量多一点点')],
  },
  {
    name: '一杯清茶',
    addedDaysAgo: 18,
    isMember: false,
    talk: [said('customer', '请问周日几点开门？'), said('guide', '十点开门，您到了直接找我就行')],
  },
  {
    name: '宋佳',
    addedDaysAgo: 30,
    colleague: { userid: 'SH001.2', daysAgo: 120 },
    tier: '金卡',
    orders: [{ daysAgo: 52, channel: 'offline', codes: ['WEAR-01', 'WEAR-04'] }],
    talk: [said('customer', '周婉今天在店里吗')],
  },
  {
    name: '金玉兰',
    addedDaysAgo: 210,
    tier: '钻石卡',
    orders: [
      { daysAgo: 180, channel: 'offline', codes: ['TEA-04'] },
      { daysAgo: 121, channel: 'offline', codes: ['SKIN-01', 'SKIN-02'] },
      { daysAgo: 66, channel: 'online', codes: ['TEA-04'] },
      { daysAgo: 12, channel: 'offline', codes: ['WEAR-02', 'TEA-03'] },
    ],
    talk: [said('customer', '上次那饼白毫银针，我妈妈很喜欢'), said('guide', '那太好了，新年份到店我先给您留一饼')],
  },
  {
    name: '<b>小王</b>',
    addedDaysAgo: 61,
    tier: '普卡',
    orders: [{ daysAgo: 41, channel: 'offline', codes: ['WEAR-03'] }],
  },
  { name: '{{name}}', addedDaysAgo: 74, isMember: false },
]

const NAMES = '沈佩|唐一舟|Luna|高雅琴|方晓彤|小鹿乱撞|罗文博|橙子🍊|傅清扬|汪海燕|梁书瑶|阿May|崔立新|钟若曦'.split(
  '|',
)
const USUAL: Told[] = NAMES.map((name, index) => ({
  name,
  addedDaysAgo: 26 + index * 19,
  tier: ['普卡', '银卡', '普卡', '金卡'][index % 4] ?? '普卡',
  isMember: index % 6 !== 5,
  orders:
    index % 3 === 2
      ? []
      : [
          {
            daysAgo: 13 + index * 5,
            channel: index % 2 === 0 ? 'offline' : 'online',
            codes: [`TEA-0${1 + (index % 4)}`],
          },
        ],
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
      member: told.isMember === false ? undefined : memberOf(told, index),
      joinsGroup: index % 2 === 0,
      orders: (told.orders ?? []).map((order) => ({ ...order, atMs: at(order.daysAgo) })),
      talk: told.talk ?? [],
    }
  })
}

function memberOf({ name, tier = '普卡' }: Told, index: number) {
  return {
    memberNo: `M3000${String(index).padStart(2, '0')}`,
    phone: `1376000${String(2000 + index)}`,
    name: name.replace(/[^\p{L}]/gu, '') || '会员',
    tier,
    points: 120 + index * 85,
    birthday: `198${index % 10}-0${1 + (index % 9)}-2${index % 9}`,
  }
}
