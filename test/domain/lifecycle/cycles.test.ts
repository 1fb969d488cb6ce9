import { expect } from 'chai'
import fc from 'fast-check'
import { cyclesInForce, isInOrder } from '../../../app/domain/lifecycle/cycles.ts'
import { type UseUpFacts, useUpDaysOf } from '../../../app/domain/lifecycle/useUp.ts'

const fallback = { activeDays: 90, silentDays: 180, churnDays: 365 }
const configured = { activeDays: 60, silentDays: 120, churnDays: 240 }
const rhythm = { sample: 40, p25: 20, p50: 30, p75: 44.2, p90: 71.5 }

describe('the cycles of a category', () => {
  it('are the default where nothing is configured', () => {
    expect(cyclesInForce({ fallback })).to.deep.equal({ ...fallback, from: 'default' })
    // Learning is switched on per category: nothing is configured here, so nothing is learned either.
    expect(cyclesInForce({ fallback, rhythm }).from).to.equal('default')
  })

  it('are learned only where that is switched on: p75 active, p90 silent, twice that churned', () => {
    expect(cyclesInForce({ fallback, configured, rhythm })).to.deep.equal({ ...configured, from: 'configured' })
    const learning = { ...configured, useLearned: true }
    expect(cyclesInForce({ fallback, configured: learning, rhythm })).to.deep.equal({
      ...{ activeDays: 45, silentDays: 72, churnDays: 144, from: 'learned' },
    })
    expect(cyclesInForce({ fallback, configured: learning }).from).to.equal('configured')
  })

  it('are what an operator says before all of that, and stay in order', () => {
    const given = { fallback, configured: { ...configured, useLearned: true }, rhythm }
    expect(cyclesInForce({ ...given, override: { activeDays: 100 } })).to.deep.equal({
      ...{ activeDays: 100, silentDays: 100, churnDays: 144, from: 'override' },
    })
    // A word on use-up days alone says nothing of stages.
    expect(cyclesInForce({ ...given, override: { useUpDays: 9, activeDays: null } }).from).to.equal('learned')
  })

  it('never fall from active to churned, whatever was learned or said', () => {
    const days = fc.integer({ min: 1, max: 900 })
    const learned = fc.tuple(days, days).map(([a, b]) => ({ ...rhythm, p75: Math.min(a, b), p90: Math.max(a, b) }))
    const override = fc.record({ activeDays: fc.option(days) })
    fc.assert(
      fc.property(learned, override, fc.boolean(), (rhythm, override, useLearned) => {
        const inForce = cyclesInForce({ fallback, configured: { ...configured, useLearned }, rhythm, override })
        expect(isInOrder(inForce)).to.equal(true)
      }),
    )
  })
})

describe('how long what was bought lasts', () => {
  const learned = (p50: number) => ({ sample: 50, p25: 1, p50, p75: 400, p90: 500 })
  const everything: UseUpFacts = {
    override: 20,
    configured: 30,
    learnedForQuantity: learned(75),
    learnedPerPiece: learned(28.4),
    category: { override: 50, rule: { ...configured, useUpDays: 45 }, learnedPerPiece: learned(33) },
  }
  const without = (...names: (keyof UseUpFacts)[]): UseUpFacts => {
    const left = Object.entries(everything).filter(([name]) => !names.includes(name as keyof UseUpFacts))
    return { category: everything.category, ...Object.fromEntries(left) }
  }
  const product = ['override', 'configured', 'learnedForQuantity', 'learnedPerPiece'] as const
  const table: [sentence: string, facts: UseUpFacts, expected: unknown][] = [
    ['an operator’s word, per piece', everything, { days: 60, source: 'override' }],
    ['the configured cycle, per piece', without('override'), { days: 90, source: 'configured' }],
    ['learned for just that quantity', without('override', 'configured'), { days: 75, source: 'learned' }],
    ['learned per piece', without('override', 'configured', 'learnedForQuantity'), { days: 85, source: 'learned' }],
    ['an operator’s word on the category', without(...product), { days: 150, source: 'category' }],
    [
      'the category as configured',
      { category: { rule: { ...configured, useUpDays: 45 }, learnedPerPiece: learned(33) } },
      { days: 135, source: 'category' },
    ],
    ['the category as learned', { category: { learnedPerPiece: learned(33) } }, { days: 99, source: 'category' }],
    ['nothing is known', { category: {} }, undefined],
    [
      'clothing is not used up, however often people buy it',
      { learnedPerPiece: learned(28), category: { rule: { ...configured, isUsedUp: false } } },
      undefined,
    ],
  ]
  for (const [sentence, facts, expected] of table) {
    it(sentence, () => expect(useUpDaysOf(facts, 3)).to.deep.equal(expected))
  }

  it('a quantity of 0 counts as one piece, and nothing is used up on the day it is bought', () => {
    expect(useUpDaysOf({ configured: 30, category: {} }, 0)?.days).to.equal(30)
    expect(useUpDaysOf({ learnedPerPiece: learned(0.2), category: {} }, 1)?.days).to.equal(1)
  })
})
