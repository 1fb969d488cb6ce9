import { z } from 'zod'
import {
  CLOSE_INPUT,
  COMPLAINT_CLOSED,
  COMPLAINT_INPUT,
  COMPLAINT_OPENED,
  COMPLAINTS_ANSWER,
  type ComplaintRow,
  type ComplaintView,
} from '../../app/features/complaints/contract.ts'
import { type CustomerPanel, VISIT_ANSWER } from '../../app/features/customers/contract.ts'
import {
  ANSWER_REPORT,
  type AskView,
  CALENDAR,
  type CalendarRow,
  FOLLOW_UP_ANSWERED,
  FOLLOW_UP_TRACKS,
  type FollowUpView,
  MUTE,
  MUTE_INPUT,
} from '../../app/features/followUps/contract.ts'
import { DAY_OFF_INPUT, DAYS_OFF } from '../../app/features/staff/contract.ts'
import { OFFER_INPUT } from '../../app/features/talkTracks/offerContract.ts'
import type { Route } from '../../app/http/route.ts'
import { ask, get, type Posted, recorder } from './fixtureParts.ts'
import { customerPanel, followUp, NOW_MS, TRACKS } from './fixtures.ts'

const DAY_MS = 86_400_000

export const DIFFICULTIES: AskView = {
  id: 'difficulties',
  title: '用得顺不顺',
  answers: [
    { id: 'no_difficulties', title: '没有困难', isChosen: false },
    { id: 'has_difficulties', title: '有困难', isChosen: false },
    { id: 'complaint', title: '要投诉', isChosen: false },
  ],
}

export const COMPLAINT_OPEN: ComplaintView = {
  id: 5,
  kind: 'damaged',
  kindText: '破损少件',
  body: '盒子压扁了，少了一罐。\n客户想补发，不想退。',
  openedAtMs: NOW_MS - DAY_MS,
  openedByName: '林晓',
}

const APOLOGY: FollowUpView = followUp({
  id: 31,
  title: '道歉问清楚',
  reason: '客户有投诉，先打电话道歉、问清楚，再答应回音的时间',
  channel: 'call',
  talkTrack: {
    ...TRACKS[0],
    id: 'complaint-apology',
    title: '投诉·致歉电话',
    text: '王姐，您好，我是店里的林晓。您反映的事我看到了，真对不住，让您费心了。您把经过跟我说一遍，我记下来，今天之内给您一个回音。',
    gaps: [],
    isReady: true,
    attachments: [],
  },
})

const FEEDBACK: FollowUpView = followUp({
  id: 21,
  title: '请客户评价',
  reason: '防风外套用得顺，趁这会儿问问满不满意',
  talkTrack: {
    ...APOLOGY.talkTrack,
    id: 'feedback',
    title: '请客户评价',
    text: '听您这么说我就放心了。方便的话跟我说说，哪里满意，哪里还能更好。',
    gaps: [],
    isReady: true,
    attachments: [],
  },
})

const WITH_PICTURE: FollowUpView = followUp({
  talkTrack: {
    ...FEEDBACK.talkTrack,
    id: 'care',
    title: '洗护提醒',
    text: '芳芳你好，外套的洗护要点我整理了一张图，收好不迷路。',
    gaps: [],
    isReady: true,
    attachments: [
      { kind: 'image', title: '洗护要点图', mediaId: 'media_1' },
      { kind: 'link', title: '门店商城', url: 'https://shop.example.com/care' },
    ],
  },
})

const panel = (id: string, name: string, change: Partial<CustomerPanel>): CustomerPanel => {
  const base = customerPanel()
  return { ...base, customer: { ...base.customer, externalUserId: id, name, remark: '' }, ...change }
}

/** Customers who are asked, complain, want peace, or get more than words. */
export const CARE_PANELS: Record<string, CustomerPanel> = {
  wm_asks: panel('wm_asks', '何静宜', {
    followUps: [],
    rfmText: '高价值老客，最近来得少了',
    openAsks: [{ followUpId: 11, title: '首购回访', sentAtMs: NOW_MS - 4 * 3_600_000, asks: [DIFFICULTIES] }],
  }),
  wm_asked: panel('wm_asked', '周念', { followUps: [followUp({ asks: [DIFFICULTIES] })] }),
  wm_complaint: panel('wm_complaint', '赵雅', { followUps: [APOLOGY], complaint: COMPLAINT_OPEN }),
  wm_muted: panel('wm_muted', '沈知', { followUps: [], isMuted: true }),
  wm_picture: panel('wm_picture', '徐曼', { followUps: [WITH_PICTURE] }),
}

const ROW: ComplaintRow = {
  ...COMPLAINT_OPEN,
  externalUserId: 'wm_complaint',
  customerName: '赵雅',
  storeName: '徐汇店',
  productCode: null,
  state: 'open',
  closedAtMs: null,
  closedByName: null,
  outcome: '',
}

const plan = (change: Partial<CalendarRow>): CalendarRow => ({
  key: String(change.title),
  playbook: '首购回访',
  title: '首购回访',
  product: '防风外套',
  purpose: 'service',
  state: 'planned',
  atMs: NOW_MS + 3 * DAY_MS,
  reason: '11 月 14 日买了防风外套，用了一周，先问有没有困难',
  why: null,
  sentence: null,
  ...change,
})

const PLAN: CalendarRow[] = [
  plan({ state: 'shown', atMs: NOW_MS, sentence: '芳芳你好，上周买的防风外套穿着合身吗？' }),
  plan({ title: '会员日提醒', product: null, reason: '下周三是会员日', why: '当天已联系过，顺延', purpose: 'sale' }),
  plan({ title: '请客户评价', state: 'waiting', atMs: null, why: '等「首购回访」有了回答再看' }),
  plan({ title: '换季提醒', state: 'dropped', why: '同一天有服务要做，先服务后销售' }),
  plan({ title: '首购确认', state: 'closed', atMs: NOW_MS - 6 * DAY_MS }),
]

export function careRoutes(posted: Posted[]): Route[] {
  const post = recorder(posted)
  const customer = '/api/customers/:id'
  return [
    ask('/api/complaints', 'guide', COMPLAINTS_ANSWER, () => ({ rows: [ROW], nextBefore: null })),
    ask('/api/days-off', 'guide', DAYS_OFF, () => ({ days: [{ day: '2026-11-23' }] })),
    post('/api/days-off', DAYS_OFF, () => ({ days: [] }), DAY_OFF_INPUT),
    get(`${customer}/calendar`, z.object({ id: z.string() }), CALENDAR, () => ({
      nowMs: NOW_MS,
      isReachable: true,
      rows: PLAN,
    })),
    get('/api/follow-ups/:id/tracks', z.object({ id: z.string() }), FOLLOW_UP_TRACKS, () => ({
      rows: TRACKS.slice(0, 2),
    })),
    post(`${customer}/visits`, VISIT_ANSWER, () => ({ lastVisitAtMs: NOW_MS })),
    post(
      `${customer}/mute`,
      MUTE,
      ({ until }) => ({ isMuted: until !== 'off', mutedUntilMs: until === 'tomorrow' ? NOW_MS + DAY_MS : null }),
      MUTE_INPUT,
    ),
    post(
      `${customer}/complaints`,
      COMPLAINT_OPENED,
      ({ body }) => ({ complaint: { ...COMPLAINT_OPEN, body: String(body) } }),
      COMPLAINT_INPUT,
    ),
    post(
      '/api/complaints/:id/close',
      COMPLAINT_CLOSED,
      ({ outcome }) => ({
        complaint: {
          ...ROW,
          state: 'closed' as const,
          closedAtMs: NOW_MS,
          closedByName: '林晓',
          outcome: String(outcome),
        },
      }),
      CLOSE_INPUT,
    ),
    post(
      '/api/follow-ups/:id/answers',
      FOLLOW_UP_ANSWERED,
      ({ answer }, id) => ({
        followUp: followUp({ id: Number(id), state: 'done' }),
        next: answer === 'complaint' ? APOLOGY : answer === 'no_difficulties' ? FEEDBACK : null,
        complaint: answer === 'complaint' ? { ...COMPLAINT_OPEN, body: '用得顺不顺：要投诉' } : null,
      }),
      ANSWER_REPORT,
    ),
    post('/api/talk-track-offers', z.object({}), () => ({}), OFFER_INPUT),
  ]
}
