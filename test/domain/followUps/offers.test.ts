import { expect } from 'chai'
import { bundleTextFor, offerOn } from '../../../app/domain/followUps/offers.ts'
import { tradeOf } from '../../../app/domain/trades.ts'

describe('benefits', () => {
  const offers = {
    always: { text: '立减 20 元' },
    short: { text: '立减 20 元', validDays: 14 },
    campaign: { text: '活动价', from: '2026-11-01', to: '2026-11-11' },
    both: { text: '活动价', to: '2026-11-11', validDays: 7 },
  }
  for (const [what, id, day, offer] of [
    ['have no last day unless one is written', 'always', '2026-11-21', { text: '立减 20 元', untilDay: undefined }],
    ['last from the day they are offered', 'short', '2026-12-25', { text: '立减 20 元', untilDay: '2027-01-08' }],
    ['are not given the day before', 'campaign', '2026-10-31', undefined],
    ['are given on the first day', 'campaign', '2026-11-01', { text: '活动价', untilDay: '2026-11-11' }],
    ['are given on the last day', 'campaign', '2026-11-11', { text: '活动价', untilDay: '2026-11-11' }],
    ['are not given the day after', 'campaign', '2026-11-12', undefined],
    ['end with whatever ends first: the days', 'both', '2026-11-01', { text: '活动价', untilDay: '2026-11-08' }],
    ['end with whatever ends first: the campaign', 'both', '2026-11-10', { text: '活动价', untilDay: '2026-11-11' }],
    ['are none where nobody wrote one', 'toString', '2026-11-21', undefined],
  ] as const) {
    it(what, () => expect(offerOn(offers, id, day)).to.deep.equal(offer))
  }
})

describe('bundle ladders', () => {
  const any = [
    { pieces: 1, discount: 9 },
    { pieces: 3, discount: 8 },
    { pieces: 5, discount: 7 },
  ]
  const clothing = [{ pieces: 2, discount: 8.5 }]

  it('read as the shops say them', () =>
    expect(bundleTextFor({ any }, 'tea')).to.equal('1 件 9 折、3 件 8 折、5 件 7 折'))
  it("are the trade's own where it has one", () =>
    expect(bundleTextFor({ any, clothing }, 'clothing')).to.equal('2 件 8.5 折'))
  it('are nothing where there is none', () => expect(bundleTextFor({ clothing }, 'tea')).to.equal(''))
})

describe('the trade of a category', () => {
  const trades = { tea: { title: '茶叶', categories: ['tea', '茶叶'] }, skin: { title: '护肤', categories: ['护肤'] } }
  for (const [category, trade] of [
    ['tea', 'tea'],
    ['Tea ', 'tea'],
    ['茶叶', 'tea'],
    ['护肤', 'skin'],
    ['汽车', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    it(`of ${category} is ${trade}`, () => expect(tradeOf(trades, category)).to.equal(trade))
  }
})
