import { z } from 'zod'
import {
  CYCLE_CHANGED,
  CYCLE_INPUT,
  CYCLES,
  type CycleInput,
  type CycleRow,
  type Cycles,
} from '../../app/features/lifecycle/contract.ts'
import { AppError } from '../../app/http/errors.ts'
import { type Route, route } from '../../app/http/route.ts'

const NONE = { useUpDays: null, activeDays: null, silentDays: null, churnDays: null }
const ENOUGH = { sample: 412, isEnough: true, p25: 31, p50: 44.5, p75: 62.25, p90: 97 }
const TOO_FEW = { sample: 7, isEnough: false, p25: 0, p50: 0, p75: 0, p90: 0 }

const category = (subject: string, title: string, part: Partial<CycleRow>): CycleRow => ({
  ...{ kind: 'category', subject, title, categoryTitle: title, configured: NONE, learned: null, rhythm: ENOUGH },
  ...{ override: null, useUp: { days: 45, fromText: '已配置' } },
  stages: { activeDays: 90, silentDays: 180, churnDays: 365, fromText: '按品类配置' },
  ...part,
})
const product = (subject: string, title: string, part: Partial<CycleRow>): CycleRow => ({
  ...{ kind: 'product', subject, title, categoryTitle: '茶叶', configured: NONE, learned: ENOUGH, rhythm: null },
  ...{ override: null, useUp: { days: 45, fromText: '按复购学习' }, stages: null },
  ...part,
})

const CATEGORIES = [
  category('tea', '茶叶', {}),
  category('clothing', '服饰', { rhythm: TOO_FEW, useUp: null }),
  category('tools', 'tools', { rhythm: null, useUp: null }),
]
const PRODUCTS = [
  product('TEA-01', '明前龙井 250g', {
    configured: { ...NONE, useUpDays: 60 },
    useUp: { days: 60, fromText: '已配置' },
  }),
  product('TEA-02', '凤凰单丛 150g 手工炭焙 春茶礼盒装', {}),
  product('WEAR-01', '防风外套', { categoryTitle: '服饰', learned: TOO_FEW, useUp: null }),
]

/** The cycles of a small chain, with what an operator has said since the page was opened. */
export function cycleRoutes(posted: { path: string; body: Record<string, unknown> }[]): Route[] {
  const said = new Map<string, CycleInput>()
  const shown = (row: CycleRow): CycleRow => {
    const word = said.get(row.subject)
    if (!word) return row
    return {
      ...row,
      override: word,
      useUp: word.useUpDays ? { days: word.useUpDays, fromText: '运营设定' } : row.useUp,
    }
  }
  const answer = (words: string): Cycles => ({
    minSample: 30,
    categories: CATEGORIES.map(shown),
    products: PRODUCTS.filter(({ title, subject }) => `${title}${subject}`.includes(words)).map(shown),
    nextAfter: null,
  })
  return [
    route({
      method: 'get',
      path: '/api/cycles',
      access: 'operator',
      summary: 'fixture',
      query: z.record(z.string(), z.string()),
      answer: CYCLES,
      handle: async ({ query }) => answer(query.words ?? ''),
    }),
    route({
      method: 'post',
      path: '/api/cycles',
      access: 'operator',
      summary: 'fixture',
      body: CYCLE_INPUT,
      answer: CYCLE_CHANGED,
      async handle({ body }) {
        posted.push({ path: '/api/cycles', body })
        if ((body.activeDays ?? 0) > (body.silentDays ?? Number.POSITIVE_INFINITY))
          throw new AppError('RULE', undefined, '活跃、沉默、流失的天数要一个比一个长')
        const before = said.get(body.subject) ?? NONE
        said.set(body.subject, body)
        const row = [...CATEGORIES, ...PRODUCTS].find(({ subject }) => subject === body.subject)
        if (!row) throw new AppError('NOT_FOUND')
        return { row: shown(row), before }
      },
    }),
  ]
}
