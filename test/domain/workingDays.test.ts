import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { freezeEndsAt } from '../../app/domain/attribution/freeze.ts'
import { addDays, businessDayOf, startOfBusinessDay } from '../../app/domain/businessDay.ts'
import { addWorkingDays, type Holidays, isWorkingDay } from '../../app/domain/workingDays.ts'
import { loadRules } from '../../config/rules.ts'

const { holidays } = loadRules(join(import.meta.dirname, '../../config'))
const DAY_MS = 86_400_000
const at = (text: string) => Date.parse(`${text}:00+08:00`)

describe('working days in China', () => {
  for (const [sentence, day, isWorking] of [
    ['a Monday', '2026-11-16', true],
    ['a Saturday', '2026-11-21', false],
    ['a Sunday', '2026-11-22', false],
    ['National Day', '2026-10-01', false],
    ['a weekday of the National Day week', '2026-10-07', false],
    ['the Saturday worked for it', '2026-10-10', true],
    ['the Sunday worked for it', '2026-09-20', true],
    ['New Year’s Eve of the lunar calendar', '2026-02-16', false],
    ['a weekday of a year not announced yet', '2031-10-01', true],
    ['a weekend of a year not announced yet', '2031-10-04', false],
  ] as const)
    it(`${sentence} (${day}) is ${isWorking ? 'one' : 'none'}`, () =>
      expect(isWorkingDay(day, holidays)).to.equal(isWorking))

  for (const [sentence, from, days, to] of [
    ['none leave the instant as it is', '2026-10-03T10:00', 0, '2026-10-03T10:00'],
    ['one from Friday is Monday', '2026-11-20T10:00', 1, '2026-11-23T10:00'],
    ['one from Saturday is Monday too', '2026-11-21T10:00', 1, '2026-11-23T10:00'],
    ['over the National Day week', '2026-09-30T23:59', 3, '2026-10-10T23:59'],
    ['ten are two weeks', '2026-11-02T09:30', 10, '2026-11-16T09:30'],
    ['over New Year into a year that is known', '2025-12-31T12:00', 1, '2026-01-04T12:00'],
  ] as const)
    it(`${days} working days, ${sentence}`, () => expect(addWorkingDays(at(from), days, holidays)).to.equal(at(to)))
})

describe('the end of the freeze', () => {
  const paidAtMs = at('2026-09-30T10:00')
  const completedAtMs = at('2026-10-09T18:00')
  for (const [sentence, order, rule, to] of [
    ['calendar days from payment', { paidAtMs, completedAtMs }, { of: 'calendar', from: 'paid' }, '2026-10-03T10:00'],
    ['working days from payment', { paidAtMs, completedAtMs }, { of: 'working', from: 'paid' }, '2026-10-10T10:00'],
    [
      'calendar days from completion',
      { paidAtMs, completedAtMs },
      { of: 'calendar', from: 'completed' },
      '2026-10-12T18:00',
    ],
    [
      'working days from completion',
      { paidAtMs, completedAtMs },
      { of: 'working', from: 'completed' },
      '2026-10-13T18:00',
    ],
    ['from payment while never completed', { paidAtMs }, { of: 'calendar', from: 'completed' }, '2026-10-03T10:00'],
  ] as const)
    it(`three ${sentence}`, () => expect(freezeEndsAt(order, { days: 3, ...rule }, holidays)).to.equal(at(to)))
})

type Add = typeof addWorkingDays

const anyDay = fc.nat(60).map((n) => addDays('2026-01-01', n))
const anyHolidays: fc.Arbitrary<Holidays> = fc.record({
  off: fc.uniqueArray(anyDay, { maxLength: 20 }).map((days) => new Set(days)),
  work: fc.uniqueArray(anyDay, { maxLength: 20 }).map((days) => new Set(days)),
  years: fc.constant(new Set(['2026'])),
})

/** So many working days lie behind the start and up to the end, the end is one, and the time of day is kept. */
function countsThem(add: Add): void {
  fc.assert(
    fc.property(anyDay, fc.nat(DAY_MS - 1), fc.nat(25), anyHolidays, (from, time, days, calendar) => {
      const startMs = startOfBusinessDay(from) + time
      const endMs = add(startMs, days, calendar)
      let counted = 0
      for (let day = from; day < businessDayOf(endMs); ) {
        day = addDays(day, 1)
        if (isWorkingDay(day, calendar)) counted += 1
      }
      expect(counted).to.equal(days)
      if (days > 0) expect(isWorkingDay(businessDayOf(endMs), calendar)).to.equal(true)
      expect((endMs - startMs) % DAY_MS).to.equal(0)
    }),
    { numRuns: 300, seed: 20261124 },
  )
}

describe('adding working days, whatever the calendar', () => {
  it('counts them exactly and ends on one', () => countsThem(addWorkingDays))

  for (const [name, broken] of [
    ['counts every day', (atMs, days) => atMs + days * DAY_MS],
    ['counts the first day in', (atMs, days, calendar) => addWorkingDays(atMs - DAY_MS, days, calendar) + DAY_MS],
    [
      'knows weekends alone',
      (atMs, days) => addWorkingDays(atMs, days, { off: new Set(), work: new Set(), years: new Set() }),
    ],
    [
      'forgets the days worked for a holiday',
      (atMs, days, calendar) => addWorkingDays(atMs, days, { ...calendar, work: new Set() }),
    ],
  ] as [string, Add][])
    it(`is caught when it ${name}`, () => expect(() => countsThem(broken)).to.throw(/Property failed/))
})
