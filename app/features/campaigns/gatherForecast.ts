import type { EntityManager } from 'typeorm'
import { addDays, businessDayOf } from '../../domain/businessDay.ts'
import { type BuyerFigures, forecast, growthPercentOf } from '../../domain/campaigns/forecast.ts'
import { type DaySpan, yearBefore } from '../../domain/campaigns/phases.ts'
import type { CampaignForecast, ForecastChoice } from './contract.ts'
import { headsByKind, salesByDay, sumSales } from './sales.ts'

const ALL = { kind: 'all' } as const
const GROWTH_DAYS = 90

/** The forecast of the whole chain for these days, from the same days a year ago and the last three months. */
export async function gatherForecast(
  read: EntityManager,
  span: DaySpan,
  choice: ForecastChoice,
  nowMs: number,
): Promise<CampaignForecast> {
  const past = yearBefore(span)
  const lastYear = await readBuyers(read, past)
  const learned = await learnGrowth(read, businessDayOf(nowMs))
  return decideForecast({ lastYear: { ...lastYear, ...past }, learned, asOfMs: nowMs }, choice)
}

/** What was read stays; what is decided may be decided anew. */
export function decideForecast(
  facts: Pick<CampaignForecast, 'lastYear' | 'learned' | 'asOfMs'>,
  choice: ForecastChoice,
): CampaignForecast {
  const { lastYear, learned } = facts
  const used = {
    newPercent: choice.growth.newPercent ?? learned.newPercent ?? 100,
    oldPercent: choice.growth.oldPercent ?? learned.oldPercent ?? 100,
  }
  const { pricePercent, corrections } = choice
  return { ...facts, choice, used, ...forecast({ lastYear, growth: used, pricePercent, corrections }) }
}

async function readBuyers(read: EntityManager, span: DaySpan): Promise<BuyerFigures> {
  const heads = await headsByKind(read, span, ALL)
  const { newFen, oldFen } = sumSales(await salesByDay(read, span, ALL))
  return { newCustomers: heads.new.customers, newFen, oldCustomers: heads.old.customers, oldFen }
}

/** Heads of the 90 days up to yesterday against the same days a year earlier. */
async function learnGrowth(read: EntityManager, today: string): Promise<CampaignForecast['learned']> {
  const recent = { fromDay: addDays(today, -GROWTH_DAYS), toDay: addDays(today, -1) }
  const now = await headsByKind(read, recent, ALL)
  const before = await headsByKind(read, yearBefore(recent), ALL)
  return {
    newPercent: growthPercentOf(now.new.customers, before.new.customers) ?? null,
    oldPercent: growthPercentOf(now.old.customers, before.old.customers) ?? null,
  }
}
