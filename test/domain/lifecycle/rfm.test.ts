import { expect } from 'chai'
import fc from 'fast-check'
import { addDays } from '../../../app/domain/businessDay.ts'
import { type Buyer, createRfmScale, RFM_SEGMENTS, segmentOf } from '../../../app/domain/lifecycle/rfm.ts'

const buyer: fc.Arbitrary<Buyer> = fc.record({
  lastDay: fc.nat(600).map((ago) => addDays('2026-11-21', -ago)),
  purchases: fc.integer({ min: 1, max: 12 }),
  netFen: fc.integer({ min: 1, max: 900_000 }),
})
const chain = fc.array(buyer, { minLength: 30, maxLength: 120 })
const floor = { minCustomers: 30 }
const scored = (buyers: readonly Buyer[]) => {
  const scale = createRfmScale(buyers, floor)
  if (!scale) throw new Error('no scale')
  return buyers.map(scale)
}

describe('RFM within the chain', () => {
  it('gives everybody scores of 1 to 5 and one of the eight segments', () => {
    fc.assert(
      fc.property(chain, (buyers) => {
        for (const { recency, frequency, money, segment } of scored(buyers)) {
          for (const score of [recency, frequency, money]) expect(score).to.be.within(1, 5)
          expect(RFM_SEGMENTS).to.include(segment)
        }
      }),
    )
  })

  it('gives equals the same, and whoever is better never less', () => {
    fc.assert(
      fc.property(chain, (buyers) => {
        const rows = scored(buyers).map((rfm, index) => ({ ...rfm, buyer: buyers[index] as Buyer }))
        for (const a of rows.slice(0, 15))
          for (const b of rows.slice(0, 15)) {
            if (a.buyer.netFen >= b.buyer.netFen) expect(a.money).to.be.at.least(b.money)
            if (a.buyer.purchases >= b.buyer.purchases) expect(a.frequency).to.be.at.least(b.frequency)
            if (a.buyer.lastDay >= b.buyer.lastDay) expect(a.recency).to.be.at.least(b.recency)
          }
      }),
    )
  })

  it('does not depend on the order in which customers are read', () => {
    fc.assert(
      fc.property(chain, (buyers) => {
        expect(scored(buyers.toReversed())).to.deep.equal(scored(buyers).toReversed())
      }),
    )
  })

  it('says nothing where there are too few to compare', () => {
    fc.assert(
      fc.property(fc.array(buyer, { maxLength: 29 }), (few) => {
        expect(createRfmScale(few, floor)).to.equal(undefined)
      }),
    )
  })

  it('spreads a hundred different buyers in fifths, the best at 5', () => {
    const buyers = Array.from({ length: 100 }, (_, index) => ({
      ...{ lastDay: addDays('2026-01-01', index), purchases: index + 1, netFen: index * 100 + 1 },
    }))
    const scores = scored(buyers).map(({ money }) => money)
    expect([1, 2, 3, 4, 5].map((score) => scores.filter((one) => one === score).length)).to.deep.equal(
      Array(5).fill(20),
    )
    expect(scores.at(-1)).to.equal(5)
  })

  it('keeps the middle in the middle where most buy once', () => {
    const buyers = Array.from({ length: 100 }, (_, index) => ({
      ...{ lastDay: '2026-11-01', purchases: index < 70 ? 1 : 2 + (index % 3), netFen: 100 },
    }))
    const rows = scored(buyers)
    expect(rows[0]).to.include({ frequency: 2, recency: 3, money: 3 })
    expect(rows.slice(70).every(({ frequency }) => frequency >= 4)).to.equal(true)
  })

  const words: [scores: [number, number, number], segment: string][] = [
    [[5, 5, 5], 'important_value'],
    [[4, 2, 4], 'important_develop'],
    [[1, 5, 4], 'important_keep'],
    [[3, 3, 5], 'important_win_back'],
    [[5, 4, 3], 'general_value'],
    [[4, 3, 1], 'general_develop'],
    [[2, 4, 2], 'general_keep'],
    [[1, 1, 1], 'general_win_back'],
  ]
  for (const [[recency, frequency, money], segment] of words) {
    it(`${recency}-${frequency}-${money} is ${segment}`, () =>
      expect(segmentOf({ recency, frequency, money })).to.equal(segment))
  }

  it('tells old customers of high and low quality apart, and calls nobody old who bought once', () => {
    const crowd = Array.from({ length: 40 }, () => ({ lastDay: '2026-10-01', purchases: 1, netFen: 10_000 }))
    const of = (purchases: number, netFen: number) => ({ lastDay: '2026-10-01', purchases, netFen })
    const rows = scored([...crowd, of(6, 900_000), of(3, 300), of(1, 990_000), of(2, 10_000)])
    expect(rows.slice(40).map(({ quality }) => quality)).to.deep.equal(['high', 'low', '', ''])
  })
})
