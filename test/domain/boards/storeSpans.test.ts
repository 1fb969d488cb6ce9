import { expect } from 'chai'
import fc from 'fast-check'
import {
  always,
  containsSpans,
  FIRST_DAY,
  isAlways,
  LAST_DAY,
  mergeSpans,
  type StoreSpan,
  spansBetween,
} from '../../../app/domain/boards/storeSpans.ts'
import { addDays } from '../../../app/domain/businessDay.ts'

const span = (fromDay: string, toDay: string, storeCode = 'A'): StoreSpan => ({ storeCode, fromDay, toDay })
const told = (spans: readonly StoreSpan[]) =>
  spans.map(({ storeCode, fromDay, toDay }) => `${storeCode} ${fromDay}..${toDay}`)

describe('the days of a store in a region', () => {
  const rows: [what: string, spans: StoreSpan[], merged: StoreSpan[]][] = [
    ['none', [], []],
    ['one', [span('2026-01-01', '2026-03-31')], [span('2026-01-01', '2026-03-31')]],
    [
      'a move inside the region is no move',
      [span('2026-04-01', LAST_DAY), span(FIRST_DAY, '2026-03-31')],
      [always('A')],
    ],
    [
      'away and back again',
      [span(FIRST_DAY, '2026-03-31'), span('2026-05-01', LAST_DAY)],
      [span(FIRST_DAY, '2026-03-31'), span('2026-05-01', LAST_DAY)],
    ],
    ['told twice', [always('A'), span('2026-01-01', '2026-01-02')], [always('A')]],
    ['two stores', [always('B'), always('A')], [always('A'), always('B')]],
  ]
  for (const [what, spans, merged] of rows)
    it(`become one where they touch: ${what}`, () => expect(told(mergeSpans(spans))).to.deep.equal(told(merged)))

  it('a period sees those with at least one day in it', () => {
    const spans = [span(FIRST_DAY, '2026-03-31'), span('2026-05-01', LAST_DAY)]
    expect(told(spansBetween(spans, '2026-04-01', '2026-04-30'))).to.deep.equal([])
    expect(spansBetween(spans, '2026-03-31', '2026-05-01')).to.have.length(2)
    expect(isAlways(spans[0]!)).to.equal(false)
  })

  it('merged or not, the same days are inside; what it contains is what those days contain', () => {
    const offset = fc.integer({ min: 0, max: 40 })
    const anySpan = fc
      .tuple(fc.constantFrom('A', 'B'), offset, fc.integer({ min: 0, max: 6 }))
      .map(([code, from, length]) => span(addDays('2026-01-01', from), addDays('2026-01-01', from + length), code))
    const holds = (spans: readonly StoreSpan[], code: string, day: string) =>
      spans.some(({ storeCode, fromDay, toDay }) => storeCode === code && fromDay <= day && toDay >= day)
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 8 }), anySpan, (spans, asked) => {
        const merged = mergeSpans(spans)
        const days = Array.from({ length: 48 }, (_, at) => addDays('2026-01-01', at))
        for (const code of ['A', 'B'])
          for (const day of days) expect(holds(merged, code, day)).to.equal(holds(spans, code, day))
        const inside = days.filter((day) => day >= asked.fromDay && day <= asked.toDay)
        const isInside = inside.every((day) => holds(spans, asked.storeCode, day))
        expect(containsSpans(merged, [asked])).to.equal(isInside)
      }),
    )
  })
})
