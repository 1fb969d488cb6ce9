import { expect } from 'chai'
import fc from 'fast-check'
import { decideReferral } from '../../../app/domain/referrals/decideReferral.ts'
import type { FriendOrder, ReferralFacts, ReferralRules } from '../../../app/domain/referrals/facts.ts'
import { honoursToPost, type PostedPoints, rewardToPost } from '../../../app/domain/referrals/points.ts'
import { factsOf, NO_HOLIDAYS, onDay, orderOf, RULES } from './referralFactory.ts'

/** One thing that is told, whenever it may be. */
type Told =
  | { kind: 'order'; order: FriendOrder }
  | { kind: 'refund'; orderId: number; atMs: number; fen: number }
  | { kind: 'complaint'; openedAtMs: number; closedAtMs: number | undefined }
  | { kind: 'first_contact'; atMs: number }

const END_MS = onDay(120)
const day = (min: number, max: number) => fc.integer({ min: min * 2, max: max * 2 }).map((halves) => onDay(halves / 2))

const order = fc
  .record({
    orderId: fc.integer({ min: 1, max: 3 }),
    paidAtMs: day(-2, 40),
    delivery: fc.constantFrom('pickup', 'shipping', null),
    takesDays: fc.option(fc.integer({ min: 0, max: 20 })),
    paidFen: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ takesDays, ...rest }) => ({
    kind: 'order' as const,
    order: orderOf({
      ...rest,
      number: `pos/${rest.orderId}`,
      completedAtMs: takesDays === null ? undefined : rest.paidAtMs + takesDays * (onDay(1) - onDay(0)),
    }),
  }))
const refund = fc.record({
  kind: fc.constant('refund' as const),
  orderId: fc.integer({ min: 1, max: 3 }),
  atMs: day(0, 90),
  fen: fc.integer({ min: 1, max: 3 }),
})
const complaint = fc
  .record({ openedAtMs: day(0, 60), lastsDays: fc.option(fc.integer({ min: 1, max: 20 })) })
  .map(({ openedAtMs, lastsDays }) => ({
    kind: 'complaint' as const,
    openedAtMs,
    closedAtMs: lastsDays === null ? undefined : openedAtMs + lastsDays * (onDay(1) - onDay(0)),
  }))
const contact = fc.record({ kind: fc.constant('first_contact' as const), atMs: day(-3, 0) })

const life: fc.Arbitrary<Told[]> = fc
  .tuple(
    fc.uniqueArray(order, { maxLength: 3, selector: (told) => told.order.orderId }),
    fc.array(refund, { maxLength: 4 }),
    fc.array(complaint, { maxLength: 2 }),
    fc.array(contact, { maxLength: 1 }),
  )
  .map((parts) => parts.flat())

const rules = fc
  .constantFrom<ReferralRules['lateRefund']>('take_back', 'keep')
  .map((lateRefund): ReferralRules => ({ ...RULES, lateRefund }))

/** What is known once these were told; a refund of an order nobody knows waits for it. */
function knownFrom(told: readonly Told[], nowMs: number): ReferralFacts {
  const refunds = told.flatMap((one) => (one.kind === 'refund' ? [one] : []))
  return factsOf({
    nowMs,
    orders: told.flatMap((one) =>
      one.kind === 'order'
        ? [{ ...one.order, refunds: refunds.filter(({ orderId }) => orderId === one.order.orderId) }]
        : [],
    ),
    complaints: told.flatMap((one) => (one.kind === 'complaint' ? [one] : [])),
    firstContactAtMs: Math.min(onDay(0), ...told.flatMap((one) => (one.kind === 'first_contact' ? [one.atMs] : []))),
  })
}

/** Lives through it: after each word, and at each look, what is missing is posted. */
function live(told: readonly Told[], looks: readonly number[], by: ReferralRules) {
  const posted: PostedPoints[] = []
  const held = () => posted.reduce((sum, { points }) => sum + points, 0)
  const post = (facts: ReferralFacts) => {
    const { state, why } = decideReferral(facts, by, NO_HOLIDAYS)
    const change = rewardToPost(state === 'rewarded' ? by.points : 0, 1, posted)
    if (change) posted.push({ referralId: 1, ...change })
    expect(held(), 'never rewarded twice, never taken below nothing').to.be.oneOf([0, by.points])
    return `${state} ${why}`
  }
  const times = [...looks].sort((a, b) => a - b)
  for (const [index, nowMs] of times.entries()) post(knownFrom(told.slice(0, index + 1), nowMs))
  const end = post(knownFrom(told, END_MS))
  return { end, held: held(), rounds: posted.map(({ cause, level }) => `${cause}${level}`) }
}

describe('a referral in any order of arrival', () => {
  const lives = life.chain((told) =>
    fc.record({
      told: fc.constant(told),
      shuffled: fc.shuffledSubarray(told, { minLength: told.length }),
      looks: fc.array(day(0, 110), { maxLength: told.length + 3 }),
    }),
  )

  it('ends in the same state with the same points, whenever somebody looked', () => {
    fc.assert(
      fc.property(lives, rules, ({ told, shuffled, looks }, by) => {
        const [straight, mixed] = [live(told, [], by), live(shuffled, looks, by)]
        expect(mixed.end).to.equal(straight.end)
        expect(mixed.held).to.equal(straight.held)
      }),
    )
  })

  it('told again changes nothing and posts nothing', () => {
    fc.assert(
      fc.property(lives, rules, ({ told, looks }, by) => {
        const once = live(told, looks, by)
        const twice = live(told, [...looks, END_MS, END_MS], by)
        expect(twice.held).to.equal(once.held)
      }),
    )
  })

  it('a friend who never bought never brings a point', () => {
    fc.assert(
      fc.property(lives, rules, ({ told, looks }, by) => {
        const unpaid = told.filter(({ kind }) => kind !== 'order')
        expect(live(unpaid, looks, by)).to.include({ held: 0 })
      }),
    )
  })

  it('honours stand for the number of friends, through any ups and downs', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(counts, (friends) => {
        const posted: PostedPoints[] = []
        for (const count of friends)
          posted.push(...honoursToPost(count, RULES.honours, posted).map((change) => ({ referralId: 1, ...change })))
        const last = friends.at(-1) ?? 0
        const due = RULES.honours
          .filter((honour) => honour.friends <= last)
          .reduce((sum, { points }) => sum + points, 0)
        expect(posted.reduce((sum, { points }) => sum + points, 0)).to.equal(due)
        const keys = posted.map(({ cause, level }, at) => {
          const before = posted.slice(0, at).filter((row) => row.cause === cause && row.level === level).length
          return `${cause}:${level}:${before}`
        })
        expect(new Set(keys).size).to.equal(keys.length)
      }),
    )
  })
})
