import type { CustomerFact } from '../../db/entities/facts.ts'
import type { CycleFrom } from '../../domain/lifecycle/cycles.ts'
import type { GoverningCycle, StageWhy } from '../../domain/lifecycle/stage.ts'
import type { UseUp } from '../../domain/lifecycle/useUp.ts'

export const FROM_TEXTS: Record<CycleFrom, string> = {
  override: '运营设定',
  learned: '按复购学习',
  configured: '按品类配置',
  default: '默认',
}

/** Where the days come from until something is used up. */
export const USE_UP_TEXTS: Record<UseUp['source'], string> = {
  override: '运营设定',
  configured: '已配置',
  learned: '按复购学习',
  category: '按品类',
}

/** The reason of a stage as a guide would say it. `titleOf`: the category's name for people. */
export function whyText(why: StageWhy, titleOf: (category: string) => string = (category) => category): string {
  if (why.code === 'never_bought') return '还没有购买'
  if (why.code === 'bought') return `买过 ${why.purchases} 次，最近一次在 ${why.daysSinceLast} 天前`
  return `已有 ${why.days} 天没有购买（${cycleText(why.cycle, why.days, titleOf)}）`
}

function cycleText(cycle: GoverningCycle, days: number, titleOf: (category: string) => string): string {
  const { category, daysSince, from } = cycle
  const title = category === '' ? '' : titleOf(category)
  const which = daysSince === days ? `${title}周期` : `上次买${title || '其他商品'}在 ${daysSince} 天前，周期`
  return `${which} ${cycle.days} 天，${FROM_TEXTS[from]}`
}

type Scored = Pick<CustomerFact, 'recency' | 'frequency' | 'money' | 'purchases' | 'quality' | 'rfm'>

/** 「高价值老客，最近来得少了」: who they are, then how lately they came; undefined without a score. */
export function rfmText(facts: Scored): string | undefined {
  if (facts.rfm === '') return undefined
  const lately = facts.recency <= 2 ? '最近来得少了' : facts.recency >= 4 ? '最近刚来买过' : ''
  return [whoText(facts), lately].filter(Boolean).join('，')
}

function whoText({ purchases, quality, frequency, money }: Scored): string {
  if (quality === 'high') return '高价值老客'
  if (quality === 'low') return frequency >= 4 ? '常来的老客，每次买得不多' : '老客，买得不多'
  if (purchases >= 2) return money >= 4 ? '老客，消费较高' : '老客'
  return money >= 4 ? '买过一次，消费较高' : '买过一次'
}
