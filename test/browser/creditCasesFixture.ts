import { z } from 'zod'
import {
  type CaseOrder,
  CHOICES,
  type Choices,
  CORRECTION_ANSWER,
  CORRECTION_INPUT,
  CORRECTIONS_ANSWER,
  type CorrectionRow,
  type CorrectionView,
  DECIDE_INPUT,
  OBJECTION_ANSWER,
  OBJECTION_INPUT,
  OBJECTIONS_ANSWER,
  type ObjectionRow,
  type ObjectionView,
  ORDERS_ANSWER,
  SETTLE_INPUT,
  SETTLED_ANSWER,
} from '../../app/features/creditCases/contract.ts'
import { ORDER_CREDIT, type OrderCredit } from '../../app/features/credits/contract.ts'
import { type Route, route } from '../../app/http/route.ts'
import { CREDIT } from './creditFixture.ts'
import { ask, get, type Posted, recorder } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const HOUR_MS = 3_600_000
const ANY = z.record(z.string(), z.string())

const OBJECTION: ObjectionView = {
  ...{ id: 7, guideName: '周宁', isMine: false, reason: '客户是我接待的，林晓那天休息', atMs: NOW_MS - 3 * HOUR_MS },
  ...{ state: 'open', stateText: '等店长处理', answer: '', settledByName: null, settledAtMs: null, headOffice: null },
}
const MINE: ObjectionView = { ...OBJECTION, id: 8, guideName: '林晓', isMine: true }
const SETTLED: ObjectionView = {
  ...{ ...OBJECTION, id: 5, state: 'rejected', stateText: '没有支持' },
  ...{ answer: '小票是林晓开的', settledByName: '沈越', settledAtMs: NOW_MS - HOUR_MS },
}
const REFUSED: ObjectionView = {
  ...{ ...SETTLED, id: 4, state: 'upheld', stateText: '已支持，但总部没有批准更正', answer: '看了监控' },
  headOffice: { name: '顾宁', note: '监控里看不清是谁接待的' },
}
const CORRECTION: CorrectionView = {
  ...{ id: 5, number: 'K5', lineNo: null, toText: '周宁 70%、徐汇店门店池 30%', reason: '看了监控，是周宁接待的' },
  ...{ movedFen: 129_900, state: 'proposed', proposedByName: '沈越', proposedAtMs: NOW_MS - 2 * HOUR_MS },
  ...{ decidedByName: null, decidedAtMs: null, note: '' },
}
const ORDER: CaseOrder = {
  ...{ source: 'pos-east', orderNo: 'SH001-20261114-0007', storeName: '徐汇店' },
  ...{ paidAtMs: CREDIT.order.paidAtMs, netFen: 19_900, creditText: '林晓 ¥199.00' },
}
const LARGE: CaseOrder = {
  ...{ ...ORDER, orderNo: 'SH001-20261113-LARGE', netFen: 129_900 },
  creditText: '林晓 ¥909.30、徐汇店门店池 ¥389.70',
}

const MY_ROW = { isMine: true, guideUserId: 'guide.lin', maySettle: false, order: ORDER }
const OBJECTIONS: ObjectionRow[] = [
  { ...OBJECTION, guideUserId: 'guide.zhou', maySettle: true, order: LARGE },
  { ...OBJECTION, id: 6, reason: '', guideUserId: 'guide.zhou', maySettle: true, order: ORDER },
]
const CORRECTIONS: CorrectionRow[] = [
  { ...CORRECTION, mayDecide: true, order: LARGE },
  { ...CORRECTION, id: 6, number: 'K6', toText: '张敏', movedFen: 19_900, mayDecide: false, order: ORDER },
]

const CHOICE_LIST: Choices = {
  lines: [
    { lineNo: '1', name: '防风外套', paidFen: 99_900 },
    { lineNo: '2', name: '羊毛围巾', paidFen: 30_000 },
  ],
  guides: [
    { guideUserId: 'guide.lin', name: '林晓', storeName: '徐汇店' },
    { guideUserId: 'guide.zhou', name: '周宁', storeName: '徐汇店' },
    { guideUserId: 'guide.zhang', name: '张敏', storeName: '静安店' },
  ],
  stores: [{ storeCode: 'SH001', name: '徐汇店' }],
  limitFen: 50_000,
}

const LIN = {
  kind: 'guide',
  guideUserId: 'guide.lin',
  guideName: '林晓',
  storeCode: 'SH001',
  storeName: '徐汇店',
} as const
const POOL = { kind: 'pool', storeCode: 'SH001', storeName: '徐汇店' } as const

/** One with a whole life: paid, identified, refunded in a closed month, corrected, objected to. */
const LONG: OrderCredit = {
  ...CREDIT,
  order: { ...CREDIT.order, orderNo: LARGE.orderNo, paidFen: 149_900, refundedFen: 20_000, netFen: 129_900 },
  headline: '这单由林晓、徐汇店门店池分，共 ¥1,299.00',
  holders: [
    { ...LIN, amountFen: 90_930 },
    { ...POOL, amountFen: 38_970 },
  ],
  story: [
    {
      ...{ atMs: NOW_MS - 900 * HOUR_MS, title: '付款', bookedText: '' },
      moves: [{ name: '待归属', amountFen: 149_900 }],
      sentences: [
        '按付款当天的规则（第 1 版「先到先得」）判定',
        '付款时还认不出买家，看不出是谁的客户',
        '「羊毛围巾」，单上写的服务导购是「old.wang」，不在导购名单里，没法计',
        '还不知道买家是谁，先不计给任何人；2026年11月13日前认出买家就重新判定，到期还认不出就计入徐汇店门店池',
      ],
    },
    {
      ...{ atMs: NOW_MS - 700 * HOUR_MS, title: '认出买家', bookedText: '2026年10月已结账，计入2026年11月' },
      moves: [
        { name: '林晓', amountFen: 149_900 },
        { name: '待归属', amountFen: -149_900 },
      ],
      sentences: [
        '认出了买家：单上的手机号对上了',
        '计给林晓：付款时买家是林晓的客户（2026年10月3日起，扫了林晓的码）',
      ],
    },
    {
      ...{ atMs: NOW_MS - 100 * HOUR_MS, title: '退款', bookedText: '' },
      moves: [{ name: '林晓', amountFen: -20_000 }],
      sentences: ['退款 ¥200.00，谁得的从谁扣：林晓 ¥200.00'],
    },
    {
      ...{ atMs: NOW_MS - 50 * HOUR_MS, title: '人工更正', bookedText: '' },
      moves: [
        { name: '林晓', amountFen: -38_970 },
        { name: '徐汇店门店池', amountFen: 38_970 },
      ],
      sentences: ['人工更正 K3（顾宁提出，沈越批准）：改计给林晓 70%、徐汇店门店池 30%。理由：两位同事一起接待的'],
    },
  ],
  cases: { objections: [SETTLED, OBJECTION], corrections: [CORRECTION], mayObject: true },
}

/** Whose sale it is, and what people say about it; what was posted since the page was opened shows. */
export function creditCaseRoutes(posted: Posted[]): Route[] {
  const post = recorder(posted)
  const wasPosted = (end: string) => posted.some(({ path }) => path.endsWith(end))
  const creditOf = (orderNo: string): OrderCredit => {
    if (orderNo === LARGE.orderNo) return LONG
    return wasPosted('/objections')
      ? { ...CREDIT, cases: { ...CREDIT.cases, objections: [MINE], mayObject: false } }
      : CREDIT
  }
  return [
    get('/api/orders/:source/:orderNo/credit', ANY, ORDER_CREDIT, ({ orderNo = '' }) => creditOf(orderNo)),
    post('/api/orders/:source/:orderNo/objections', OBJECTION_ANSWER, () => ({ objection: MINE }), OBJECTION_INPUT),
    ask('/api/credit-objections', 'guide', OBJECTIONS_ANSWER, ({ state, mine }) => {
      const rows = mine ? [SETTLED, REFUSED].map((one) => ({ ...one, ...MY_ROW })) : OBJECTIONS
      const settled = OBJECTIONS.map((row) => ({ ...row, ...SETTLED, maySettle: false }))
      return { rows: state === 'settled' ? settled : wasPosted('/settle') ? [] : rows, nextBefore: null }
    }),
    post(
      '/api/credit-objections/:id/settle',
      SETTLED_ANSWER,
      ({ outcome }) => ({
        objection: { ...OBJECTION, stateText: outcome === 'upheld' ? '已支持，等总部批准更正' : '没有支持' },
        correction: null,
      }),
      SETTLE_INPUT,
    ),
    route({
      ...{ method: 'get', path: '/api/orders/:source/:orderNo/credit/choices', access: 'manager', summary: 'fixture' },
      ...{ query: ANY, answer: CHOICES },
      handle: async ({ query: { words = '' } }: { query: Record<string, string> }) => ({
        ...CHOICE_LIST,
        guides: CHOICE_LIST.guides.filter(({ name }) => name.includes(words)),
      }),
    }),
    ask('/api/credit-orders', 'guide', ORDERS_ANSWER, ({ orderNo }) => ({
      orders: orderNo === LARGE.orderNo ? [LARGE] : [],
    })),
    post(
      '/api/orders/:source/:orderNo/corrections',
      CORRECTION_ANSWER,
      () => ({ correction: { ...CORRECTION, number: 'K9' } }),
      CORRECTION_INPUT,
    ),
    ask('/api/credit-corrections', 'manager', CORRECTIONS_ANSWER, () => ({
      ...{ rows: wasPosted('/decide') ? [] : CORRECTIONS, nextBefore: null, limitFen: 50_000 },
    })),
    post('/api/credit-corrections/:id/decide', CORRECTION_ANSWER, () => ({ correction: CORRECTION }), DECIDE_INPUT),
  ]
}
