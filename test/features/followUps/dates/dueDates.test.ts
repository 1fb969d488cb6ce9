import { expect } from 'chai'
import { anchorOf, listDueDates, monthDaysOf } from '../../../../app/features/followUps/dates/dueDates.ts'
import { loadPlaybooks } from '../../../../app/features/followUps/loadPlaybooks.ts'

describe('days that are near', () => {
  const shipped = loadPlaybooks('templates/playbooks')
  const daysOf = (playbookId: string, today: string) =>
    listDueDates(shipped, today)
      .filter((due) => due.playbookId === playbookId)
      .map((due) => `${due.day} ${anchorOf(due)}`)

  it('reach from today to a night before the earliest step', () =>
    expect(daysOf('birthday', '2026-12-29')).to.deep.equal([
      '2026-12-29 birthday:2026',
      '2026-12-30 birthday:2026',
      '2026-12-31 birthday:2026',
      '2027-01-01 birthday:2027',
      '2027-01-02 birthday:2027',
      ...['03', '04', '05', '06'].map((date) => `2027-01-${date} birthday:2027`),
    ]))

  it('hold a holiday only where the calendar has one', () => {
    expect(daysOf('holiday', '2026-09-23')).to.deep.equal([])
    expect(daysOf('holiday', '2026-09-24')).to.deep.equal(['2026-09-25 holiday:mid_autumn:2026'])
    expect(daysOf('holiday', '2026-09-26')).to.deep.equal([])
    expect(daysOf('holiday_loyal', '2026-12-31')).to.deep.equal(['2027-01-01 holiday:new_year:2027'])
  })

  it("start Spring Festival two nights ahead, for New Year's Eve", () =>
    expect(daysOf('spring_festival', '2027-02-04')).to.deep.equal(['2027-02-06 holiday:spring_festival:2027']))

  for (const [day, monthDays] of [
    ['2027-02-28', ['02-28', '02-29']],
    ['2028-02-28', ['02-28']],
    ['2028-02-29', ['02-29']],
    ['2100-02-28', ['02-28', '02-29']],
    ['2026-12-31', ['12-31']],
  ] as const) {
    it(`are of those born on ${monthDays.join(' and ')} on ${day}`, () =>
      expect(monthDaysOf(day)).to.deep.equal(monthDays))
  }
})
