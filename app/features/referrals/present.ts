import { businessDayOf } from '../../domain/businessDay.ts'
import type { ReferralRules, ReferralWhy } from '../../domain/referrals/facts.ts'

const WHY_TEXT: Record<Exclude<ReferralWhy, 'window'>, string> = {
  no_order: '已加好友，等第一单',
  not_completed: '已下单，等确认收货',
  complaint_open: '有投诉在处理，处理完再到账',
  passed: '积分已到账',
  kept: '积分已到账，之后退了款，积分保留',
  self: '和推荐人是同一个人，不算',
  existing_customer: '早就是我们的好友，不算新朋友',
  former_buyer: '以前买过，不算新朋友',
  refunded: '首单已全部退款，不发积分',
  taken_back: '到账后首单全部退款，积分已收回',
}

export function stateText(why: ReferralWhy, releaseAtMs: number | null): string {
  if (why !== 'window') return WHY_TEXT[why]
  return releaseAtMs === null ? '首单已完成，等过退货期' : `首单已完成，${dayText(releaseAtMs)}过退货期后到账`
}

/** The rule as the customer should hear it, before anybody is invited. */
export function promiseText({ points, windowDays, honours }: ReferralRules): string {
  const more = honours.map((honour) => `满 ${honour.friends} 位再得 ${honour.points} 积分`)
  const reward = `每位朋友的首单完成、过了退货期（${windowDays} 个工作日），客户得 ${points} 积分`
  return `${[reward, ...more].join('；')}。只算直接带来的新朋友。`
}

const STAGE_TEXT: Record<string, string> = {
  lead: '潜客',
  new: '新客',
  active: '复购客',
  loyal: '忠实客',
  silent: '沉默客户',
  churned: '流失客户',
}

export function stagesText(stages: readonly string[]): string {
  return stages.map((stage) => STAGE_TEXT[stage] ?? stage).join('、')
}

function dayText(atMs: number): string {
  const [, month, day] = businessDayOf(atMs).split('-')
  return `${Number(month)} 月 ${Number(day)} 日`
}
