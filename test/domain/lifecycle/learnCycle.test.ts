import { expect } from 'chai'
import fc from 'fast-check'
import { learnByQuantity, learnCycle } from '../../../app/domain/lifecycle/learnCycle.ts'

const gaps = fc.array(fc.integer({ min: 1, max: 730 }), { minLength: 30, maxLength: 200 })
const floor = { minSample: 30 }

describe('what repurchase gaps say', () => {
  it('percentiles lie between neighbours, as by hand', () => {
    const oneToForty = Array.from({ length: 40 }, (_, index) => index + 1)
    expect(learnCycle(oneToForty, floor)).to.deep.equal({ sample: 40, p25: 10.75, p50: 20.5, p75: 30.25, p90: 36.1 })
  })

  it('nothing at all below the floor', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 730 }), { maxLength: 29 }), (few) => {
        expect(learnCycle(few, floor)).to.equal(undefined)
      }),
    )
    expect(learnCycle([], { minSample: 0 })).to.equal(undefined)
  })

  it('gaps of no days are no gaps, and do not help over the floor', () => {
    const twentyNine = Array.from({ length: 29 }, () => 10)
    expect(learnCycle([...twentyNine, 0, 0, -3], floor)).to.equal(undefined)
  })

  it('percentiles rise, stay inside what was seen, and do not depend on the order', () => {
    fc.assert(
      fc.property(gaps, fc.integer(), (days, seed) => {
        const learned = learnCycle(days, floor)
        const { p25 = 0, p50 = 0, p75 = 0, p90 = 0 } = learned ?? {}
        expect(Math.min(...days)).to.be.at.most(p25)
        expect(p25).to.be.at.most(p50)
        expect(p50).to.be.at.most(p75)
        expect(p75).to.be.at.most(p90)
        expect(p90).to.be.at.most(Math.max(...days))
        const turned = days.map((_, index) => days[(index + Math.abs(seed)) % days.length] ?? 0).toReversed()
        expect(learnCycle(turned, floor)).to.deep.equal(learned)
      }),
    )
  })

  it('a longer gap never makes the cycle shorter', () => {
    fc.assert(
      fc.property(gaps, fc.nat(29), (days, index) => {
        const longer = days.with(index, (days[index] ?? 0) + 50)
        expect(learnCycle(longer, floor)?.p50).to.be.at.least(learnCycle(days, floor)?.p50 ?? 0)
      }),
    )
  })

  it('tells quantities apart where there are enough of each, and counts per piece over all', () => {
    const many = (count: number, quantity: number, days: number) =>
      Array.from({ length: count }, () => ({ days, quantity }))
    const [perPiece, ...byQuantity] = learnByQuantity(
      [...many(30, 1, 40), ...many(30, 2, 70), ...many(5, 6, 300)],
      floor,
    )
    expect(perPiece).to.include({ quantity: 0, sample: 65, p50: 40 })
    expect(byQuantity.map(({ quantity, sample, p50 }) => [quantity, sample, p50])).to.deep.equal([
      [1, 30, 40],
      [2, 30, 70],
    ])
  })

  it('says how little there is below the floor, and no days', () => {
    expect(learnByQuantity([{ days: 10, quantity: 1 }], floor)).to.deep.equal([
      { quantity: 0, sample: 1, p25: 0, p50: 0, p75: 0, p90: 0 },
    ])
  })
})
