import { expect } from 'chai'
import fc from 'fast-check'
import { businessDayOf, daysBetween } from '../../../app/domain/businessDay.ts'
import { planSteps, type TriggerFacts } from '../../../app/domain/followUps/planSteps.ts'
import type { ExitFact } from '../../../app/domain/followUps/playbook.ts'
import { FIRST_PURCHASE, NEW_FRIEND } from './playbookFixtures.ts'

const DAY_MS = 86_400_000
const PAID_MS = Date.parse('2026-11-01T14:00:00+08:00')
const USE_UP: Partial<TriggerFacts> = { useUpDays: 60 }

/** `day_7@7` for each planned step: its id and on which day after the trigger it is due. */
function planOf(playbook: typeof FIRST_PURCHASE, facts: Partial<TriggerFacts>, nowMs = PAID_MS): string[] {
  const { planned } = planSteps(playbook, { atMs: PAID_MS, ...facts }, nowMs)
  const triggerDay = businessDayOf(PAID_MS)
  return planned.map((step) => `${step.stepId}@${daysBetween(triggerDay, businessDayOf(step.dueAtMs))}`)
}

const asksOf = (facts: Partial<TriggerFacts>, stepId: string) =>
  planSteps(FIRST_PURCHASE, { atMs: PAID_MS, ...facts }, PAID_MS)
    .planned.find((step) => step.stepId === stepId)
    ?.asks.map(({ ask, onlyAfter }) => (onlyAfter ? `${ask} after ${onlyAfter}` : ask))

describe('first purchase: the 1-3-7-n rule', () => {
  const sentences: [sentence: string, facts: Partial<TriggerFacts>, plan: string[]][] = [
    ['day 1, day 3, day 7, and n 7 days before it is used up', USE_UP, ['day_1@1', 'day_3@3', 'day_7@7', 'day_n@53']],
    [
      'slow effect: day 7 asks difficulties only, feedback moves to day 14',
      { ...USE_UP, slowEffect: true },
      ['day_1@1', 'day_3@3', 'day_7_slow@7', 'day_14_slow@14', 'day_n@53'],
    ],
    ['bought this product twice or more: only n stays', { ...USE_UP, boughtThisProductBefore: true }, ['day_n@53']],
    [
      'also for a slow-effect product',
      { ...USE_UP, slowEffect: true, boughtThisProductBefore: true, isRepeatBuyer: true },
      ['day_n@53'],
    ],
    [
      'a repeat buyer of A who buys B for the first time: without day 1',
      { ...USE_UP, isRepeatBuyer: true },
      ['day_3@3', 'day_7@7', 'day_n@53'],
    ],
    [
      'picked up in the shop: a thank-you on day 1, no parcel on day 3',
      { ...USE_UP, delivery: 'pickup' },
      ['day_1_thanks@1', 'day_3_pickup@3', 'day_7@7', 'day_n@53'],
    ],
    ['a refund stops the track', { ...USE_UP, exits: ['refunded'] }, []],
    ['a return stops the track', { ...USE_UP, exits: ['returned'] }, []],
    ['an open complaint stops the track', { ...USE_UP, exits: ['complaint_opened'] }, []],
    [
      'a new purchase of the same product restarts the cycle for n: this n goes',
      { ...USE_UP, exits: ['bought_again'] },
      ['day_1@1', 'day_3@3', 'day_7@7'],
    ],
    ['without a known cycle there is no n', {}, ['day_1@1', 'day_3@3', 'day_7@7']],
    ['used up within the week: n would come before the goods', { useUpDays: 7 }, ['day_1@1', 'day_3@3', 'day_7@7']],
  ]
  for (const [sentence, facts, plan] of sentences) {
    it(sentence, () => expect(planOf(FIRST_PURCHASE, facts)).to.deep.equal(plan))
  }

  const asked: [sentence: string, facts: Partial<TriggerFacts>, stepId: string, asks: string[]][] = [
    ['day 1 confirms the address and the parcel', {}, 'day_1', ['delivery_address', 'watch_for_parcel']],
    ['day 3 asks about damage, then teaches use', {}, 'day_3', ['damage_or_missing', 'use_and_cautions']],
    ['day 3 of a pickup does not ask about the parcel', { delivery: 'pickup' }, 'day_3_pickup', ['use_and_cautions']],
    [
      'day 7: feedback only without difficulties, share only after good feedback',
      {},
      'day_7',
      ['difficulties', 'feedback after no_difficulties', 'share_with_incentive after good_feedback'],
    ],
    ['day 7 of a slow-effect product asks difficulties only', { slowEffect: true }, 'day_7_slow', ['difficulties']],
    ['n asks about the effect and brings the offer', USE_UP, 'day_n', ['effect', 'repurchase_offer']],
  ]
  for (const [sentence, facts, stepId, asks] of asked) {
    it(sentence, () => expect(asksOf(facts, stepId)).to.deep.equal(asks))
  }

  it('is due at the time of day the playbook says, in Shanghai', () => {
    const [first] = planSteps(FIRST_PURCHASE, { atMs: PAID_MS }, PAID_MS).planned
    expect(first?.dueAtMs).to.equal(Date.parse('2026-11-02T10:00:00+08:00'))
    expect(first?.expiresAtMs).to.equal(Date.parse('2026-11-05T10:00:00+08:00'))
    expect(first?.reasonCode).to.equal('first_purchase_day_1')
  })

  it('drops what is long past when the order arrives late, and says so', () => {
    const { planned, dropped } = planSteps(FIRST_PURCHASE, { atMs: PAID_MS, ...USE_UP }, PAID_MS + 8 * DAY_MS)
    expect(planned.map((step) => step.stepId)).to.deep.equal(['day_7', 'day_n'])
    const why = (stepId: string) => dropped.find((step) => step.stepId === stepId)?.why
    expect(why('day_1')).to.deep.equal({ code: 'too_late', expiredAtMs: Date.parse('2026-11-05T10:00:00+08:00') })
    expect(why('day_1_thanks')).to.deep.equal({ code: 'condition', condition: 'delivery' })
  })

  it('names the fact that stopped a step', () => {
    const { dropped } = planSteps(FIRST_PURCHASE, { atMs: PAID_MS, exits: ['refunded'] }, PAID_MS)
    expect(dropped.map((step) => step.why)).to.deep.equal(
      FIRST_PURCHASE.steps.map(() => ({ code: 'exit', on: 'refunded' })),
    )
  })
})

describe('new friend without a purchase', () => {
  it('is spoken to on day 1, 3 and 7 after the automatic welcome', () => {
    expect(planOf(NEW_FRIEND, { isWelcomed: true })).to.deep.equal(['day_1@1', 'day_3@3', 'day_7@7'])
  })

  it('is welcomed by the guide at once if the automatic welcome did not go out', () => {
    expect(planOf(NEW_FRIEND, {})).to.deep.equal(['welcome@0', 'day_1@1', 'day_3@3', 'day_7@7'])
    expect(planSteps(NEW_FRIEND, { atMs: PAID_MS }, PAID_MS).planned[0]?.dueAtMs).to.equal(PAID_MS)
  })

  for (const exit of ['first_purchase', 'customer_lost', 'complaint_opened'] satisfies ExitFact[]) {
    it(`ends with ${exit}`, () => expect(planOf(NEW_FRIEND, { exits: [exit] })).to.deep.equal([]))
  }
})

describe('planning, whatever the facts', () => {
  const maybe = (values: fc.Arbitrary<boolean>) => fc.option(values, { nil: undefined })
  const facts: fc.Arbitrary<TriggerFacts> = fc.record({
    atMs: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }),
    delivery: fc.constantFrom('pickup' as const, 'shipping' as const, undefined),
    slowEffect: maybe(fc.boolean()),
    boughtThisProductBefore: maybe(fc.boolean()),
    isRepeatBuyer: maybe(fc.boolean()),
    isWelcomed: maybe(fc.boolean()),
    useUpDays: fc.option(fc.nat(400), { nil: undefined }),
    exits: fc.subarray<ExitFact>(['refunded', 'bought_again', 'first_purchase', 'customer_lost']),
  })

  it('answers for every step exactly once, in the order of due times, never after it expired', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(FIRST_PURCHASE, NEW_FRIEND),
        facts,
        fc.integer({ min: -10, max: 400 }),
        (playbook, given, days) => {
          const nowMs = given.atMs + days * DAY_MS
          const { planned, dropped } = planSteps(playbook, given, nowMs)
          const answered = [...planned, ...dropped].map((step) => step.stepId).sort()
          expect(answered).to.deep.equal(playbook.steps.map((step) => step.id).sort())
          const dues = planned.map((step) => step.dueAtMs)
          expect(dues).to.deep.equal([...dues].sort((a, b) => a - b))
          for (const step of planned) expect(step.expiresAtMs).to.be.greaterThan(nowMs)
        },
      ),
    )
  })

  it('never plans two of the steps 1, 3, 7 and 14 for one day', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { planned } = planSteps(FIRST_PURCHASE, given, given.atMs)
        const days = planned.filter((step) => step.stepId !== 'day_n').map((step) => businessDayOf(step.dueAtMs))
        expect(new Set(days).size).to.equal(days.length)
      }),
    )
  })
})
