import { expect } from 'chai'
import fc from 'fast-check'
import { type Mergeable, mergeSameDay } from '../../../app/domain/followUps/mergeSameDay.ts'
import { SNOOZE_OPTIONS, snoozeUntil } from '../../../app/domain/followUps/snooze.ts'

const at = (text: string) => Date.parse(`${text}:00+08:00`)

describe('two follow-ups for one customer on one day', () => {
  const service: Mergeable = { purpose: 'service', priority: 10, dueAtMs: 200 }
  const sale: Mergeable = { purpose: 'sale', priority: 90, dueAtMs: 100 }

  it('service comes before sale, however important the sale', () => {
    expect(mergeSameDay(sale, service)).to.deep.equal({ kept: service, dropped: sale, why: 'service_first' })
  })

  it('then the more important one is kept', () => {
    const urgent = { ...service, priority: 50 }
    expect(mergeSameDay(service, urgent)).to.deep.equal({ kept: urgent, dropped: service, why: 'more_important' })
  })

  it('then the earlier one', () => {
    const early = { ...sale, dueAtMs: 50 }
    expect(mergeSameDay(sale, early)).to.deep.equal({ kept: early, dropped: sale, why: 'earlier' })
  })

  it('does not depend on which is looked at first', () => {
    const any: fc.Arbitrary<Mergeable> = fc.record({
      purpose: fc.constantFrom('service' as const, 'sale' as const),
      priority: fc.nat(3),
      dueAtMs: fc.nat(3),
    })
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(mergeSameDay(a, b).kept).to.deep.equal(mergeSameDay(b, a).kept)
      }),
    )
  })
})

describe('putting a follow-up off', () => {
  const rows: [string, (typeof SNOOZE_OPTIONS)[number], string, string][] = [
    ['tonight is 20:00', 'tonight', '2026-11-02T14:20', '2026-11-02T20:00'],
    ['tonight, asked late in the evening, is tomorrow morning', 'tonight', '2026-11-02T20:00', '2026-11-03T10:00'],
    ['tomorrow morning is 10:00', 'tomorrow_morning', '2026-11-02T14:20', '2026-11-03T10:00'],
    ['just after midnight, tomorrow is the next day', 'tomorrow_morning', '2026-11-03T00:10', '2026-11-04T10:00'],
    ['in 3 days is 10:00 of that day', 'in_3_days', '2026-12-30T14:20', '2027-01-02T10:00'],
  ]
  for (const [sentence, option, now, until] of rows) {
    it(sentence, () => expect(snoozeUntil(option, at(now))).to.equal(at(until)))
  }

  it('always lies ahead', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SNOOZE_OPTIONS), fc.integer({ min: 0, max: 4e12 }), (option, nowMs) => {
        expect(snoozeUntil(option, nowMs)).to.be.greaterThan(nowMs)
      }),
    )
  })
})
