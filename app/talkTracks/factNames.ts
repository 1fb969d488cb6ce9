import type { TalkTrackFacts } from './types.ts'

/** Every variable a talk track may use, with the word that marks its gap: 【称呼】. */
const FACT_LABELS: Record<keyof TalkTrackFacts, string> = {
  customerName: '称呼',
  guideName: '导购姓名',
  storeName: '门店',
  productName: '商品',
  orderDay: '购买日期',
  brandName: '品牌',
  tierName: '会员等级',
  points: '积分',
  groupName: '群名',
  offer: '优惠',
  offerUntil: '优惠截止日',
  bundle: '组合优惠',
  daysSince: '天数',
  holidayName: '节日',
  campaignName: '活动',
  liveName: '直播',
}

export const FACT_NAMES = Object.keys(FACT_LABELS) as (keyof TalkTrackFacts)[]

const GAP = new RegExp(`【(?:${Object.values(FACT_LABELS).join('|')})】`, 'u')

/** The mark of a variable without a fact. A text that still holds one must not be sent. */
export function gapMark(name: string): string {
  return `【${FACT_LABELS[name as keyof TalkTrackFacts] ?? name}】`
}

export function hasGap(text: string): boolean {
  return GAP.test(text)
}
