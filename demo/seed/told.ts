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

export interface Told {
  name: string
  addedDaysAgo: number
  /** Somebody else brought this customer in, that many days ago. */
  colleague?: { userid: string; daysAgo: number }
  isMember?: boolean
  tier?: string
  /** How many days after the opening the birthday comes round. */
  birthdayInDays?: number
  orders?: ToldOrder[]
  talk?: ToldLine[]
}

export const inShop = (daysAgo: number, ...codes: string[]): ToldOrder => ({ daysAgo, channel: 'offline', codes })
export const online = (daysAgo: number, ...codes: string[]): ToldOrder => ({ daysAgo, channel: 'online', codes })
export const said = (by: ToldLine['by'], text: string): ToldLine => ({ by, text })

/** The customers of the guide whom the demo begins with: one for every state worth seeing. */
export const TOLD: Told[] = [
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
    orders: [online(7, 'TEA-01')],
    talk: [said('customer', '龙井什么时候发货'), said('guide', '今天下午就发，第一泡水温别超过 85 度')],
  },
  {
    name: '叶子酱',
    addedDaysAgo: 20,
    tier: '普卡',
    orders: [inShop(3, 'SKIN-02')],
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
    orders: [inShop(52, 'WEAR-01', 'WEAR-04')],
    talk: [said('customer', '周婉今天在店里吗')],
  },
  {
    name: '金玉兰',
    addedDaysAgo: 210,
    tier: '钻石卡',
    orders: [
      inShop(180, 'TEA-04'),
      inShop(121, 'SKIN-01', 'SKIN-02'),
      online(66, 'TEA-04'),
      inShop(12, 'WEAR-02', 'TEA-03'),
    ],
    talk: [said('customer', '上次那饼白毫银针，我妈妈很喜欢'), said('guide', '那太好了，新年份到店我先给您留一饼')],
  },
  {
    name: '<b>小王</b>',
    addedDaysAgo: 61,
    tier: '普卡',
    orders: [inShop(41, 'WEAR-03')],
  },
  { name: '{{name}}', addedDaysAgo: 74, isMember: false },
  {
    name: '潘玉',
    addedDaysAgo: 90,
    tier: '银卡',
    orders: [online(5, 'WEAR-02')],
  },
  {
    name: '邹可欣',
    addedDaysAgo: 150,
    tier: '金卡',
    orders: [inShop(40, 'SKIN-02')],
  },
  {
    name: '邵文静',
    addedDaysAgo: 320,
    tier: '金卡',
    birthdayInDays: 0,
    orders: [inShop(70, 'TEA-02')],
    talk: [said('customer', '单丛很香，家里人都爱喝')],
  },
  {
    name: '龚雅琴',
    addedDaysAgo: 260,
    tier: '银卡',
    birthdayInDays: 7,
    orders: [online(58, 'SKIN-04')],
  },
  // Bought once and has just fallen silent.
  {
    name: '秦朗',
    addedDaysAgo: 165,
    tier: '普卡',
    orders: [inShop(152, 'SKIN-02')],
  },
  // Gone for nearly a year.
  {
    name: '尹春华',
    addedDaysAgo: 395,
    tier: '银卡',
    orders: [inShop(380, 'SKIN-01'), inShop(332, 'SKIN-03')],
  },
  // The last jar is nearly used up.
  {
    name: '康玉洁',
    addedDaysAgo: 120,
    tier: '普卡',
    orders: [online(84, 'SKIN-02'), online(38, 'SKIN-02')],
  },
  // A year since the first purchase.
  {
    name: '白晓彤',
    addedDaysAgo: 370,
    tier: '钻石卡',
    orders: [inShop(365, 'TEA-01'), inShop(60, 'TEA-04', 'WEAR-04')],
  },
]
