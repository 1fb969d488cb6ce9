import { expect } from 'chai'
import type { ExplainStep, StepData } from '../../../app/domain/attribution/explainStep.ts'
import type { AttributionRules } from '../../../app/domain/attribution/rules.ts'
import { DEFAULT_ATTRIBUTION_RULES } from '../../../app/domain/attribution/rules.ts'
import type { Names } from '../../../app/features/credits/namesInWords.ts'
import { ruleInWords } from '../../../app/features/credits/ruleWords.ts'
import { stepInWords } from '../../../app/features/credits/words.ts'
import { at } from './ledgerBench.ts'

const NAMES: Names = {
  guideNames: new Map([
    [1, '林晓'],
    [2, '周敏'],
  ]),
  storeNames: new Map([['SH001', '徐汇店']]),
  corrections: new Map([['K5', { proposedByName: '顾宁', decidedByName: '沈越', reason: '小票写错了人' }]]),
}
const since = at('2026-10-01')
const whole = { parts: 1, ofParts: 1 }

/** What the ten kinds of orders do not come to. */
const STEPS: [StepData, string][] = [
  [
    { code: 'to_claimant', lineNo: '1', guideId: 1, mode: 'last_touch', kind: 'friend', sinceMs: since, ...whole },
    '计给林晓：付款前最后接触客户，林晓 2026年10月1日加了好友',
  ],
  [
    { code: 'no_claim', guideId: 2, mode: 'last_touch', kind: 'message', touchedMs: since, because: 'earlier' },
    '没有计给周敏：周敏 2026年10月1日给客户发过消息，但后来有人接触',
  ],
  [
    { code: 'to_store_share', lineNo: '1', storeCode: 'SH001', parts: 1, ofParts: 3 },
    '徐汇店门店池 33.3%：规则里门店占的份',
  ],
  [
    { code: 'to_store_manager', lineNo: '1', guideId: 1, storeCode: 'SH001' },
    '计给林晓：没有别的导购可计，林晓是徐汇店付款当天的店长',
  ],
  [
    { code: 'named_guide_not_on_day', guideId: 2, namedBy: 'served' },
    '没有计给周敏：单上写的服务导购是周敏，但当天不是在岗导购',
  ],
  [{ code: 'named_guide_unknown', name: 'X', namedBy: 'shared' }, '分享下单链接的是「X」，不在导购名单里，没法计'],
  [{ code: 'to_named_guide', guideId: 2, namedBy: 'refund', ...whole }, '从周敏扣：退款单上写的导购是周敏'],
  [
    { code: 'corrected', correctionId: 'K5', to: [{ guideId: 2, parts: 1 }] },
    '人工更正 K5（顾宁提出，沈越批准）：改计给周敏。理由：小票写错了人',
  ],
  [
    { code: 'corrected', correctionId: 'K6', to: [{ storeCode: 'SH001', parts: 1 }] },
    '人工更正 K6：改计给徐汇店门店池',
  ],
]

describe('the words of the why', () => {
  for (const [step, words] of STEPS)
    it(`${step.code}: ${words}`, () => {
      expect(stepInWords({ atMs: since, day: '2026-10-01', ...step } as ExplainStep, NAMES)).to.equal(words)
    })

  const rules = (over: Partial<AttributionRules>) => ruleInWords({ ...DEFAULT_ATTRIBUTION_RULES, ...over })
  const claim = (mode: 'last_touch' | 'first_in_store') => ({ mode, touches: {}, protectDays: 0, strength: [] })

  it('a rule says who is looked at first, how it is cut, what comes otherwise, and when it is settled', () => {
    expect(
      rules({
        claims: [claim('first_in_store'), claim('last_touch')],
        shares: { brought: 50, served: 50, shared: 0, store: 0 },
        fallback: ['store_manager'],
        freeze: { days: 7, of: 'working', from: 'completed' },
      }),
    ).to.equal(
      '先看谁在这家店最先接触客户，没有再看谁付款前最后接触客户；带来客户的得 50%，单上写的服务导购得 50%。没有的，依次看：当天的店长。订单完成满 7 个工作日后结算。',
    )
  })

  it('a rule that looks only at who served says so', () => {
    expect(rules({ shares: { brought: 0, served: 1, shared: 0, store: 0 }, fallback: [] })).to.equal(
      '计给单上写的服务导购。付款满 30 天后结算。',
    )
  })
})
