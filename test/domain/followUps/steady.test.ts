import { expect } from 'chai'
import { stepKeyOf } from '../../../app/domain/followUps/calendar.ts'
import {
  at,
  CUSTOMER,
  calendarOf,
  DAY_MS,
  HOUR_MS,
  outcomeOf,
  PAID_MS,
  playbookOf,
  progressed,
  startOf,
  stepOf,
} from './calendarFactory.ts'

const CARE = playbookOf('care', [stepOf('ask', { offsetDays: 1 })])
const start = startOf('care')
const nowMs = at('2026-11-02T11:00')
const customer = { ...CUSTOMER, purchasesAtMs: [] }

describe('a calendar holds still while nothing happens', () => {
  it('what is shown and muted until tomorrow comes tomorrow at once, not only when it is planned a second time', () => {
    const muted = { ...customer, mutedUntilMs: at('2026-11-03T00:00') }
    const facts = { playbooks: [CARE], starts: [start], customer: muted, nowMs }
    const shown = calendarOf({ ...facts, progress: [progressed('shown', 'ask', at('2026-11-02T10:00'), start)] })
    expect(outcomeOf(shown, 'ask')).to.deep.equal(outcomeOf(calendarOf(facts), 'ask'))
    expect(outcomeOf(shown, 'ask')).to.deep.include({ kind: 'planned', atMs: at('2026-11-03T10:00') })
  })

  it('what is put off beyond the end of the session, the phase or the holiday is over', () => {
    const live = startOf('care', { endsAtMs: PAID_MS + 3 * DAY_MS })
    const facts = { playbooks: [CARE], starts: [live], customer, nowMs }
    const putOff = (atMs: number) => {
      const progress = [{ ...progressed('chosen', 'ask', atMs, live), expiresAtMs: atMs + DAY_MS }]
      return outcomeOf(calendarOf({ ...facts, progress }), 'ask')
    }
    expect(putOff(PAID_MS + 3 * DAY_MS - 1)).to.deep.equal({ kind: 'kept', as: 'chosen' })
    const why = { code: 'too_late', expiredAtMs: PAID_MS + 3 * DAY_MS }
    expect(putOff(PAID_MS + 3 * DAY_MS)).to.deep.equal({ kind: 'dropped', why })
  })

  it('two sales are in a row for 90 days, counted between the two, whenever one looks', () => {
    const sale = playbookOf('sale', [stepOf('offer', { offsetDays: 0, time: '15:00', purpose: 'sale' })])
    const sold = PAID_MS + HOUR_MS
    const outcome = (daysAfter: number, lookMs: number) => {
      const later = startOf('sale', { atMs: PAID_MS + daysAfter * DAY_MS })
      const contacts = [{ atMs: sold, purpose: 'sale' as const }]
      return outcomeOf(calendarOf({ playbooks: [sale], starts: [later], customer, contacts, nowMs: lookMs }), 'offer')
    }
    for (const days of [1, 40, 88]) {
      expect(outcome(89, PAID_MS + days * DAY_MS)).to.deep.equal({ kind: 'dropped', why: { code: 'sale_after_sale' } })
      expect(outcome(90, PAID_MS + days * DAY_MS).kind).to.equal('planned')
    }
  })

  it('a complaint of lately is lately on the day of the step, not on the day of planning', () => {
    const refer = playbookOf('refer', [stepOf('invite', { offsetDays: 3 })], { when: { complainedLately: false } })
    const complained = (daysAgo: number) => {
      const closedAtMs = PAID_MS - daysAgo * DAY_MS
      const complaints = [{ openedAtMs: closedAtMs - DAY_MS, closedAtMs }]
      const items = calendarOf({
        playbooks: [refer],
        starts: [startOf('refer')],
        customer: { ...customer, complaints },
      })
      return outcomeOf(items, 'invite')
    }
    expect(complained(86)).to.deep.equal({ kind: 'dropped', why: { code: 'condition', condition: 'complainedLately' } })
    expect(complained(88).kind).to.equal('planned')
  })

  it('a shown prompt that expires while nobody acts takes no place any more', () => {
    const progress = [{ ...progressed('shown', 'ask', at('2026-11-02T10:00'), start), key: stepKeyOf(start, 'ask') }]
    const two = playbookOf('care', [stepOf('ask', { offsetDays: 1 }), stepOf('next', { offsetDays: 4 })])
    const look = (ms: number) =>
      outcomeOf(calendarOf({ playbooks: [two], starts: [start], customer, progress, nowMs: ms }), 'next')
    expect(look(at('2026-11-05T09:30'))).to.deep.include({ atMs: at('2026-11-06T10:00'), movedBecause: 'budget_day' })
    expect(look(at('2026-11-05T10:00'))).to.deep.include({ kind: 'planned', atMs: at('2026-11-05T10:00') })
  })
})
