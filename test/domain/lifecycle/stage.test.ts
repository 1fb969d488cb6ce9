import { expect } from 'chai'
import fc from 'fast-check'
import type { CycleInForce } from '../../../app/domain/lifecycle/cycles.ts'
import { type StageFacts, type StageRules, stageOf } from '../../../app/domain/lifecycle/stage.ts'

const DAY_MS = 86_400_000
const TODAY_MS = Date.parse('2026-11-21T14:00:00+08:00')
const TEA: CycleInForce = { activeDays: 60, silentDays: 120, churnDays: 240, from: 'configured' }
const CLOTHING: CycleInForce = { activeDays: 120, silentDays: 210, churnDays: 400, from: 'override' }
const cycles: StageRules = {
  fallback: { activeDays: 90, silentDays: 180, churnDays: 365, from: 'default' },
  categories: new Map([
    ['tea', TEA],
    ['clothing', CLOTHING],
  ]),
  loyalOrders: 4,
  loyalFen: 200_000,
}

const boughtDaysAgo = (...days: number[]): StageFacts => ({
  addedAtMs: TODAY_MS - 900 * DAY_MS,
  purchases: days.map((ago) => ({ atMs: TODAY_MS - ago * DAY_MS, netFen: 60_000 })),
})

describe('the stage of a customer', () => {
  const sentences: [sentence: string, facts: StageFacts, stage: string][] = [
    ['added, never bought: lead', boughtDaysAgo(), 'lead'],
    ['a lead stays one however long ago it was added', { addedAtMs: 0, purchases: [] }, 'lead'],
    ['first purchase: new', boughtDaysAgo(0), 'new'],
    ['one purchase, still inside the silent cycle: new', boughtDaysAgo(179), 'new'],
    ['one purchase, the silent cycle is over: silent', boughtDaysAgo(180), 'silent'],
    ['two purchases inside the active cycle: active', boughtDaysAgo(89, 200), 'active'],
    ['two purchases, the active cycle is over: silent', boughtDaysAgo(90, 200), 'silent'],
    ['often and enough: loyal', boughtDaysAgo(5, 40, 80, 120), 'loyal'],
    [
      'often but not enough: active',
      { addedAtMs: 0, purchases: boughtDaysAgo(5, 6, 7, 8).purchases.map((p) => ({ ...p, netFen: 49_999 })) },
      'active',
    ],
    [
      'enough but not often: active',
      { addedAtMs: 0, purchases: boughtDaysAgo(5, 6).purchases.map((p) => ({ ...p, netFen: 999_999 })) },
      'active',
    ],
    ['a loyal customer falls silent like any other', boughtDaysAgo(100, 120, 140, 160), 'silent'],
    ['the churn cycle is over: churned', boughtDaysAgo(365, 400), 'churned'],
    ['a purchase brings a churned customer up again', boughtDaysAgo(0, 400), 'active'],
    ['an order refunded in full is no purchase', { addedAtMs: 0, purchases: [{ atMs: TODAY_MS, netFen: 0 }] }, 'lead'],
  ]
  for (const [sentence, facts, stage] of sentences) {
    it(sentence, () => expect(stageOf(facts, cycles, TODAY_MS).stage).to.equal(stage))
  }

  it('says why in facts', () => {
    expect(stageOf(boughtDaysAgo(), cycles, TODAY_MS).why).to.deep.equal({ code: 'never_bought' })
    expect(stageOf(boughtDaysAgo(3, 9), cycles, TODAY_MS).why).to.deep.equal({
      code: 'bought',
      purchases: 2,
      netFen: 120_000,
      daysSinceLast: 3,
    })
    expect(stageOf(boughtDaysAgo(400), cycles, TODAY_MS).why).to.deep.equal({
      code: 'no_purchase_for',
      days: 400,
      cycle: { category: '', days: 365, daysSince: 400, from: 'default' },
    })
  })

  it('changes by time alone exactly when it says it will, and not a millisecond before', () => {
    const categories = fc.subarray(['', 'tea', 'clothing', 'other'])
    const purchases = fc.array(fc.record({ ago: fc.nat(500), netFen: fc.nat(200_000), categories }), { maxLength: 6 })
    fc.assert(
      fc.property(purchases, (drafts) => {
        const facts = {
          addedAtMs: 0,
          purchases: drafts.map(({ ago, ...rest }) => ({ atMs: TODAY_MS - ago * DAY_MS, ...rest })),
        }
        const now = stageOf(facts, cycles, TODAY_MS)
        const { nextChangeAtMs } = now
        if (nextChangeAtMs === undefined) {
          expect(stageOf(facts, cycles, TODAY_MS + 5000 * DAY_MS).stage).to.equal(now.stage)
        } else {
          expect(nextChangeAtMs).to.be.greaterThan(TODAY_MS)
          expect(stageOf(facts, cycles, nextChangeAtMs - 1).stage).to.equal(now.stage)
          expect(stageOf(facts, cycles, nextChangeAtMs).stage).not.to.equal(now.stage)
        }
      }),
    )
  })

  describe('by category', () => {
    type Bought = [daysAgo: number, ...categories: string[]]
    const bought = (...drafts: Bought[]): StageFacts => ({
      addedAtMs: 0,
      purchases: drafts.map(([ago, ...categories]) => ({ atMs: TODAY_MS - ago * DAY_MS, netFen: 100, categories })),
    })
    const table: [sentence: string, facts: StageFacts, stage: string][] = [
      ['two of tea, its active cycle is over: silent', bought([60, 'tea'], [90, 'tea']), 'silent'],
      ['two of clothing after as many days: active', bought([60, 'clothing'], [90, 'clothing']), 'active'],
      ['nobody is silent because of tea while the coat still lasts', bought([60, 'tea'], [90, 'clothing']), 'active'],
      ['the coat is over too: silent', bought([60, 'tea'], [120, 'clothing']), 'silent'],
      ['one order of both counts by the longer cycle', bought([119, 'tea', 'clothing'], [300]), 'active'],
      ['a category nobody configured goes by the default', bought([89, 'fishing'], [300, 'fishing']), 'active'],
      ['churned only when every category is', bought([240, 'tea'], [399, 'clothing']), 'silent'],
      ['and then it is', bought([240, 'tea'], [400, 'clothing']), 'churned'],
    ]
    for (const [sentence, facts, stage] of table) {
      it(sentence, () => expect(stageOf(facts, cycles, TODAY_MS).stage).to.equal(stage))
    }

    it('names the category that decided, its days and where they come from', () => {
      expect(stageOf(bought([60, 'tea'], [130, 'clothing']), cycles, TODAY_MS).why).to.deep.equal({
        code: 'no_purchase_for',
        days: 60,
        // Both cycles were over; the coat's ended ten days ago, the tea's today.
        cycle: { category: 'tea', days: 60, daysSince: 60, from: 'configured' },
      })
      expect(stageOf(bought([65, 'tea'], [121, 'clothing']), cycles, TODAY_MS).why).to.deep.equal({
        code: 'no_purchase_for',
        days: 65,
        cycle: { category: 'clothing', days: 120, daysSince: 121, from: 'override' },
      })
    })
  })

  it('does not depend on the order in which purchases are given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(500), fc.constantFrom('', 'tea', 'clothing')), { maxLength: 6 }),
        (drafts) => {
          const purchases = drafts.map(([ago, category]) => ({
            ...{ atMs: TODAY_MS - ago * DAY_MS, netFen: 60_000, categories: [category] },
          }))
          const stage = stageOf({ addedAtMs: 0, purchases }, cycles, TODAY_MS)
          expect(stageOf({ addedAtMs: 0, purchases: purchases.toReversed() }, cycles, TODAY_MS)).to.deep.equal(stage)
        },
      ),
    )
  })
})
