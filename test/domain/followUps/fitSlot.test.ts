import { expect } from 'chai'
import fc from 'fast-check'
import { addDays, businessDayOf, daysBetween, minuteOfBusinessDay } from '../../../app/domain/businessDay.ts'
import { fitSlot, type Manners } from '../../../app/domain/followUps/fitSlot.ts'

const DAY_MS = 86_400_000
const at = (text: string) => Date.parse(`${text}:00+08:00`)
const FAR_MS = at('2027-11-01T00:00')

function manners(over: Partial<Manners> = {}): Manners {
  return {
    quietFrom: '21:00',
    quietTo: '09:00',
    daysOff: [],
    budget: { perDay: 1, perWeek: 3 },
    alreadyPlanned: [],
    ...over,
  }
}

describe('the slot for a follow-up', () => {
  const sentences: [sentence: string, due: string, over: Partial<Manners>, slot: string, movedBecause?: string][] = [
    ['a free time is kept', '2026-11-02T10:00', {}, '2026-11-02T10:00'],
    ['09:00 is no longer quiet', '2026-11-02T09:00', {}, '2026-11-02T09:00'],
    ['21:00 is quiet: next morning', '2026-11-02T21:00', {}, '2026-11-03T09:00', 'quiet_hours'],
    ['after midnight it waits for the same morning', '2026-11-02T02:30', {}, '2026-11-02T09:00', 'quiet_hours'],
    [
      'a day off of the guide: next day, same time',
      '2026-11-02T10:00',
      { daysOff: ['2026-11-02'] },
      '2026-11-03T10:00',
      'day_off',
    ],
    [
      'one contact a day is enough',
      '2026-11-02T10:00',
      { alreadyPlanned: [at('2026-11-02T18:00')] },
      '2026-11-03T10:00',
      'budget_day',
    ],
    [
      'three contacts in a week are enough',
      '2026-11-05T10:00',
      { alreadyPlanned: [at('2026-11-02T10:00'), at('2026-11-03T10:00'), at('2026-11-04T10:00')] },
      '2026-11-09T10:00',
      'budget_week',
    ],
    [
      'contacts planned for later keep their place in the week',
      '2026-11-02T10:00',
      { alreadyPlanned: [at('2026-11-03T10:00'), at('2026-11-04T10:00'), at('2026-11-05T10:00')] },
      '2026-11-10T10:00',
      'budget_week',
    ],
    [
      'several obstacles in a row name the first',
      '2026-11-02T22:00',
      { daysOff: ['2026-11-03'], alreadyPlanned: [at('2026-11-04T10:00')] },
      '2026-11-05T09:00',
      'quiet_hours',
    ],
    [
      'quiet hours at noon work the same way',
      '2026-11-02T12:30',
      { quietFrom: '12:00', quietTo: '14:00' },
      '2026-11-02T14:00',
      'quiet_hours',
    ],
    [
      'equal times mean no quiet hours',
      '2026-11-02T03:00',
      { quietFrom: '00:00', quietTo: '00:00' },
      '2026-11-02T03:00',
    ],
  ]
  for (const [sentence, due, over, slot, movedBecause] of sentences) {
    it(sentence, () => {
      const expected = { kind: 'slot', atMs: at(slot), ...(movedBecause ? { movedBecause } : {}) }
      expect(fitSlot(at(due), manners(over), FAR_MS)).to.deep.equal(expected)
    })
  }

  it('expires with its reason when no slot comes in time', () => {
    const busy = manners({ daysOff: ['2026-11-02', '2026-11-03', '2026-11-04'] })
    expect(fitSlot(at('2026-11-02T10:00'), busy, at('2026-11-05T09:00'))).to.deep.equal({
      kind: 'expired',
      why: 'day_off',
    })
    expect(fitSlot(at('2026-11-02T10:00'), manners(), at('2026-11-02T10:00'))).to.deep.equal({
      kind: 'expired',
      why: 'too_late',
    })
  })

  it('never falls into quiet hours or a day off, never breaks the budget, never comes early or late', () => {
    const startMs = at('2026-11-01T00:00')
    const wishes = fc.array(fc.integer({ min: startMs, max: startMs + 30 * DAY_MS }), { minLength: 1, maxLength: 15 })
    const daysOff = fc.subarray([...Array(30).keys()].map((index) => addDays('2026-11-01', index)))
    fc.assert(
      fc.property(
        wishes,
        daysOff,
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 2, max: 4 }),
        (dues, off, perDay, perWeek) => {
          const alreadyPlanned: number[] = []
          for (const dueAtMs of dues) {
            const expiresAtMs = dueAtMs + 5 * DAY_MS
            const slot = fitSlot(
              dueAtMs,
              manners({ daysOff: off, budget: { perDay, perWeek }, alreadyPlanned }),
              expiresAtMs,
            )
            if (slot.kind === 'expired') continue
            expect(slot.atMs).to.be.within(dueAtMs, expiresAtMs - 1)
            expect(minuteOfBusinessDay(slot.atMs)).to.be.within(9 * 60, 21 * 60 - 1)
            expect(off).not.to.include(businessDayOf(slot.atMs))
            alreadyPlanned.push(slot.atMs)
          }
          const days = alreadyPlanned.map(businessDayOf)
          for (const day of days) {
            expect(days.filter((other) => other === day).length).to.be.at.most(perDay)
            const week = days.filter((other) => daysBetween(day, other) >= 0 && daysBetween(day, other) < 7)
            expect(week.length).to.be.at.most(perWeek)
          }
        },
      ),
    )
  })
})
