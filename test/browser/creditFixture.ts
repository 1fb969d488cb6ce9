import type { OrderCredit } from '../../app/features/credits/contract.ts'

const WHY = [
  '按付款当天的规则（第 1 版「先到先得」）判定',
  '计给林晓：付款时买家是林晓的客户（2026年10月3日起，扫了林晓的码）',
  '没有计给周宁：单上写的服务导购是周宁，但这版规则先看客户是谁带来的',
]

/** An order of 王芳芳, credited to the guide who brought her in though another one served. */
export const CREDIT: OrderCredit = {
  order: {
    source: 'pos-east',
    orderNo: 'SH001-20261114-0007',
    channel: 'offline',
    storeCode: 'SH001',
    storeName: '徐汇店',
    paidAtMs: Date.parse('2026-11-14T16:00:00+08:00'),
    businessDay: '2026-11-14',
    paidFen: 19900,
    refundedFen: 0,
    netFen: 19900,
    buyerState: 'known',
    waitingUntilMs: null,
    settlesAtMs: Date.parse('2026-12-14T16:00:00+08:00'),
    lines: [
      { lineNo: '1', productCode: null, name: '防风外套', quantity: 1, paidFen: 19900, servedByGuide: 'guide.zhou' },
    ],
  },
  headline: '这单归林晓，¥199.00',
  holders: [
    {
      kind: 'guide',
      guideUserId: 'guide.lin',
      guideName: '林晓',
      storeCode: 'SH001',
      storeName: '徐汇店',
      amountFen: 19900,
    },
  ],
  rule: {
    version: 1,
    title: '先到先得',
    text: '先看付款时是谁的客户，就计给谁。没有的，依次看：单上写的服务导购、分享下单链接的导购、认不出买家就先等 30 天、门店池。付款满 30 天后结算。',
  },
  story: [
    {
      atMs: Date.parse('2026-11-14T16:00:00+08:00'),
      title: '付款',
      bookedText: '',
      moves: [{ name: '林晓', amountFen: 19900 }],
      sentences: WHY,
    },
  ],
  cases: { objections: [], corrections: [], mayObject: true },
  postings: [],
  ruleVersion: 1,
  why: WHY.map((sentence) => `2026年11月14日：${sentence}`),
}
