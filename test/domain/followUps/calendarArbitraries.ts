import fc from 'fast-check'
import { addDays } from '../../../app/domain/businessDay.ts'
import {
  type Answer,
  type CalendarInput,
  type CalendarManners,
  type Contact,
  type CustomerFacts,
  type PlaybookStart,
  type StepProgress,
  stepKeyOf,
} from '../../../app/domain/followUps/calendar.ts'
import type { Playbook, PlaybookStep } from '../../../app/domain/followUps/playbook.ts'
import { at, DAY_MS, HOUR_MS, playbookOf, stepOf } from './calendarFactory.ts'

const BASE_MS = at('2026-11-01T00:00')
const BASE_DAY = '2026-11-01'

/** Half hours of the given days, so that equal instants and both sides of quiet hours come up often. */
const momentOf = (fromDay: number, toDay: number) =>
  fc.integer({ min: fromDay * 48, max: toDay * 48 }).map((halves) => BASE_MS + (halves * HOUR_MS) / 2)

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
/** Given one time in six: what would end most calendars before they begin. */
function seldom<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
}
const purpose = fc.constantFrom('service' as const, 'sale' as const)
const time = fc.constantFrom('09:50', '12:40', '20:10', '22:30', undefined)

const content = fc.record({
  purpose,
  priority: fc.integer({ min: 1, max: 5 }),
  expiresAfterDays: maybe(fc.integer({ min: 1, max: 12 })),
})

/** A step and what it waits for: a question of an earlier one. */
function stepAt(index: number): fc.Arbitrary<PlaybookStep> {
  const id = `s${index}`
  const asked = { step: `s${Math.max(0, index - 1)}`, ask: 'q' }
  const dated = fc
    .tuple(content, fc.integer({ min: -3, max: 12 }), time, fc.constantFrom('none', 'none', 'is', 'isNot'))
    .map(([words, offsetDays, at, gate]) => {
      const gates = gate === 'is' ? [{ ...asked, is: ['yes'] }] : [{ ...asked, isNot: ['no'] }]
      return stepOf(id, { ...words, offsetDays, time: at, ...(gate === 'none' || index === 0 ? {} : { gates }) })
    })
  const counted = fc
    .tuple(content, fc.integer({ min: 0, max: 5 }))
    .map(([words, days]): PlaybookStep => ({ ...bare(id), ...words, beforeUseUpDays: days, time: '09:50' }))
  const talk = content.map(
    (words): PlaybookStep => ({ ...bare(id), ...words, afterAnswer: { ...asked, answer: 'yes' } }),
  )
  return index === 0 ? dated : fc.oneof({ weight: 4, arbitrary: dated }, counted, talk)
}

function bare(id: string) {
  return { id, title: id, talkTrackSet: 'general', reason: id }
}

const EXITS = [
  'refunded',
  'complaint_opened',
  'complaint_closed',
  'first_purchase',
  'purchased',
  'bought_again',
  'card_claimed',
] as const

const exits: fc.Arbitrary<Playbook['exits']> = fc
  .uniqueArray(fc.constantFrom(...EXITS), { maxLength: 2 })
  .map((facts) => facts.map((on) => ({ on, drops: on === 'bought_again' ? 'use_up_steps' : 'all' })))

const trigger: fc.Arbitrary<Playbook['trigger']> = fc.constantFrom(
  { on: 'order_line_paid' },
  { on: 'customer_added' },
  { on: 'segment' },
  { on: 'complaint_opened' },
  { on: 'complaint_closed' },
)

const playbooks: fc.Arbitrary<Playbook[]> = fc
  .array(
    fc.record({
      steps: fc.integer({ min: 1, max: 5 }).chain((count) => fc.tuple(...[...Array(count).keys()].map(stepAt))),
      exits,
      trigger,
      restDays: maybe(fc.constantFrom(3, 10)),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((drafts) => drafts.map(({ steps, ...over }, index) => playbookOf(`p${index}`, steps, over)))

const start: fc.Arbitrary<PlaybookStart> = fc.record(
  {
    playbookId: fc.constantFrom('p0', 'p1', 'p2', 'p3'),
    subject: fc.constantFrom('', 'A'),
    anchorKey: fc.constantFrom('fact:1', 'fact:2', 'fact:3', 'fact:4'),
    atMs: momentOf(0, 15),
    endsAtMs: momentOf(15, 60),
    useUpDays: fc.integer({ min: 1, max: 20 }),
    refundedAtMs: momentOf(0, 20),
    boughtAgainAtMs: momentOf(0, 20),
  },
  { requiredKeys: ['playbookId', 'subject', 'anchorKey', 'atMs'] },
)
/** What happened to a start is rarer than that it started. */
const starts = fc
  .array(
    fc
      .tuple(start, seldom(fc.constant('refunded')), seldom(fc.constant('bought')))
      .map(([given, isRefunded, isAgain]) => {
        const { refundedAtMs, boughtAgainAtMs, ...plain } = given
        const refund = isRefunded && refundedAtMs ? { refundedAtMs } : {}
        return { ...plain, ...refund, ...(isAgain && boughtAgainAtMs ? { boughtAgainAtMs } : {}) }
      }),
    { maxLength: 8 },
  )
  .map((all) => [...new Map(all.map((one) => [stepKeyOf(one, ''), one])).values()])

const complaint = fc
  .tuple(momentOf(0, 20), maybe(fc.integer({ min: 1, max: 12 })))
  .map(([openedAtMs, days]) => (days ? { openedAtMs, closedAtMs: openedAtMs + days * DAY_MS } : { openedAtMs }))

const customer: fc.Arbitrary<CustomerFacts> = fc.record({
  isReachable: seldom(fc.constant('lost')).map((lost) => !lost),
  stage: fc.constantFrom('lead' as const, 'active' as const),
  hasMemberCard: fc.boolean(),
  isWelcomed: fc.boolean(),
  purchasesAtMs: seldom(fc.array(momentOf(0, 20), { maxLength: 2 })).map((all = []) => all),
  complaints: seldom(fc.array(complaint, { maxLength: 2 })).map((all = []) => all),
  mutedUntilMs: seldom(fc.oneof(momentOf(0, 30), fc.constant(Infinity))),
})

const manners: fc.Arbitrary<CalendarManners> = fc.record({
  quietFrom: fc.constantFrom('21:00', '20:00', '12:00'),
  quietTo: fc.constantFrom('09:00', '10:30', '14:00'),
  daysOff: fc.uniqueArray(
    fc.nat(40).map((days) => addDays(BASE_DAY, days)),
    { maxLength: 8 },
  ),
  budget: fc.record({ perDay: fc.integer({ min: 1, max: 2 }), perWeek: fc.integer({ min: 2, max: 4 }) }),
  expireAfterDays: fc.constant(3),
})

const contacts: fc.Arbitrary<Contact[]> = fc.array(fc.record({ atMs: momentOf(-5, 30), purpose }), { maxLength: 6 })

/** What happened to some of the steps, and what was answered to some. */
function historyOf(given: Pick<CalendarInput, 'playbooks' | 'starts'>, nowMs: number) {
  const steps = given.starts.flatMap((one) => {
    const playbook = given.playbooks.find(({ id }) => id === one.playbookId)
    return (playbook?.steps ?? []).map((step) => ({ key: stepKeyOf(one, step.id), purpose: step.purpose }))
  })
  const progress = fc.subarray(steps, { maxLength: Math.min(4, steps.length) }).chain(
    (some): fc.Arbitrary<StepProgress[]> =>
      fc.tuple(
        ...some.map((step) =>
          fc.record({
            ...constants(step),
            kind: fc.constantFrom('closed' as const, 'closed' as const, 'shown' as const, 'chosen' as const),
            atMs: fc.integer({ min: -96, max: 96 }).map((halves) => nowMs + (halves * HOUR_MS) / 2),
            expiresAtMs: fc.integer({ min: 1, max: 6 }).map((days) => nowMs + days * DAY_MS),
          }),
        ),
      ),
  )
  const answers = fc.array(
    fc.record({
      stepKey: fc.constantFrom('none', ...steps.map(({ key }) => key)),
      ask: fc.constant('q'),
      answer: fc.constantFrom('yes', 'yes', 'yes', 'no', 'no', 'dont_disturb'),
      atMs: fc.integer({ min: 0, max: 200 }).map((halves) => nowMs - (halves * HOUR_MS) / 2),
    }),
    { maxLength: 6 },
  ) satisfies fc.Arbitrary<Answer[]>
  return fc.record({ progress, answers })
}

function constants<T extends object>(values: T): { [Key in keyof T]: fc.Arbitrary<T[Key]> } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as never
}

/** Any calendar of any customer, with playbooks as strange as the schema allows. */
export const inputs: fc.Arbitrary<CalendarInput> = fc
  .record({ playbooks, starts, customer, manners, contacts, nowMs: momentOf(0, 15) })
  .chain((given) => historyOf(given, given.nowMs).map((history) => ({ ...given, ...history })))
