import { expect } from 'chai'
import fc from 'fast-check'
import { wilsonInterval } from '../../../app/domain/talkTracks/wilson.ts'

const tries = fc
  .integer({ min: 1, max: 100_000 })
  .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)))

describe('where a share may truly lie (Wilson, 95 %)', () => {
  it('lies within 0 and 1 and holds the share', () => {
    fc.assert(
      fc.property(tries, ([hits, of]) => {
        const { share, low, high } = wilsonInterval(hits, of)
        expect(low).to.be.within(0, share)
        expect(high).to.be.within(share, 1)
        expect(high - low).to.be.above(0)
      }),
    )
  })

  it('grows narrower with the sample', () => {
    fc.assert(
      fc.property(tries, fc.integer({ min: 2, max: 50 }), ([hits, of], times) => {
        const width = (n: number) => wilsonInterval(hits * n, of * n).high - wilsonInterval(hits * n, of * n).low
        expect(width(times)).to.be.below(width(1))
      }),
    )
  })

  it('mirrors: the interval of the misses is the other side', () => {
    fc.assert(
      fc.property(tries, ([hits, of]) => {
        const a = wilsonInterval(hits, of)
        const b = wilsonInterval(of - hits, of)
        expect(a.low).to.be.closeTo(1 - b.high, 1e-9)
      }),
    )
  })

  it('is the published one: 10 of 100 is 5.5 % to 17.4 %, 0 of 10 is 0 to 27.8 %', () => {
    const ten = wilsonInterval(10, 100)
    expect([ten.low, ten.high].map((value) => value.toFixed(3))).to.deep.equal(['0.055', '0.174'])
    const none = wilsonInterval(0, 10)
    expect([none.low, none.high].map((value) => value.toFixed(3))).to.deep.equal(['0.000', '0.278'])
  })

  it('knows nothing of nothing, and refuses what is no share', () => {
    expect(wilsonInterval(0, 0)).to.deep.equal({ share: 0, low: 0, high: 1 })
    for (const [hits, of] of [
      [2, 1],
      [-1, 5],
      [Number.NaN, 5],
    ] as const)
      expect(() => wilsonInterval(hits, of)).to.throw(RangeError)
  })
})
