import { expect } from 'chai'
import { FESTIVAL_IDS, festivalsOf } from '../../../../app/features/followUps/dates/festivals.ts'

/** From the calendars printed by the Hong Kong Observatory. */
const KNOWN = `
        spring_festival lantern dragon_boat qixi  mid_autumn double_ninth
2024    02-10           02-24   06-10       08-10 09-17      10-11
2025    01-29           02-12   05-31       08-29 10-06      10-29
2026    02-17           03-03   06-19       08-19 09-25      10-18
2027    02-06           02-20   06-09       08-08 09-15      10-08
2028    01-26           02-09   05-28       08-26 10-03      10-26
2029    02-13           02-27   06-16       08-16 09-22      10-16
2030    02-03           02-17   06-05       08-05 09-12      10-05
`
const [head = [], ...rows] = KNOWN.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))

describe('festivals', () => {
  const dayOf = (year: number, id: string) => festivalsOf(year).find((festival) => festival.id === id)?.day

  for (const [year = '', ...days] of rows) {
    it(`of the Chinese calendar fall in ${year} where the printed calendar has them`, () =>
      expect(Object.fromEntries(head.map((id) => [id, dayOf(Number(year), id)]))).to.deep.equal(
        Object.fromEntries(head.map((id, at) => [id, `${year}-${days[at]}`])),
      ))
  }

  it('do not come twice in a year with a leap month: 2025 has two sixth, 2028 two fifth months', () => {
    for (const year of [2023, 2025, 2028, 2031]) {
      const ids = festivalsOf(year).map(({ id }) => id)
      expect(ids).to.have.members(FESTIVAL_IDS)
    }
  })

  for (const [year, mothers, fathers] of [
    [2024, '2024-05-12', '2024-06-16'],
    [2025, '2025-05-11', '2025-06-15'],
    [2026, '2026-05-10', '2026-06-21'],
    [2033, '2033-05-08', '2033-06-19'],
  ] as const) {
    it(`have Mother's and Father's Day on the second and third Sunday in ${year}`, () =>
      expect([dayOf(year, 'mothers_day'), dayOf(year, 'fathers_day')]).to.deep.equal([mothers, fathers]))
  }

  it('come in order of the year', () => {
    const days = festivalsOf(2026).map(({ day }) => day)
    expect(days).to.deep.equal([...days].sort())
    expect(days[0]).to.equal('2026-01-01')
  })

  it('fall on one day each, in every year of a generation', () => {
    for (let year = 2020; year <= 2050; year += 1) {
      expect(festivalsOf(year), String(year)).to.have.length(FESTIVAL_IDS.length)
    }
  })
})
