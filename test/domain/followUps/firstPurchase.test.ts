import { expect } from 'chai'
import type { CalendarInput, PlaybookStart } from '../../../app/domain/followUps/calendar.ts'
import type { ExitFact } from '../../../app/domain/followUps/playbook.ts'
import {
  answered,
  at,
  CUSTOMER,
  calendarOf,
  comingOf,
  DAY_MS,
  HOUR_MS,
  itemOf,
  ORDER,
  outcomeOf,
  PAID_MS,
  progressed,
} from './calendarFactory.ts'

const planOf = (over: Partial<PlaybookStart>) => comingOf(calendarOf({ starts: [{ ...ORDER, ...over }] }))
const asksOf = (stepId: string) => itemOf(calendarOf(), stepId).step.asks?.map(({ id }) => id)
const setOf = (stepId: string) => itemOf(calendarOf(), stepId).step.talkTrackSet

/** On day 7 the guide has spoken and taps what the customer said. */
function onDay7(taps: [stepId: string, ask: string, answer: string][], over: Partial<CalendarInput> = {}) {
  const nowMs = PAID_MS + 7 * DAY_MS
  const steps = new Set(['day_1', 'day_3', 'day_7', ...taps.map(([stepId]) => stepId)])
  return calendarOf({
    nowMs,
    progress: [...steps].map((stepId) => progressed('closed', stepId, nowMs - HOUR_MS)),
    answers: taps.map(([stepId, ask, answer]) => answered(stepId, ask, answer, nowMs)),
    contacts: [{ atMs: nowMs - HOUR_MS, purpose: 'service' }],
    ...over,
  })
}

describe('first purchase, sentence by sentence', () => {
  const plans: [sentence: string, facts: Partial<PlaybookStart>, plan: string[]][] = [
    [
      'day 1, day 3, day 7, and n 7 days before the product is used up',
      {},
      ['day_1@1', 'day_3@3', 'day_7@7', 'step_n@53'],
    ],
    ['more bought lasts longer: n comes later', { useUpDays: 120 }, ['day_1@1', 'day_3@3', 'day_7@7', 'step_n@113']],
    [
      'slow effect: feedback moves to day 14',
      { slowEffect: true },
      ['day_1@1', 'day_3@3', 'day_7_slow@7', 'day_14@14', 'step_n@53'],
    ],
    [
      'bought this product twice or more: 1, 3, 7 are dropped, only n stays',
      { boughtThisProductBefore: true },
      ['step_n@53'],
    ],
    [
      '… of a slow-effect product too',
      { boughtThisProductBefore: true, slowEffect: true, isRepeatBuyer: true },
      ['step_n@53'],
    ],
    ['… picked up in the shop too', { boughtThisProductBefore: true, delivery: 'pickup' }, ['step_n@53']],
    [
      'a repeat buyer of A who buys B for the first time: without day 1',
      { isRepeatBuyer: true },
      ['day_3@3', 'day_7@7', 'step_n@53'],
    ],
    [
      '… picked up in the shop too',
      { isRepeatBuyer: true, delivery: 'pickup' },
      ['day_3_pickup@3', 'day_7@7', 'step_n@53'],
    ],
    [
      'picked up: a thank-you on day 1, and no parcel on day 3',
      { delivery: 'pickup' },
      ['day_1_pickup@1', 'day_3_pickup@3', 'day_7@7', 'step_n@53'],
    ],
    ['no known cycle: no n', { useUpDays: undefined }, ['day_1@1', 'day_3@3', 'day_7@7']],
    [
      'used up a day later than that: n comes the day after',
      { useUpDays: 8, boughtThisProductBefore: true },
      ['step_n@1'],
    ],
    ['used up within the week: n would come before the goods', { useUpDays: 7 }, ['day_1@1', 'day_3@3', 'day_7@7']],
    ['a refund or a return stops the track', { refundedAtMs: PAID_MS }, []],
    [
      'a new purchase of the same product restarts the cycle: this n goes',
      { boughtAgainAtMs: PAID_MS + DAY_MS },
      ['day_1@1', 'day_3@3', 'day_7@7'],
    ],
  ]
  for (const [sentence, facts, plan] of plans) {
    it(sentence, () => expect(planOf(facts)).to.deep.equal(plan))
  }

  it('starts per customer and product: what is said of one product is said for both on the same day', () => {
    const items = calendarOf({ starts: [ORDER, { ...ORDER, subject: 'TEA-02' }] })
    expect(items.filter(({ step }) => step.id === 'day_3').map(({ outcome }) => outcome.kind)).to.deep.equal([
      'planned',
      'dropped',
    ])
    expect(outcomeOf(items, 'day_3', 'TEA-02')).to.deep.include({
      why: { code: 'merged', into: 'first_purchase|TEA-01|order:1|day_3', because: 'earlier' },
    })
  })

  it('is due at the time of day the playbook says, in Shanghai, and useful for as long as it says', () => {
    expect(outcomeOf(calendarOf(), 'day_1')).to.deep.equal({
      kind: 'planned',
      atMs: at('2026-11-02T09:50'),
      expiresAtMs: at('2026-11-04T09:50'),
    })
  })

  it('day 1 confirms the delivery address', () => {
    expect(asksOf('day_1')).to.deep.equal(['address'])
    expect(setOf('day_1')).to.equal('first-purchase/day-1')
  })

  it('day 3 asks about damage or missing pieces; there is nothing to ask about a parcel after a pickup', () => {
    expect(asksOf('day_3')).to.deep.equal(['damage'])
    expect(itemOf(calendarOf(), 'day_3_pickup').step.asks ?? []).to.deep.equal([])
  })

  it('damage opens an issue at once, and the track stops', () => {
    const damaged = itemOf(calendarOf(), 'day_3').step.asks?.[0]?.answers.find(({ id }) => id === 'damaged')
    expect(damaged?.opens).to.equal('complaint')
    const complaints = [{ openedAtMs: PAID_MS + 3 * DAY_MS }]
    const items = calendarOf({ customer: { ...CUSTOMER, complaints }, nowMs: PAID_MS + 3 * DAY_MS })
    expect(comingOf(items)).to.deep.equal([])
    expect(outcomeOf(items, 'step_n')).to.deep.equal({ kind: 'dropped', why: { code: 'exit', on: 'complaint_opened' } })
  })

  it('what a complaint stopped does not come back when it is closed', () => {
    const complaints = [{ openedAtMs: PAID_MS + 3 * DAY_MS, closedAtMs: PAID_MS + 5 * DAY_MS }]
    expect(comingOf(calendarOf({ customer: { ...CUSTOMER, complaints }, nowMs: PAID_MS + 6 * DAY_MS }))).to.deep.equal(
      [],
    )
  })

  it('a purchase after the complaint was closed is followed again', () => {
    const complaints = [{ openedAtMs: PAID_MS - 3 * DAY_MS, closedAtMs: PAID_MS - DAY_MS }]
    expect(comingOf(calendarOf({ customer: { ...CUSTOMER, complaints } }))).to.have.length(4)
  })

  it('day 7 asks about difficulties first: feedback and sharing wait', () => {
    const items = calendarOf()
    expect(asksOf('day_7')).to.deep.equal(['difficulties'])
    expect(outcomeOf(items, 'day_7_feedback')).to.deep.equal({ kind: 'waiting', step: 'day_7' })
    expect(outcomeOf(items, 'day_7_share')).to.deep.equal({ kind: 'waiting', step: 'day_7_feedback' })
  })

  it('only if there are no difficulties it asks for feedback, at once', () => {
    const items = onDay7([['day_7', 'difficulties', 'no_difficulties']])
    expect(outcomeOf(items, 'day_7_feedback')).to.deep.include({ kind: 'planned', atMs: PAID_MS + 7 * DAY_MS })
    expect(outcomeOf(items, 'day_7_share').kind).to.equal('waiting')
    expect(outcomeOf(items, 'day_7_help').kind).to.equal('dropped')
  })

  it('with difficulties it helps, and asks for nothing', () => {
    const items = onDay7([['day_7', 'difficulties', 'has_difficulties']])
    expect(outcomeOf(items, 'day_7_help').kind).to.equal('planned')
    expect(outcomeOf(items, 'day_7_feedback')).to.deep.equal({
      kind: 'dropped',
      why: { code: 'gate', step: 'day_7', answer: 'has_difficulties' },
    })
    expect(outcomeOf(items, 'day_7_share')).to.deep.equal({
      kind: 'dropped',
      why: { code: 'gate_unanswered', step: 'day_7_feedback' },
    })
  })

  it('only if feedback is good it invites to share, with its incentive', () => {
    const items = onDay7([
      ['day_7', 'difficulties', 'no_difficulties'],
      ['day_7_feedback', 'feedback', 'good_feedback'],
    ])
    expect(outcomeOf(items, 'day_7_share').kind).to.equal('planned')
    expect(itemOf(items, 'day_7_share').step.offer).to.equal('share')
  })

  it('plain feedback is not asked to share', () => {
    const items = onDay7([
      ['day_7', 'difficulties', 'no_difficulties'],
      ['day_7_feedback', 'feedback', 'plain_feedback'],
    ])
    expect(outcomeOf(items, 'day_7_share')).to.deep.include({ kind: 'dropped' })
  })

  it('the last tap counts when the guide corrects an answer', () => {
    const nowMs = PAID_MS + 7 * DAY_MS
    const items = onDay7([['day_7', 'difficulties', 'no_difficulties']], {
      answers: [
        answered('day_7', 'difficulties', 'no_difficulties', nowMs - HOUR_MS),
        answered('day_7', 'difficulties', 'has_difficulties', nowMs),
      ],
    })
    expect(outcomeOf(items, 'day_7_feedback').kind).to.equal('dropped')
  })

  it('slow effect: day 7 asks difficulties only', () => {
    const items = calendarOf({ starts: [{ ...ORDER, slowEffect: true }] })
    expect(asksOf('day_7_slow')).to.deep.equal(['difficulties'])
    expect(outcomeOf(items, 'day_7_feedback').kind).to.equal('dropped')
    expect(itemOf(items, 'day_14').step.asks?.map(({ id }) => id)).to.deep.equal(['feedback'])
  })

  const onDay14: [answer: string, comes: string[]][] = [
    ['no_difficulties', ['day_14@14']],
    ['has_difficulties', ['day_14_check@14']],
    ['complaint', []],
  ]
  for (const [answer, comes] of onDay14) {
    it(`slow effect: after ${answer} on day 7 comes ${comes.join() || 'nothing'} on day 14`, () => {
      const items = calendarOf({
        starts: [{ ...ORDER, slowEffect: true }],
        answers: [answered('day_7_slow', 'difficulties', answer, PAID_MS + 7 * DAY_MS)],
        progress: [progressed('closed', 'day_7_slow', PAID_MS + 7 * DAY_MS)],
        nowMs: PAID_MS + 8 * DAY_MS,
      })
      expect(comingOf(items).filter((step) => step.endsWith('@14'))).to.deep.equal(comes)
    })
  }

  it('n asks about the effect, with the repurchase offer', () => {
    const { step } = itemOf(calendarOf(), 'step_n')
    expect(step.asks?.map(({ id }) => id)).to.include('effect')
    expect(step.offer).to.equal('repurchase')
    expect(step.purpose).to.equal('sale')
  })

  it('the new purchase of the same product has its own n', () => {
    const again: PlaybookStart = {
      ...ORDER,
      anchorKey: 'order:2',
      atMs: PAID_MS + 40 * DAY_MS,
      boughtThisProductBefore: true,
    }
    const items = calendarOf({ starts: [{ ...ORDER, boughtAgainAtMs: again.atMs }, again], nowMs: again.atMs })
    expect(comingOf(items)).to.deep.equal(['step_n@53'])
    expect(items.find(({ outcome }) => outcome.kind === 'planned')?.start).to.equal(again)
  })

  it('drops what is long past when the order arrives late, and says so', () => {
    const items = calendarOf({ nowMs: PAID_MS + 8 * DAY_MS })
    expect(comingOf(items)).to.deep.equal(['day_7@8', 'step_n@53'])
    expect(outcomeOf(items, 'day_1')).to.deep.equal({
      kind: 'dropped',
      why: { code: 'too_late', expiredAtMs: at('2026-11-04T09:50') },
    })
    expect(outcomeOf(items, 'day_1_pickup')).to.deep.equal({
      kind: 'dropped',
      why: { code: 'condition', condition: 'delivery' },
    })
  })

  const stops: [ExitFact, Partial<CalendarInput>][] = [
    ['customer_lost', { customer: { ...CUSTOMER, isReachable: false } }],
    ['complaint_opened', { customer: { ...CUSTOMER, complaints: [{ openedAtMs: PAID_MS }] } }],
    ['refunded', { starts: [{ ...ORDER, refundedAtMs: PAID_MS + 1 }] }],
  ]
  for (const [exit, over] of stops) {
    it(`also what the guide has on the desk falls with ${exit}`, () => {
      const items = calendarOf({ ...over, progress: [progressed('shown', 'day_1', PAID_MS)] })
      expect(outcomeOf(items, 'day_1')).to.deep.equal({ kind: 'dropped', why: { code: 'exit', on: exit } })
    })
  }
})
