import { expect } from 'chai'
import fc from 'fast-check'
import { type ForecastInput, forecast, growthPercentOf } from '../../../app/domain/campaigns/forecast.ts'

const LAST_YEAR = { newCustomers: 200, newFen: 4_000_000, oldCustomers: 300, oldFen: 9_000_000 }
const input = (part: Partial<ForecastInput> = {}): ForecastInput => ({
  lastYear: LAST_YEAR,
  growth: { newPercent: 100, oldPercent: 100 },
  pricePercent: 100,
  corrections: {},
  ...part,
})

describe('the forecast of a campaign', () => {
  it('is last year itself when nothing grew and nothing changed its price', () => {
    const { new: fresh, old, customers, fen } = forecast(input())
    expect([fresh.customers, fresh.fen, old.customers, old.fen]).to.deep.equal([200, 4_000_000, 300, 9_000_000])
    expect([customers, fen]).to.deep.equal([500, 13_000_000])
    expect([fresh.perCustomerFen, old.perCustomerFen]).to.deep.equal([20_000, 30_000])
    expect([fresh.headsPermille, old.headsPermille]).to.deep.equal([400, 600])
    expect([fresh.salesPermille, old.salesPermille]).to.deep.equal([308, 692])
  })

  it('multiplies heads by their growth, and the amount by the growth and the price', () => {
    const { new: fresh, old } = forecast(input({ growth: { newPercent: 150, oldPercent: 90 }, pricePercent: 110 }))
    expect([fresh.customers, fresh.fen]).to.deep.equal([300, 6_600_000])
    expect([old.customers, old.fen]).to.deep.equal([270, 8_910_000])
  })

  it('a corrected number of heads moves the amount with it; a corrected amount stands as it is', () => {
    const heads = forecast(input({ corrections: { oldCustomers: 400 } }))
    expect([heads.old.customers, heads.old.fen, heads.old.isCorrected]).to.deep.equal([400, 12_000_000, true])
    expect(heads.new.isCorrected).to.equal(false)
    const amount = forecast(input({ growth: { newPercent: 300, oldPercent: 300 }, corrections: { newFen: 1 } }))
    expect([amount.new.customers, amount.new.fen]).to.deep.equal([600, 1])
  })

  it('a first campaign has nothing to grow from: all comes by hand', () => {
    const lastYear = { newCustomers: 0, newFen: 0, oldCustomers: 0, oldFen: 0 }
    expect(forecast(input({ lastYear })).fen).to.equal(0)
    const { new: fresh, fen } = forecast(input({ lastYear, corrections: { newCustomers: 50, newFen: 990_000 } }))
    expect([fresh.customers, fresh.fen, fresh.perCustomerFen, fen]).to.deep.equal([50, 990_000, 19_800, 990_000])
  })

  it('never aims below nothing, however much was given back a year ago', () => {
    expect(forecast(input({ lastYear: { ...LAST_YEAR, newFen: -5_000 } })).new.fen).to.equal(0)
  })

  const count = fc.integer({ min: 0, max: 5_000_000 })
  const fen = fc.integer({ min: -1_000_000, max: 1_000_000_000_00 })
  const percent = fc.integer({ min: 1, max: 400 })
  const inputs: fc.Arbitrary<ForecastInput> = fc.record({
    lastYear: fc.record({ newCustomers: count, newFen: fen, oldCustomers: count, oldFen: fen }),
    growth: fc.record({ newPercent: percent, oldPercent: percent }),
    pricePercent: percent,
    corrections: fc.record(
      { newCustomers: count, newFen: count, oldCustomers: count, oldFen: count },
      { requiredKeys: [] },
    ),
  })

  it('adds up: parts make the whole, shares make a thousand, all are whole and not negative', () => {
    fc.assert(
      fc.property(inputs, (each) => {
        const { new: fresh, old, customers, fen: all } = forecast(each)
        expect(fresh.fen + old.fen).to.equal(all)
        expect(fresh.customers + old.customers).to.equal(customers)
        expect(fresh.headsPermille + old.headsPermille).to.equal(customers === 0 ? 0 : 1000)
        expect(fresh.salesPermille + old.salesPermille).to.equal(all === 0 ? 0 : 1000)
        for (const part of [fresh, old])
          for (const value of [part.customers, part.fen, part.perCustomerFen, part.headsPermille, part.salesPermille])
            expect(Number.isInteger(value) && value >= 0, JSON.stringify(part)).to.equal(true)
      }),
    )
  })

  it('what a person corrected is what comes out, and the other part does not move', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 0, max: 1_000_000_000 }), (each, newFen) => {
        const plain = forecast(each)
        const corrected = forecast({ ...each, corrections: { ...each.corrections, newFen } })
        expect(corrected.new.fen).to.equal(newFen)
        expect(corrected.old.fen).to.equal(plain.old.fen)
      }),
    )
  })

  it('more growth never makes it smaller', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 0, max: 200 }), (each, more) => {
        const { newPercent, oldPercent } = each.growth
        const grown = { ...each, growth: { newPercent: newPercent + more, oldPercent: oldPercent + more } }
        expect(forecast(grown).fen >= forecast(each).fen).to.equal(true)
      }),
    )
  })
})

describe('growth learned from the last months', () => {
  const rows: [now: number, yearBefore: number, percent: number | undefined][] = [
    [120, 100, 120],
    [100, 120, 83],
    [29, 100, undefined],
    [100, 29, undefined],
    [30, 30, 100],
    [900, 100, 300],
    [30, 1000, 30],
  ]
  for (const [now, before, percent] of rows)
    it(`${now} buyers after ${before}: ${percent ?? 'too few to say'}`, () =>
      expect(growthPercentOf(now, before)).to.equal(percent))
})
