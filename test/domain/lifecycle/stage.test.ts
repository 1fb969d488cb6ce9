import { expect } from 'chai'
import fc from 'fast-check'
import { type Cycles, type StageFacts, stageOf } from '../../../app/domain/lifecycle/stage.ts'

const DAY_MS = 86_400_000
const TODAY_MS = Date.parse('2026-11-21T14:00:00+08:00')
const cycles: Cycles = { activeDays: 90, silentDays: 180, churnDays: 365, loyalOrders: 4, loyalFen: 200_000 }

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
      limitDays: 365,
    })
  })

  it('changes by time alone exactly when it says it will, and not a millisecond before', () => {
    const purchases = fc.array(fc.record({ ago: fc.nat(500), netFen: fc.nat(200_000) }), { maxLength: 6 })
    fc.assert(
      fc.property(purchases, (drafts) => {
        const facts = {
          addedAtMs: 0,
          purchases: drafts.map(({ ago, netFen }) => ({ atMs: TODAY_MS - ago * DAY_MS, netFen })),
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

  it('does not depend on the order in which purchases are given', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 6 }), (days) => {
        const stage = stageOf(boughtDaysAgo(...days), cycles, TODAY_MS)
        expect(stageOf(boughtDaysAgo(...days.toReversed()), cycles, TODAY_MS)).to.deep.equal(stage)
      }),
    )
  })
})
