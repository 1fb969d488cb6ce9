import { expect } from 'chai'
import type { LedgerFault } from '../../../app/features/ledger/contract.ts'
import { faultText } from '../../../app/features/ledger/present.ts'

describe('a fault of the ledger in words', () => {
  const cases: [fault: LedgerFault, text: string][] = [
    [{ kind: 'posting_unbalanced', subject: 'posting 7', differenceFen: 100 }, '借贷不平：凭证 7，多出 ¥1.00'],
    [{ kind: 'posting_changed', subject: 'posting 7 of block 2' }, '封存后被改动：凭证 7（第 2 段）'],
    [{ kind: 'entry_astray', subject: 'entry 3 of posting 7' }, '分录与凭证对不上：凭证 7 的分录 3'],
    [
      { kind: 'order_off', subject: 'order pos-east/order 5', differenceFen: -5 },
      '归属合计与实付不符：订单 pos-east/order 5，少了 ¥0.05',
    ],
    [
      { kind: 'guide_month_off', subject: 'guide 12 2026-11 SH001 orders', differenceFen: 2 },
      '导购月汇总与流水不符：导购 12 2026年11月 SH001 订单数，多出 2 单',
    ],
    [
      { kind: 'pool_day_off', subject: '2026-11-27 unattributed – offline_fen', differenceFen: 1 },
      '门店池日汇总与流水不符：2026-11-27 待归属 – 门店，多出 ¥0.01',
    ],
    [{ kind: 'closing_late_posting', subject: 'posting 888 in 2026-10' }, '结账后又记入该月：凭证 888（2026-10）'],
    [
      { kind: 'closing_changed', subject: '2026-10 poolsFen', differenceFen: 1 },
      '结账后金额变了：2026年10月 门店池，多出 ¥0.01',
    ],
    [{ kind: 'chain_rewritten', subject: 'block 4' }, '封存链被改写或截断：第 4 段'],
  ]
  for (const [fault, text] of cases) it(text, () => expect(faultText(fault)).to.equal(text))
})
