import { expect } from 'chai'
import { type Answer, type CalendarInput, stepKeyOf } from '../../../app/domain/followUps/calendar.ts'
import type { ExitFact } from '../../../app/domain/followUps/playbook.ts'
import {
  answered,
  at,
  CUSTOMER,
  calendarOf,
  comingOf,
  DAY_MS,
  MANNERS,
  ORDER,
  outcomeOf,
  PAID_MS,
  playbookOf,
  progressed,
  startOf,
  stepOf,
} from './calendarFactory.ts'

const CARE = playbookOf('care', [stepOf('ask', { offsetDays: 2, priority: 10 })])
const SALE = playbookOf('sale', [stepOf('offer', { offsetDays: 2, purpose: 'sale', priority: 90 })])
const starts = [startOf('care'), startOf('sale')]
const plain = { playbooks: [CARE, SALE], starts, customer: { ...CUSTOMER, purchasesAtMs: [] } }
const due = at('2026-11-03T10:00')

describe('manners of the calendar', () => {
  it('a mass send or a sentence of the guide takes the day: the step moves to the next', () => {
    const items = calendarOf({
      ...plain,
      starts: [startOf('care')],
      contacts: [{ atMs: due - 60_000, purpose: 'sale' }],
    })
    expect(outcomeOf(items, 'ask')).to.deep.include({ atMs: due + DAY_MS, movedBecause: 'budget_day' })
  })

  it('three contacts in a week across all playbooks are enough', () => {
    const four = playbookOf(
      'four',
      [1, 2, 3, 4].map((day) => stepOf(`day_${day}`, { offsetDays: day, expiresAfterDays: 9 })),
    )
    expect(comingOf(calendarOf({ playbooks: [four], starts: [startOf('four')] }))).to.deep.equal([
      'day_1@1',
      'day_2@2',
      'day_3@3',
      'day_4@8',
    ])
  })

  it('what finds no place expires with its reason; nothing piles up', () => {
    const four = playbookOf(
      'four',
      [1, 2, 3, 4].map((day) => stepOf(`day_${day}`, { offsetDays: day })),
    )
    const items = calendarOf({ playbooks: [four], starts: [startOf('four')] })
    expect(outcomeOf(items, 'day_4')).to.deep.equal({ kind: 'expired', why: 'budget_week' })
  })

  it('the places of a week go to the more important, also when its day is the last', () => {
    const easy = [1, 2, 3].map((day) => stepOf(`easy_${day}`, { offsetDays: day, priority: 10 }))
    const week = playbookOf('week', [...easy, stepOf('care', { offsetDays: 5, priority: 80, expiresAfterDays: 1 })])
    const items = calendarOf({ playbooks: [week], starts: [startOf('week')] })
    expect(comingOf(items)).to.deep.equal(['easy_1@1', 'easy_2@2', 'care@5'])
    expect(outcomeOf(items, 'easy_3')).to.deep.equal({ kind: 'expired', why: 'budget_week' })
  })

  it('… and to service before sale, however important the sale', () => {
    const once = { ...MANNERS, budget: { perDay: 1, perWeek: 1 } }
    const week = playbookOf('week', [
      stepOf('offer', { offsetDays: 1, purpose: 'sale', priority: 90 }),
      stepOf('care', { offsetDays: 4, priority: 10 }),
    ])
    expect(comingOf(calendarOf({ playbooks: [week], starts: [startOf('week')], manners: once }))).to.deep.equal([
      'care@4',
    ])
  })

  it('quiet hours move it to the morning, a day off to the next day', () => {
    const late = playbookOf('late', [stepOf('late', { offsetDays: 1, time: '21:30' })])
    const manners = { ...MANNERS, daysOff: ['2026-11-03'] }
    expect(outcomeOf(calendarOf({ playbooks: [late], starts: [startOf('late')], manners }), 'late')).to.deep.include({
      atMs: at('2026-11-04T09:00'),
      movedBecause: 'quiet_hours',
    })
  })

  it('two on one day merge into the more important: service first, sale second', () => {
    const items = calendarOf(plain)
    expect(outcomeOf(items, 'ask')).to.deep.include({ kind: 'planned', atMs: due })
    expect(outcomeOf(items, 'offer')).to.deep.equal({
      kind: 'dropped',
      why: { code: 'merged', into: stepKeyOf(startOf('care'), 'ask'), because: 'service_first' },
    })
  })

  for (const kind of ['shown', 'closed', 'chosen'] as const) {
    it(`what was merged does not come up again when the other is ${kind}`, () => {
      const step = { ...progressed(kind, 'ask', due, startOf('care')), expiresAtMs: due + 3 * DAY_MS }
      const items = calendarOf({ ...plain, progress: [step], nowMs: due + 60_000 })
      expect(outcomeOf(items, 'offer')).to.have.nested.property('why.code', 'merged')
    })
  }

  it('what is merged into gives way to the next when it finds no place itself', () => {
    const short = playbookOf('care', [stepOf('ask', { offsetDays: 2, priority: 10, expiresAfterDays: 1 })])
    const manners = { ...MANNERS, daysOff: ['2026-11-03'] }
    const items = calendarOf({
      ...plain,
      playbooks: [short, SALE],
      manners,
      contacts: [{ atMs: due + DAY_MS / 2, purpose: 'service' }],
    })
    expect(outcomeOf(items, 'ask').kind).to.equal('expired')
    expect(outcomeOf(items, 'offer').kind).to.equal('planned')
  })

  it('two moved onto the same day by more budget both come', () => {
    const manners = { ...MANNERS, budget: { perDay: 2, perWeek: 3 }, daysOff: ['2026-11-03'] }
    const next = playbookOf('sale', [stepOf('offer', { offsetDays: 3, purpose: 'sale' })])
    expect(comingOf(calendarOf({ ...plain, playbooks: [CARE, next], manners }))).to.deep.equal(['ask@3', 'offer@3'])
  })

  describe('two sales prompts in a row are not made', () => {
    const second = playbookOf('second', [stepOf('again', { offsetDays: 5, purpose: 'sale' })])
    const both = { ...plain, playbooks: [SALE, second, CARE], starts: [startOf('sale'), startOf('second')] }
    const firstSent = {
      contacts: [{ atMs: due, purpose: 'sale' as const }],
      progress: [progressed('closed', 'offer', due, startOf('sale'))],
    }

    it('the later one falls', () => {
      expect(outcomeOf(calendarOf(both), 'again')).to.deep.equal({ kind: 'dropped', why: { code: 'sale_after_sale' } })
    })
    it('what a guide said to sell counts', () => {
      const items = calendarOf({ ...both, contacts: [{ atMs: PAID_MS, purpose: 'sale' }] })
      expect(comingOf(items)).to.deep.equal([])
    })
    it('a mass send is no prompt: it takes its place in the budget and no more', () => {
      const items = calendarOf({ ...both, contacts: [{ atMs: PAID_MS, purpose: 'sale', isMass: true }] })
      expect(comingOf(items)).to.deep.equal(['offer@2'])
    })
    it('a service between them makes room', () => {
      const care = playbookOf('care', [stepOf('ask', { offsetDays: 4 })])
      const items = calendarOf({ ...both, playbooks: [SALE, second, care], starts: [...both.starts, startOf('care')] })
      expect(comingOf(items).sort()).to.deep.equal(['again@5', 'ask@4', 'offer@2'])
    })
    it('an answer between them makes room', () => {
      const answers = [{ stepKey: 'any', ask: 'effect', answer: 'good_effect', atMs: due + 1 }]
      const items = calendarOf({ ...both, ...firstSent, answers, nowMs: due + 2 })
      expect(outcomeOf(items, 'again').kind).to.equal('planned')
    })
    it('a purchase between them makes room', () => {
      const customer = { ...CUSTOMER, purchasesAtMs: [due + 1] }
      const items = calendarOf({ ...both, ...firstSent, customer, nowMs: due + 2 })
      expect(outcomeOf(items, 'again').kind).to.equal('planned')
    })
    it('the place of the one that falls is free for others', () => {
      const manners = { ...MANNERS, budget: { perDay: 1, perWeek: 2 } }
      const care = playbookOf('care', [stepOf('ask', { offsetDays: 6 })])
      const items = calendarOf({
        ...both,
        manners,
        playbooks: [SALE, second, care],
        starts: [...both.starts, startOf('care')],
      })
      expect(comingOf(items).sort()).to.deep.equal(['ask@6', 'offer@2'])
    })
    it('a sale the guide put off to a day is kept, and the planned one before it falls', () => {
      const chosen = { ...progressed('chosen', 'again', due + 4 * DAY_MS, startOf('second')), purpose: 'sale' as const }
      const items = calendarOf({ ...both, progress: [chosen] })
      expect(outcomeOf(items, 'again')).to.deep.equal({ kind: 'kept', as: 'chosen' })
      expect(outcomeOf(items, 'offer')).to.deep.equal({ kind: 'dropped', why: { code: 'sale_after_sale' } })
    })
    it('one that fell does not come up again because something else was said since', () => {
      const long = playbookOf('second', [stepOf('again', { offsetDays: 5, purpose: 'sale', expiresAfterDays: 20 })])
      const late = { atMs: due + 4 * DAY_MS, purpose: 'service' as const }
      const items = calendarOf({
        ...both,
        playbooks: [SALE, long],
        ...firstSent,
        contacts: [...firstSent.contacts, late],
        nowMs: due + 5 * DAY_MS,
      })
      expect(outcomeOf(items, 'again')).to.deep.equal({ kind: 'dropped', why: { code: 'sale_after_sale' } })
    })
  })

  describe('a complaint stops everything but its own follow-through', () => {
    const complaint = { openedAtMs: PAID_MS + 3 * DAY_MS }
    const through = playbookOf('complaint', [stepOf('call', { offsetDays: 0, time: undefined }), stepOf('progress')], {
      trigger: { on: 'complaint_opened' },
      exits: [{ on: 'customer_lost', drops: 'all' }],
    })
    const opened = startOf('complaint', { atMs: complaint.openedAtMs, anchorKey: 'complaint:3' })
    const stopped = playbookOf('care', CARE.steps.slice(), { exits: [{ on: 'complaint_opened', drops: 'all' }] })
    const input = { playbooks: [through, stopped], customer: { ...CUSTOMER, complaints: [complaint] } }
    const lateCare = startOf('care', { atMs: PAID_MS + 3 * DAY_MS })

    it('only the follow-through comes', () => {
      expect(comingOf(calendarOf({ ...input, starts: [opened, lateCare], nowMs: opened.atMs }))).to.deep.equal([
        'call@0',
        'progress@1',
      ])
    })
    it('it does not wait for the budget: the customer asked, and waits to hear', () => {
      const contacts = [0, 1, 2].map((days) => ({
        atMs: opened.atMs - 60_000 - days * DAY_MS,
        purpose: 'service' as const,
      }))
      const items = calendarOf({ ...input, starts: [opened], contacts, nowMs: opened.atMs })
      expect(outcomeOf(items, 'call')).to.deep.include({ kind: 'planned', atMs: opened.atMs })
      expect(comingOf(items)).to.deep.equal(['call@0', 'progress@1'])
    })
    it('what begins after it was closed comes', () => {
      const closed = { ...CUSTOMER, complaints: [{ ...complaint, closedAtMs: complaint.openedAtMs + DAY_MS }] }
      const start = startOf('care', { anchorKey: 'fact:2', atMs: complaint.openedAtMs + 2 * DAY_MS })
      expect(
        comingOf(calendarOf({ ...input, customer: closed, starts: [lateCare, start], nowMs: start.atMs })),
      ).to.deep.equal(['ask@2'])
    })
  })

  it('with nobody to speak everything falls, listed or not', () => {
    const items = calendarOf({
      ...plain,
      customer: { ...CUSTOMER, isReachable: false },
      progress: [progressed('shown', 'ask', due, startOf('care'))],
    })
    for (const { outcome } of items)
      expect(outcome).to.deep.equal({ kind: 'dropped', why: { code: 'exit', on: 'customer_lost' } })
  })

  it('what was shown because of an answer falls when the guide corrects it, and stays while nobody does', () => {
    const share = progressed('shown', 'day_7_share', due)
    const feedback = (answer: string) => answered('day_7_feedback', 'feedback', answer, due)
    const shown = (answers: Answer[]) =>
      outcomeOf(calendarOf({ progress: [share], answers, nowMs: due }), 'day_7_share')
    expect(shown([feedback('good_feedback')])).to.deep.equal({ kind: 'kept', as: 'shown' })
    expect(shown([])).to.deep.equal({ kind: 'kept', as: 'shown' })
    expect(shown([feedback('plain_feedback')])).to.have.nested.property('why.code', 'gate')
  })

  describe('when the guide wants no prompts of the customer', () => {
    const muted = (mutedUntilMs: number) => ({
      ...plain,
      starts: [startOf('care')],
      customer: { ...CUSTOMER, mutedUntilMs },
    })
    it('for ever: all falls, also what is on the desk', () => {
      const progress = [progressed('shown', 'ask', due, startOf('care'))]
      expect(outcomeOf(calendarOf(muted(Infinity)), 'ask')).to.deep.equal({ kind: 'dropped', why: { code: 'muted' } })
      expect(outcomeOf(calendarOf({ ...muted(Infinity), progress }), 'ask')).to.have.nested.property(
        'why.code',
        'muted',
      )
    })
    it('until tomorrow: what is still worth saying then comes then', () => {
      expect(outcomeOf(calendarOf(muted(due + DAY_MS / 2)), 'ask')).to.deep.include({
        kind: 'planned',
        atMs: at('2026-11-04T10:00'),
      })
    })
  })

  describe('a customer who does not want to be disturbed', () => {
    const said = { stepKey: 'any', ask: 'reply', answer: 'dont_disturb', atMs: PAID_MS }
    const codeOf = (over: Partial<CalendarInput>) =>
      outcomeOf(calendarOf({ ...plain, answers: [said], ...over }), 'ask')
    const leftAlone = { kind: 'dropped', why: { code: 'left_alone', sinceMs: PAID_MS } }

    it('is left alone by every playbook, whichever asked', () => {
      expect(codeOf({})).to.deep.equal(leftAlone)
      expect(codeOf({ progress: [progressed('shown', 'ask', due, startOf('care'))] })).to.deep.equal(leftAlone)
    })
    it('for 90 days', () => {
      expect(codeOf({ answers: [{ ...said, atMs: due - 90 * DAY_MS }] }).kind).to.equal('planned')
    })
    it('or until they buy again', () => {
      expect(codeOf({ customer: { ...CUSTOMER, purchasesAtMs: [PAID_MS + 1] } }).kind).to.equal('planned')
    })
    it('is served all the same where an order or a complaint needs it, and not sold to', () => {
      const answers = [said]
      expect(comingOf(calendarOf({ answers }))).to.deep.equal(['day_1@1', 'day_3@3', 'day_7@7'])
      const complained = playbookOf('care', CARE.steps.slice(), { trigger: { on: 'complaint_opened' } })
      expect(codeOf({ playbooks: [complained] }).kind).to.equal('planned')
    })
  })

  describe('a playbook rests', () => {
    const wake = playbookOf('care', CARE.steps.slice(), { restDays: 30, exits: [{ on: 'refunded', drops: 'all' }] })
    const later = (days: number) => startOf('care', { anchorKey: `fact:${days}`, atMs: PAID_MS + days * DAY_MS })
    const codeOf = (days: number[], first = {}) =>
      calendarOf({ playbooks: [wake], starts: [{ ...startOf('care'), ...first }, ...days.map(later)] }).map(
        ({ outcome }) => (outcome.kind === 'dropped' ? outcome.why.code : outcome.kind),
      )
    it('a later start within the rest falls, and does not rest a third', () => {
      expect(codeOf([20, 40])).to.deep.equal(['planned', 'rested', 'planned'])
    })
    it('a start whose time went by without a word rests nothing', () => {
      const nowMs = PAID_MS + 20 * DAY_MS
      const done = [progressed('closed', 'ask', due, startOf('care'))]
      const codes = (progress: typeof done) =>
        calendarOf({ playbooks: [wake], starts: [startOf('care'), later(20)], progress, nowMs }).map(({ outcome }) =>
          outcome.kind === 'dropped' ? outcome.why.code : outcome.kind,
        )
      expect(codes([])).to.deep.equal(['too_late', 'planned'])
      expect(codes(done)).to.deep.equal(['kept', 'rested'])
    })
    it('a start that stopped before it said anything rests nothing', () => {
      expect(codeOf([20], { refundedAtMs: PAID_MS })).to.deep.equal(['exit', 'planned'])
    })
  })

  it('nothing is said after the session, the phase or the holiday is over', () => {
    const items = calendarOf({ ...plain, starts: [startOf('care', { endsAtMs: due - 1 })] })
    expect(outcomeOf(items, 'ask')).to.deep.equal({ kind: 'expired', why: 'too_late' })
  })

  it('a date can be prepared for: offsets before it', () => {
    const gift = playbookOf('gift', [stepOf('gift', { offsetDays: -3 })])
    const start = startOf('gift', { atMs: PAID_MS + 10 * DAY_MS })
    expect(comingOf(calendarOf({ playbooks: [gift], starts: [start] }))).to.deep.equal(['gift@-3'])
  })

  it('a gate waits for its answer until its time, and then falls', () => {
    const gated = stepOf('check', { offsetDays: 5, gates: [{ step: 'ask', ask: 'ok', is: ['no'] }] })
    const input = { playbooks: [playbookOf('care', [stepOf('ask'), gated])], starts: [startOf('care')] }
    const no = { stepKey: stepKeyOf(startOf('care'), 'ask'), ask: 'ok', answer: 'no', atMs: PAID_MS + 2 * DAY_MS }
    const done = { ...input, progress: [progressed('closed', 'ask', PAID_MS + DAY_MS, startOf('care'))] }
    expect(outcomeOf(calendarOf(input), 'check')).to.deep.equal({ kind: 'waiting', step: 'ask' })
    expect(outcomeOf(calendarOf({ ...done, answers: [no], nowMs: no.atMs }), 'check')).to.have.property(
      'kind',
      'planned',
    )
    expect(outcomeOf(calendarOf({ ...done, nowMs: PAID_MS + 5 * DAY_MS }), 'check')).to.deep.equal({
      kind: 'dropped',
      why: { code: 'gate_unanswered', step: 'ask' },
    })
  })

  it('editing a playbook keeps progress: what was done stays done, what is new is planned', () => {
    const progress = [progressed('closed', 'day_1', PAID_MS + DAY_MS)]
    const edited = playbookOf('first_purchase', [stepOf('day_2', { offsetDays: 2 }), stepOf('day_1')])
    const items = calendarOf({ playbooks: [edited], starts: [ORDER], progress, nowMs: PAID_MS + DAY_MS })
    expect(outcomeOf(items, 'day_1')).to.deep.equal({ kind: 'kept', as: 'closed' })
    expect(comingOf(items)).to.deep.equal(['day_2@2'])
  })

  const exits: [ExitFact, Partial<typeof CUSTOMER>][] = [
    ['first_purchase', { purchasesAtMs: [PAID_MS - DAY_MS] }],
    ['purchased', { purchasesAtMs: [PAID_MS + 1] }],
    ['card_claimed', { hasMemberCard: true }],
  ]
  for (const [exit, facts] of exits) {
    it(`ends with ${exit}`, () => {
      const playbook = playbookOf('care', CARE.steps.slice(), { exits: [{ on: exit, drops: 'all' }] })
      const plainCustomer = { ...CUSTOMER, purchasesAtMs: [], hasMemberCard: false }
      const input = { playbooks: [playbook], starts: [startOf('care')] }
      expect(comingOf(calendarOf({ ...input, customer: plainCustomer }))).to.deep.equal(['ask@2'])
      expect(comingOf(calendarOf({ ...input, customer: { ...plainCustomer, ...facts } }))).to.deep.equal([])
    })
  }
})
