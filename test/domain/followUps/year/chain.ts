import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { addDays, atTimeOfDay, startOfBusinessDay } from '../../../../app/domain/businessDay.ts'
import type { PlaybookStart } from '../../../../app/domain/followUps/calendar.ts'
import type { Playbook } from '../../../../app/domain/followUps/playbook.ts'
import type { CycleInForce } from '../../../../app/domain/lifecycle/cycles.ts'
import type { StageRules } from '../../../../app/domain/lifecycle/stage.ts'
import { festivalsOf } from '../../../../app/features/followUps/dates/festivals.ts'
import { DAY_MS, SHIPPED } from '../calendarFactory.ts'
import { makeRandom } from './random.ts'

export const YEAR = 2026
export const YEAR_START_MS = startOfBusinessDay(`${YEAR}-01-01`)
export const YEAR_END_MS = startOfBusinessDay(`${YEAR + 1}-01-01`)

export interface Product {
  code: string
  name: string
  fen: number
  /** Days one piece lasts; absent where nothing is used up. */
  useUpDays?: number
  isSlowEffect?: boolean
}

export type Trade = 'tea' | 'skin' | 'clothing' | 'baby' | 'snacks'

export const PRODUCTS: Record<Trade, readonly Product[]> = {
  tea: [
    { code: 'TEA-1', name: '明前龙井 100 克', fen: 26_800, useUpDays: 45 },
    { code: 'TEA-2', name: '凤凰单丛 150 克', fen: 19_800, useUpDays: 60 },
    { code: 'TEA-3', name: '紫砂壶', fen: 68_000 },
  ],
  skin: [
    { code: 'SKIN-1', name: '保湿面霜 50 克', fen: 32_000, useUpDays: 60 },
    { code: 'SKIN-2', name: '修护精华 30 毫升', fen: 45_000, useUpDays: 50, isSlowEffect: true },
    { code: 'SKIN-3', name: '氨基酸洁面', fen: 12_800, useUpDays: 45 },
  ],
  clothing: [
    { code: 'CLO-1', name: '羊毛大衣', fen: 128_000 },
    { code: 'CLO-2', name: '亚麻衬衫', fen: 39_900 },
    { code: 'CLO-3', name: '针织裙', fen: 45_900 },
  ],
  baby: [
    { code: 'BABY-1', name: '三段奶粉 800 克', fen: 29_800, useUpDays: 20 },
    { code: 'BABY-2', name: '拉拉裤 L 码', fen: 11_900, useUpDays: 14 },
    { code: 'BABY-3', name: '米粉', fen: 6_800, useUpDays: 15 },
  ],
  snacks: [
    { code: 'SNK-1', name: '每日坚果 30 包', fen: 13_900, useUpDays: 30 },
    { code: 'SNK-2', name: '鲜花饼礼盒', fen: 6_800 },
    { code: 'SNK-3', name: '牛肉干', fen: 8_800, useUpDays: 20 },
  ],
}
export const TRADES: readonly Trade[] = ['tea', 'skin', 'clothing', 'baby', 'snacks']

/** The shipped cycles; the trades without their own take the default. */
export const STAGE_RULES: StageRules = readStageRules()

function readStageRules(): StageRules {
  const path = new URL('../../../../config/lifecycle.yaml', import.meta.url)
  const shipped: { default: CycleInForce & { loyalOrders: number; loyalFen: number }; categories: object } = parse(
    readFileSync(path, 'utf8'),
  )
  const { loyalOrders, loyalFen, ...fallback } = shipped.default
  return {
    fallback: { ...fallback, from: 'default' },
    categories: new Map(Object.entries(shipped.categories)),
    loyalOrders,
    loyalFen,
  }
}

/** A guide is off one weekday, at the Spring Festival, and ten days in summer. */
export function daysOffOf(guideNo: number): readonly string[] {
  const known = DAYS_OFF.get(guideNo) ?? makeDaysOff(guideNo)
  DAYS_OFF.set(guideNo, known)
  return known
}
const DAYS_OFF = new Map<number, readonly string[]>()

function makeDaysOff(guideNo: number): readonly string[] {
  const random = makeRandom(9000 + guideNo)
  const weekday = random.between(0, 6)
  const leave = random.between(170, 230)
  return [...Array(366).keys()]
    .filter((index) => index % 7 === weekday || (index >= leave && index < leave + 10) || (index >= 46 && index < 51))
    .map((index) => addDays(`${YEAR}-01-01`, index))
}

export interface Call extends PlaybookStart {
  calledAtMs: number
  words: Record<string, string>
  /** Share of the customers in its segment. */
  share: number
}

const dayMs = (day: string, time: string) => atTimeOfDay(`${YEAR}-${day}`, time)

/** What the chain does in the year, the same for all: holidays, the promotion of 11-11, live sessions, segments. */
export function callsOfYear(): readonly Call[] {
  calls ??= [...SHIPPED.flatMap(holidayCalls), ...campaignCalls(), ...liveCalls(), ...segmentCalls()]
  return calls
}
let calls: readonly Call[] | undefined

/** Called ahead as far as the earliest step looks; over at the end of the next day, as the nightly sweep has it. */
export function dateCall(playbook: Playbook, day: string, anchorKey: string, words: Record<string, string>): Call {
  const lead = Math.max(0, ...playbook.steps.map((step) => ('offsetDays' in step ? -step.offsetDays : 0))) + 1
  const atMs = startOfBusinessDay(day)
  const calledAtMs = startOfBusinessDay(addDays(day, -lead)) + DAY_MS / 24
  const endsAtMs = startOfBusinessDay(addDays(day, 2))
  return { playbookId: playbook.id, subject: '', anchorKey, atMs, endsAtMs, calledAtMs, words, share: 1 }
}

function holidayCalls(playbook: Playbook): Call[] {
  const { trigger } = playbook
  if (trigger.on !== 'date' || trigger.date !== 'holiday') return []
  return festivalsOf(YEAR)
    .filter(({ id }) => trigger.holidays?.includes(id))
    .map(({ id, name, day }) => dateCall(playbook, day, `holiday:${id}:${YEAR}`, { holidayName: name }))
}

function campaignCalls(): Call[] {
  const phases: [phase: string, from: string, to: string, share: number][] = [
    ['build_up', '10-20', '10-28', 0.6],
    ['warm_up', '10-29', '11-08', 0.6],
    ['sprint', '11-09', '11-12', 0.6],
    ['afterglow', '11-13', '11-21', 0.4],
  ]
  return phases.map(([phase, from, to, share]) => ({
    ...calledAt(`campaign_${phase}`, `campaign:1:${phase}`, dayMs(from, '08:00'), share),
    endsAtMs: dayMs(to, '00:00'),
    words: { campaignName: '双十一' },
  }))
}

function liveCalls(): Call[] {
  return ['03-18', '06-08', '09-20'].map((day, index) => {
    const atMs = dayMs(day, '21:30')
    const call = calledAt('live_72h', `live:${index}`, atMs, 0.3)
    return { ...call, endsAtMs: atMs + 3 * DAY_MS, words: { liveName: '店主直播' } }
  })
}

function segmentCalls(): Call[] {
  return ['04-10', '08-12'].map((day, index) => ({
    ...calledAt('segment_call', `segment:${index}`, dayMs(day, '10:20'), 0.1),
    words: { name: '上新先看', note: '春秋两季新品到店，请老客先看' },
  }))
}

function calledAt(playbookId: string, anchorKey: string, atMs: number, share: number): Call {
  return { playbookId, subject: '', anchorKey, atMs, calledAtMs: atMs, words: {}, share }
}
