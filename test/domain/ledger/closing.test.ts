import { expect } from 'chai'
import { startOfBusinessDay } from '../../../app/domain/businessDay.ts'
import { type ClosingFacts, nextMonthToClose, refuseClosing } from '../../../app/domain/ledger/closing.ts'

const nowMs = startOfBusinessDay('2026-12-05') + 36_000_000
const FACTS: ClosingFacts = {
  closedThrough: '2026-10',
  hasClosed: true,
  firstBookedDay: '2026-08-03',
  today: '2026-12-05',
  nowMs,
  lastProof: { atMs: nowMs - 6 * 3_600_000, isGood: true },
}
const NEVER = { ...FACTS, closedThrough: '1999-12', hasClosed: false }
const atMs = (day: string) => startOfBusinessDay(day) + 60_000

describe('which month may be closed', () => {
  const cases: [name: string, month: string, facts: ClosingFacts, why: string | undefined][] = [
    ['the next in order, over and proven', '2026-11', FACTS, undefined],
    ['one that is closed stays closed', '2026-10', FACTS, 'already_closed'],
    ['one long before', '2026-01', FACTS, 'already_closed'],
    ['the running month', '2026-12', FACTS, 'not_over'],
    ['a future month', '2027-01', FACTS, 'not_over'],
    ['one with an open month before it', '2026-11', { ...FACTS, closedThrough: '2026-09' }, 'not_next'],
    ['the first: the month the ledger begins in', '2026-08', NEVER, undefined],
    ['not one before the ledger begins', '2026-07', NEVER, 'not_next'],
    ['not a later one first', '2026-09', NEVER, 'not_next'],
    ['nothing while nothing is booked', '2026-08', { ...NEVER, firstBookedDay: undefined }, 'nothing_booked'],
    ['never proven', '2026-11', { ...FACTS, lastProof: undefined }, 'unproven'],
    [
      'proven, but while the month still ran',
      '2026-11',
      { ...FACTS, nowMs: atMs('2026-12-01'), lastProof: { atMs: atMs('2026-11-30'), isGood: true } },
      'unproven',
    ],
    ['proven long ago', '2026-11', { ...FACTS, lastProof: { atMs: atMs('2026-12-02'), isGood: true } }, 'unproven'],
    ['proven with faults', '2026-11', { ...FACTS, lastProof: { atMs: nowMs, isGood: false } }, 'proof_failed'],
    ['no month at all', '2026-13', FACTS, 'not_a_month'],
    ['a day', '2026-11-01', FACTS, 'not_a_month'],
  ]
  for (const [name, month, facts, why] of cases)
    it(`${name}: ${month} → ${why ?? 'closes'}`, () => {
      expect(refuseClosing(month, facts)?.why).to.equal(why)
    })

  it('after December comes January', () => {
    expect(nextMonthToClose({ ...FACTS, closedThrough: '2026-12' })).to.equal('2027-01')
  })
})
