import { expect } from 'chai'
import fc from 'fast-check'
import {
  addDays,
  atTimeOfDay,
  businessDayOf,
  daysBetween,
  isValidDay,
  lastDayOfMonth,
  minuteOfBusinessDay,
  monthOf,
  startOfBusinessDay,
  startOfWeek,
} from '../../app/domain/businessDay.ts'

const DAY_MS = 86_400_000
const FIRST_MS = Date.UTC(1984, 11, 31, 16)
const LAST_MS = Date.UTC(2100, 11, 31, 15, 59, 59, 999)
const instants = fc.integer({ min: FIRST_MS, max: LAST_MS })

describe('business day', () => {
  it('begins at midnight in Shanghai, wherever the server stands', () => {
    expect(businessDayOf(Date.parse('2026-11-21T15:59:59.999Z'))).to.equal('2026-11-21')
    expect(businessDayOf(Date.parse('2026-11-21T16:00:00.000Z'))).to.equal('2026-11-22')
    expect(startOfBusinessDay('2026-11-22')).to.equal(Date.parse('2026-11-21T16:00:00Z'))
    expect(atTimeOfDay('2026-11-22', '09:30')).to.equal(Date.parse('2026-11-22T09:30:00+08:00'))
  })

  it('walks every day of 1985 to 2100 without a gap', () => {
    let day = '1985-01-01'
    let startMs = startOfBusinessDay(day)
    let count = 0
    while (day !== '2101-01-01') {
      expect(businessDayOf(startMs)).to.equal(day)
      expect(businessDayOf(startMs + DAY_MS - 1)).to.equal(day)
      const next = addDays(day, 1)
      expect(startOfBusinessDay(next)).to.equal(startMs + DAY_MS)
      expect(lastDayOfMonth(monthOf(day)) === day).to.equal(monthOf(next) !== monthOf(day))
      day = next
      startMs += DAY_MS
      count += 1
    }
    expect(count).to.equal(116 * 365 + 28)
  })

  it('holds every instant between its start and the next start', () => {
    fc.assert(
      fc.property(instants, (atMs) => {
        const day = businessDayOf(atMs)
        expect(startOfBusinessDay(day)).to.be.at.most(atMs)
        expect(startOfBusinessDay(addDays(day, 1))).to.be.greaterThan(atMs)
        expect(isValidDay(day)).to.equal(true)
        expect(minuteOfBusinessDay(atMs)).to.be.within(0, 1439)
      }),
    )
  })

  it('adds days and counts them back', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -5000, max: 5000 }), (atMs, days) => {
        const day = businessDayOf(atMs)
        expect(daysBetween(day, addDays(day, days))).to.equal(days)
      }),
    )
  })

  it('starts a week on Monday', () => {
    expect(startOfWeek('2026-11-21')).to.equal('2026-11-16')
    expect(startOfWeek('2026-11-16')).to.equal('2026-11-16')
    expect(startOfWeek('2026-11-22')).to.equal('2026-11-16')
    fc.assert(
      fc.property(instants, (atMs) => {
        const day = businessDayOf(atMs)
        expect(new Date(`${startOfWeek(day)}T00:00:00Z`).getUTCDay()).to.equal(1)
        expect(daysBetween(startOfWeek(day), day)).to.be.within(0, 6)
      }),
    )
  })

  it('knows month ends and leap days', () => {
    expect(lastDayOfMonth('2026-02')).to.equal('2026-02-28')
    expect(lastDayOfMonth('2028-02')).to.equal('2028-02-29')
    expect(lastDayOfMonth('2100-02')).to.equal('2100-02-28')
    expect(lastDayOfMonth('2026-12')).to.equal('2026-12-31')
  })

  it('accepts only real days written in full', () => {
    expect(isValidDay('2028-02-29')).to.equal(true)
    for (const bad of ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '', '2026-01-01T00:00', '２０２６-01-01']) {
      expect(isValidDay(bad), bad).to.equal(false)
    }
  })

  it('treats a malformed day or time as a programming error', () => {
    expect(() => startOfBusinessDay('2026-02-30')).to.throw(RangeError)
    expect(() => atTimeOfDay('2026-02-01', '24:00')).to.throw(RangeError)
  })
})
