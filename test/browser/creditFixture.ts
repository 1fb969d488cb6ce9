import type { OrderCredit } from '../../app/features/credits/contract.ts'

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
    lines: [
      { lineNo: '1', productCode: null, name: '防风外套', quantity: 1, paidFen: 19900, servedByGuide: 'guide.zhou' },
    ],
  },
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
  postings: [],
  ruleVersion: 1,
  why: [
    '付款时王芳芳已经归属林晓：10 月 3 日扫徐汇店的门店二维码加的好友。',
    '按第 1 版规则，已归属的客户在哪里买都算归属导购的业绩。',
    '周宁服务了这一单，按当前规则服务导购不分业绩。',
  ],
}
