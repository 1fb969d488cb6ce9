import { z } from 'zod'
import {
  CAMPAIGN,
  CAMPAIGN_INPUT,
  CAMPAIGN_PROGRESS,
  CAMPAIGN_REVIEW,
  CAMPAIGNS,
  type CampaignForecast,
  type CampaignProgress,
  type CampaignReview,
  type CampaignView,
  FORECAST,
  FORECAST_INPUT,
} from '../../app/features/campaigns/contract.ts'
import { decideForecast } from '../../app/features/campaigns/gatherForecast.ts'
import { LIVE_RESULT, LIVE_SESSIONS, type LiveResult } from '../../app/features/live/contract.ts'
import { type Route, route } from '../../app/http/route.ts'
import type { Posted } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const FACTS = {
  lastYear: {
    ...{ newCustomers: 320, newFen: 6_412_050, oldCustomers: 780, oldFen: 24_880_000 },
    ...{ fromDay: '2025-11-08', toDay: '2025-12-08' },
  },
  learned: { newPercent: 118, oldPercent: null },
  asOfMs: NOW_MS,
}
const forecastOf = (choice: CampaignForecast['choice']) => decideForecast(FACTS, choice)
const PLAIN = { growth: {}, pricePercent: 100, corrections: {} }

const phase = (
  name: CampaignView['phases'][number]['phase'],
  fromDay: string,
  toDay: string,
  progress: CampaignView['phases'][number]['progress'],
) => ({
  ...{ phase: name, fromDay, toDay, filter: {}, progress, targetFen: name === 'sprint' ? 20_000_000 : 3_000_000 },
  purposes: { moments: '活动预告', group: '提前看货、提醒领券', chat: '算好到手价，帮忙留货' },
  startedAtMs: progress === 'ahead' ? null : NOW_MS,
})

const DOUBLE_12: CampaignView = {
  state: 'running',
  ...{ id: 1, name: '双十二老客答谢', fromDay: '2026-11-08', toDay: '2026-12-08' },
  ...{ offer: '全场满 300 减 50', targetNewFen: 7_566_219, targetOldFen: 24_880_000 },
  phases: [
    phase('build_up', '2026-11-08', '2026-11-18', 'over'),
    phase('warm_up', '2026-11-19', '2026-11-27', 'running'),
    phase('sprint', '2026-11-28', '2026-11-30', 'ahead'),
    phase('afterglow', '2026-12-01', '2026-12-08', 'ahead'),
  ],
  forecast: forecastOf(PLAIN),
}

const tasks = (planned: number, due: number, done: number, expired: number) => ({ planned, due, done, expired })
const GUIDES: CampaignProgress['guides'] = ['林晓', '周宁', '张敏', '何欢'].map((guideName, index) => ({
  ...tasks(30 - index, 12, 40 - index * 5, index),
  ...{ phase: 'warm_up', guideUserId: `guide.${index}`, guideName, storeCode: 'SH001', storeName: '徐汇店' },
}))

const PROGRESS: CampaignProgress = {
  asOfMs: NOW_MS,
  target: { newFen: 7_566_219, oldFen: 24_880_000, isShare: false },
  totals: { newFen: 1_203_400, oldFen: 5_560_110, unknownFen: 88_800, netFen: 6_852_310 },
  days: [
    { day: '2026-11-19', newFen: 603_400, oldFen: 2_560_110, unknownFen: 0 },
    { day: '2026-11-20', newFen: 600_000, oldFen: 3_000_000, unknownFen: 88_800 },
  ],
  phases: DOUBLE_12.phases.map(({ phase: name, targetFen }) => {
    const isOn = name === 'warm_up'
    return {
      ...tasks(114, 48, 130, 6),
      phase: name,
      targetFen,
      netFen: isOn ? 6_852_310 : 0,
      customers: isOn ? 812 : 0,
    }
  }),
  guides: GUIDES,
}

const REVIEW: CampaignReview = {
  ...{ isFinal: false, isShare: false },
  new: { customers: 61, orders: 66, pieces: 140, fen: 1_203_400, targetFen: 7_566_219 },
  old: { customers: 190, orders: 260, pieces: 640, fen: 5_560_110, targetFen: 24_880_000 },
  unknown: { orders: 9, pieces: 12, fen: 88_800 },
  tracks: [
    {
      talkTrackId: 'campaign-warm-up',
      title: '预热：先算好到手价，帮客户留好尺码',
      sends: 120,
      customers: 118,
      buyers: 31,
    },
    { talkTrackId: null, title: '导购自己写的', sends: 10, customers: 10, buyers: 4 },
  ],
  nurturing: { newBuyers: 61, nurtured: 55, canStart: true },
}

const LIVE: LiveResult = {
  session: {
    ...{ id: 1, name: '新茶品鉴', livingId: null, startedAtMs: NOW_MS - 7_200_000, endedAtMs: NOW_MS - 3_600_000 },
    ...{ windowHours: 72, filter: {}, calledAtMs: null, state: 'waiting_for_viewers', isSetByWeCom: false },
  },
  totals: { invited: 80, invitedWatched: 34, watched: 51, returned: 6, bought: 11 },
  guides: [
    {
      ...{ guideUserId: 'guide.0', guideName: '林晓', storeName: '徐汇店' },
      ...{ invited: 80, invitedWatched: 34, watched: 51, returned: 6, bought: 11 },
    },
  ],
  tasks: tasks(40, 11, 0, 0),
}

const ID = z.object({ id: z.string() })

/** One campaign in its warm-up, and one live session that waits for its list. */
export function campaignRoutes(posted: Posted[]): Route[] {
  const show = <A>(path: string, answer: z.ZodType<A>, say: () => A): Route =>
    route({ method: 'get', path, access: 'manager', summary: 'fixture', answer, handle: async () => say() })
  const take = <A, B>(path: string, body: z.ZodType<B>, answer: z.ZodType<A>, say: (body: B) => A): Route =>
    route<unknown, unknown, B, A>({
      method: 'post',
      path,
      access: 'operator',
      summary: 'fixture',
      body,
      answer,
      handle: async ({ body: sent, koa }) => {
        posted.push({ path: koa.path, body: sent as Record<string, unknown> })
        return say(sent)
      },
    })
  const one = (path: string) => `/api/campaigns/:id${path}`
  return [
    show('/api/campaigns', CAMPAIGNS, () => ({
      rows: [DOUBLE_12, { ...DOUBLE_12, id: 2, name: '618', state: 'draft' as const }],
    })),
    show(one(''), CAMPAIGN, () => DOUBLE_12),
    show(one('/progress'), CAMPAIGN_PROGRESS, () => PROGRESS),
    show(one('/review'), CAMPAIGN_REVIEW, () => REVIEW),
    take('/api/campaigns', CAMPAIGN_INPUT, CAMPAIGN, () => DOUBLE_12),
    take(one(''), CAMPAIGN_INPUT, CAMPAIGN, () => DOUBLE_12),
    take(one('/nurture'), z.object({}), CAMPAIGN, () => DOUBLE_12),
    take('/api/campaign-forecasts', FORECAST_INPUT, FORECAST, ({ choice }) => forecastOf(choice)),
    show('/api/live-sessions', LIVE_SESSIONS, () => ({ rows: [LIVE.session] })),
    show('/api/live-sessions/:id', LIVE_RESULT, () => LIVE),
    take('/api/live-sessions/:id/call', z.object({}), LIVE_RESULT, () => LIVE),
  ].map((each) => ({ ...each, ...(each.path.includes(':id') ? { params: ID } : {}) }) as Route)
}
