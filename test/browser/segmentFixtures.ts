import { z } from 'zod'
import {
  CHECK_INPUT,
  MASS_SEND,
  MASS_SEND_CHECK,
  MASS_SEND_DETAIL,
  MASS_SEND_INPUT,
  MASS_SENDS,
  type MassSendDetail,
} from '../../app/features/massSends/contract.ts'
import {
  COUNT_INPUT,
  PREVIEW_INPUT,
  RUN_INPUT,
  SAVED_SEGMENTS,
  SEGMENT_CHOICES,
  SEGMENT_COUNT,
  SEGMENT_PREVIEW,
  SEGMENT_RUN,
  SEGMENT_RUNS,
  type SegmentChoices,
} from '../../app/features/segments/contract.ts'
import { type Route, route } from '../../app/http/route.ts'
import type { Posted } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const two = (id: string, title: string) => ({ id, title })
const CHOICES: SegmentChoices = {
  stages: [
    two('lead', '潜客'),
    two('new', '新客'),
    two('active', '复购客'),
    two('loyal', '忠实客'),
    two('silent', '沉默客户'),
    two('churned', '流失客户'),
  ],
  rfm: [two('important_value', '重要价值'), two('important_keep', '重要保持'), two('general_win_back', '一般挽留')],
  tiers: ['银卡', '金卡', '黑金卡'],
  tags: [
    { id: 't1', title: '喜欢白茶', groupName: '口味' },
    { id: 't2', title: '双十一', groupName: '活动' },
  ],
  categories: ['白茶', '普洱'],
  products: [two('TEA-01', '白毫银针 250g'), two('TEA-02', '老班章 357g')],
  guides: [two('guide.1', '林晓'), two('guide.2', '周宁')],
  playbooks: [two('segment_call', '人群跟进')],
  talkTrackSets: [two('general/new-arrivals', '新品到店')],
  talkTracks: [two('new-arrivals', '新品到店')],
}
const LEFT_OUT = [
  { why: 'no_guide' as const, count: 12, text: '没有在职的好友导购' },
  { why: 'complaint' as const, count: 3, text: '有未处理完的投诉' },
  { why: 'budget_day' as const, count: 41, text: '今天已联系过' },
]
const COUNT = { total: 1286, reachable: 1274, inBudget: 1230, sendable: 1230, guides: 18, leftOut: LEFT_OUT }
const NONE = { total: 0, reachable: 0, inBudget: 0, sendable: 0, guides: 0, leftOut: [] }

const ROWS = ['王芳芳', '李静', '一位名字很长很长的顾客，昵称里还有🌸'].map((name, index) => ({
  externalUserId: `wm${index}`,
  name,
  guideName: index === 2 ? null : '林晓',
  storeName: index === 2 ? null : '徐汇店',
  stage: 'active' as const,
  rfm: '',
  purchases: index,
  netFen: index * 128_800,
  lastPurchaseAtMs: index === 0 ? null : NOW_MS - index * 30 * 86_400_000,
  leftOut: index === 1 ? '今天已联系过' : null,
}))
const RUN = {
  id: 1,
  name: '国庆没来的老客',
  kind: 'follow_ups' as const,
  state: 'running' as const,
  matched: 400,
  reached: 398,
  createdBy: 'op',
  atMs: NOW_MS,
  doneAtMs: null,
}
const SENDS: MassSendDetail[] = [
  {
    id: 7,
    name: '秋茶上新',
    text: '您好，今年的秋茶到店了，有空来坐坐，泡一壶给您尝尝。',
    state: 'offered',
    stateText: '等导购确认',
    createdBy: 'op',
    atMs: NOW_MS - 3_600_000,
    waiting: 320,
    sent: 860,
    notSent: 20,
    leftOut: 56,
    guides: [
      { guideName: '周宁', waiting: 320, sent: 0, notSent: 0 },
      { guideName: '林晓', waiting: 0, sent: 860, notSent: 20 },
    ],
    reasons: [
      { text: '今天已联系过', count: 41 },
      { text: '已不是好友', count: 20 },
    ],
  },
]

/** Segments and mass sends as the contracts say. A filter by an empty stage finds nobody. */
export function segmentRoutes(posted: Posted[]): Route[] {
  const get = <A>(path: string, answer: z.ZodType<A>, say: () => A): Route =>
    route({ method: 'get', path, access: 'manager', summary: 'fixture', answer, handle: async () => say() })
  const post = <B, A>(path: string, body: z.ZodType<B>, answer: z.ZodType<A>, say: (body: B) => A): Route =>
    route({
      method: 'post',
      path,
      access: 'manager',
      summary: 'fixture',
      body,
      answer,
      handle: async ({ body: given, koa }) => {
        posted.push({ path: koa.path, body: given as Record<string, unknown> })
        return say(given)
      },
    })
  const SEND = SENDS[0] as MassSendDetail
  return [
    get('/api/segments/choices', SEGMENT_CHOICES, () => CHOICES),
    get('/api/segments', SAVED_SEGMENTS, () => ({
      segments: [
        { id: 1, name: '沉默的金卡', filter: { stages: ['silent' as const], tiers: ['金卡'] }, updatedAtMs: NOW_MS },
      ],
    })),
    get('/api/segments/runs', SEGMENT_RUNS, () => ({ runs: [RUN] })),
    post('/api/segments/count', COUNT_INPUT, SEGMENT_COUNT, ({ filter }) =>
      filter.stages?.includes('churned') ? NONE : COUNT,
    ),
    post('/api/segments/preview', PREVIEW_INPUT, SEGMENT_PREVIEW, ({ filter }) => ({
      rows: filter.stages?.includes('churned') ? [] : ROWS,
      next: null,
    })),
    post('/api/segments/runs', RUN_INPUT, SEGMENT_RUN, () => RUN),
    post('/api/mass-sends/check', CHECK_INPUT, MASS_SEND_CHECK, ({ text }) => ({
      ...COUNT,
      text: text ?? '您好，新品到店了',
      bytes: 30,
      attachments: 0,
      quota: { perDay: 1, perMonth: 30 },
    })),
    post('/api/mass-sends', MASS_SEND_INPUT, MASS_SEND, () => SEND),
    get('/api/mass-sends', MASS_SENDS, () => ({ massSends: SENDS })),
    get('/api/mass-sends/:id', MASS_SEND_DETAIL, () => SEND),
    post('/api/mass-sends/:id/cancel', z.unknown(), MASS_SEND_DETAIL, () => SEND),
  ]
}
