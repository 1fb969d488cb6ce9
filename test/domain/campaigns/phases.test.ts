import { expect } from 'chai'
import fc from 'fast-check'
import { addDays } from '../../../app/domain/businessDay.ts'
import {
  checkCalendar,
  endOfSpan,
  isPhaseDue,
  PHASES,
  type PhaseSpan,
  phaseStartMs,
  yearBefore,
} from '../../../app/domain/campaigns/phases.ts'

const CAMPAIGN = { fromDay: '2026-10-20', toDay: '2026-11-20' }
const span = (phase: PhaseSpan['phase'], fromDay: string, toDay: string): PhaseSpan => ({ phase, fromDay, toDay })
const FOUR = [
  span('build_up', '2026-10-20', '2026-10-31'),
  span('warm_up', '2026-11-01', '2026-11-09'),
  span('sprint', '2026-11-10', '2026-11-11'),
  span('afterglow', '2026-11-12', '2026-11-20'),
]
const at = (time: string) => Date.parse(`${time}+08:00`)

describe('the calendar of a campaign', () => {
  const rows: [what: string, phases: PhaseSpan[], faults: string[]][] = [
    ['four phases one after the other', FOUR, []],
    ['in whatever order they are listed', [...FOUR].reverse(), []],
    ['only the sprint', FOUR.slice(2, 3), []],
    ['days between two phases', [FOUR[0]!, FOUR[2]!], []],
    ['no phase at all', [], ['no_phase']],
    ['a phase twice', [FOUR[2]!, span('sprint', '2026-11-15', '2026-11-16')], ['phase_twice']],
    ['two phases on one day', [FOUR[1]!, span('sprint', '2026-11-09', '2026-11-11')], ['overlap']],
    ['the warm-up after the sprint', [FOUR[2]!, span('warm_up', '2026-10-21', '2026-11-12')], ['overlap']],
    ['the afterglow before all', [FOUR[2]!, span('afterglow', '2026-10-20', '2026-10-22')], ['out_of_order']],
    ['longer than the campaign', [span('afterglow', '2026-11-12', '2026-11-21')], ['outside_campaign']],
    ['before the campaign', [span('build_up', '2026-10-19', '2026-10-25')], ['outside_campaign']],
    ['no such day', [span('sprint', '2026-02-30', '2026-11-11')], ['no_such_day']],
    ['an end before its beginning', [span('sprint', '2026-11-11', '2026-11-10')], ['ends_before_it_begins']],
  ]
  for (const [what, phases, faults] of rows)
    it(`${what}: ${faults.join(', ') || 'fits'}`, () =>
      expect(checkCalendar(CAMPAIGN, phases).map(({ code }) => code)).to.deep.equal(faults))

  it('refuses a campaign that is none', () => {
    const codes = (fromDay: string, toDay: string) => checkCalendar({ fromDay, toDay }, FOUR).map(({ code }) => code)
    expect(codes('2026-11-20', '2026-10-20')).to.deep.equal(['ends_before_it_begins'])
    expect(codes('soon', '2026-10-20')).to.deep.equal(['no_such_day'])
    expect(codes('2026-01-01', '2026-11-20')).to.deep.equal(['too_long'])
  })

  it('whatever passes is in order, apart from each other and inside', () => {
    const day = fc.integer({ min: -2, max: 34 }).map((days) => addDays(CAMPAIGN.fromDay, days))
    const phase = fc.record({ phase: fc.constantFrom(...PHASES), fromDay: day, toDay: day })
    fc.assert(
      fc.property(fc.array(phase, { minLength: 1, maxLength: 4 }), (phases) => {
        const days = phases.flatMap(({ fromDay, toDay }) => [fromDay, toDay])
        const isInside = days.every((each) => each >= CAMPAIGN.fromDay && each <= CAMPAIGN.toDay)
        const byName = [...phases].sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase))
        const line = byName.flatMap(({ fromDay, toDay }) => [fromDay, toDay])
        const isInLine = line.every((each, i) => i === 0 || (i % 2 === 1 ? line[i - 1]! <= each : line[i - 1]! < each))
        const isOnce = new Set(phases.map((each) => each.phase)).size === phases.length
        expect(checkCalendar(CAMPAIGN, phases).length === 0).to.equal(isInside && isInLine && isOnce)
      }),
      { numRuns: 500 },
    )
  })
})

describe('when a phase starts', () => {
  const sprint = FOUR[2]!
  const rows: [time: string, isDue: boolean][] = [
    ['2026-11-09T23:59:59', false],
    ['2026-11-10T08:59:59', false],
    ['2026-11-10T09:00:00', true],
    ['2026-11-11T23:59:59', true],
    ['2026-11-12T00:00:00', false],
  ]
  for (const [time, isDue] of rows)
    it(`${time}: ${isDue ? 'now' : 'not'}`, () => expect(isPhaseDue(sprint, at(time))).to.equal(isDue))

  it('counts from its first morning, or from the moment it was started late', () => {
    expect(phaseStartMs(sprint, at('2026-11-10T09:04:00'))).to.equal(at('2026-11-10T09:04:00'))
    expect(phaseStartMs(sprint, at('2026-11-10T00:10:00'))).to.equal(at('2026-11-10T09:00:00'))
    expect(phaseStartMs(sprint, at('2026-11-11T15:00:00'))).to.equal(at('2026-11-11T15:00:00'))
  })

  it('is over with its last day', () => expect(endOfSpan(sprint)).to.equal(at('2026-11-12T00:00:00')))
})

describe('the same days a year ago', () => {
  it('keeps the calendar days', () =>
    expect(yearBefore(CAMPAIGN)).to.deep.equal({ fromDay: '2025-10-20', toDay: '2025-11-20' }))
  it('takes the 28th for the 29th of February', () =>
    expect(yearBefore({ fromDay: '2028-02-29', toDay: '2028-03-01' })).to.deep.equal({
      fromDay: '2027-02-28',
      toDay: '2027-03-01',
    }))
})
