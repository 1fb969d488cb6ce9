import { expect } from 'chai'
import { decideReferral } from '../../../app/domain/referrals/decideReferral.ts'
import type { FriendOrder, ReferralFacts, ReferralRules } from '../../../app/domain/referrals/facts.ts'
import { DAY_MS, factsOf, JOINED_MS, NO_HOLIDAYS, onDay, orderOf, RULES } from './referralFactory.ts'

const decide = (facts: Partial<ReferralFacts>, rules: Partial<ReferralRules> = {}) =>
  decideReferral(factsOf(facts), { ...RULES, ...rules }, NO_HOLIDAYS)
const bought = (over: Partial<FriendOrder> = {}) => ({ orders: [orderOf(over)] })
const refund = (days: number, fen: number) => ({ atMs: onDay(days), fen })

describe('what becomes of a referral', () => {
  const rows: [what: string, facts: Partial<ReferralFacts>, outcome: string, rules?: Partial<ReferralRules>][] = [
    ['a friend who has not bought', {}, 'joined no_order'],
    ['bought in the shop, the window still open', { ...bought(), nowMs: onDay(6.9) }, 'waiting window'],
    ['the window over', { ...bought(), nowMs: onDay(7) }, 'rewarded passed'],
    ['a weekend does not count', { ...bought({ completedAtMs: onDay(4) }), nowMs: onDay(10) }, 'waiting window'],
    ['nor do two', { ...bought({ completedAtMs: onDay(4) }), nowMs: onDay(11) }, 'rewarded passed'],
    [
      'a parcel under way',
      { ...bought({ delivery: 'shipping', completedAtMs: undefined }), nowMs: onDay(9) },
      'joined not_completed',
    ],
    [
      'a parcel nobody told of any more',
      { ...bought({ delivery: 'shipping', completedAtMs: undefined }), nowMs: onDay(11) },
      'waiting window',
    ],
    ['taken along without a word of completion', bought({ completedAtMs: undefined }), 'rewarded passed'],
    ['returned in part', bought({ refunds: [refund(2, 9_999)] }), 'rewarded passed'],
    ['returned whole in the window', bought({ refunds: [refund(2, 10_000)] }), 'void refunded'],
    ['returned whole in two steps', bought({ refunds: [refund(2, 4_000), refund(3, 6_000)] }), 'void refunded'],
    ['returned whole on the last moment', bought({ refunds: [refund(7, 10_000)] }), 'void refunded'],
    ['returned whole after the reward', bought({ refunds: [refund(8, 10_000)] }), 'void taken_back'],
    ['the same where it is kept', bought({ refunds: [refund(8, 10_000)] }), 'rewarded kept', { lateRefund: 'keep' }],
    [
      'given back before it arrived, which is no purchase',
      bought({ delivery: 'shipping', completedAtMs: onDay(3), refunds: [refund(1, 10_000)] }),
      'joined no_order',
    ],
    ['a gift for nothing', bought({ paidFen: 0 }), 'joined no_order'],
    ['refers themselves', { ...bought(), isSelf: true }, 'void self'],
    ['known before the scan', { ...bought(), firstContactAtMs: onDay(-1) }, 'void existing_customer'],
    ['WeCom tells one scan twice', { ...bought(), firstContactAtMs: JOINED_MS - 30_000 }, 'rewarded passed'],
    ['bought before the scan', bought({ paidAtMs: onDay(-30), completedAtMs: onDay(-30) }), 'void former_buyer'],
    [
      'a complaint open when it fell due',
      { ...bought(), complaints: [{ openedAtMs: onDay(5), closedAtMs: undefined }] },
      'waiting complaint_open',
    ],
    [
      'a complaint settled later',
      { ...bought(), complaints: [{ openedAtMs: onDay(5), closedAtMs: onDay(20) }] },
      'rewarded passed',
    ],
    [
      'a refund while the complaint held it',
      {
        ...bought({ refunds: [refund(15, 10_000)] }),
        complaints: [{ openedAtMs: onDay(5), closedAtMs: onDay(20) }],
      },
      'void refunded',
    ],
    [
      'a second complaint before the first was settled',
      {
        ...bought(),
        complaints: [
          { openedAtMs: onDay(18), closedAtMs: undefined },
          { openedAtMs: onDay(5), closedAtMs: onDay(20) },
        ],
      },
      'waiting complaint_open',
    ],
    [
      'a complaint after the reward',
      { ...bought(), complaints: [{ openedAtMs: onDay(8), closedAtMs: undefined }] },
      'rewarded passed',
    ],
  ]
  for (const [what, facts, outcome, rules] of rows)
    it(`${what}: ${outcome}`, () => {
      const { state, why } = decide(facts, rules)
      expect(`${state} ${why}`).to.equal(outcome)
    })

  it('asks the first completed order, not the first paid one, and no later one', () => {
    const slow = orderOf({ orderId: 1, number: 'mall/1', delivery: 'shipping', completedAtMs: onDay(6) })
    const quick = orderOf({ orderId: 2, number: 'pos/2', paidAtMs: onDay(3), completedAtMs: onDay(3) })
    expect(decide({ orders: [slow, quick] })).to.include({ orderId: 2, state: 'rewarded' })
    const returned = { ...quick, refunds: [refund(5, 10_000)] }
    expect(decide({ orders: [slow, returned] })).to.include({ orderId: 2, why: 'refunded' })
  })

  it('says when to look again: at the end of the window; daily while a parcel is under way', () => {
    expect(decide({ ...bought(), nowMs: onDay(1) })).to.include({ releaseAtMs: onDay(7), lookAtMs: onDay(7) })
    const parcel = bought({ delivery: 'shipping', completedAtMs: undefined })
    expect(decide({ ...parcel, nowMs: onDay(1) }).lookAtMs).to.equal(onDay(2))
    expect(decide({ ...parcel, nowMs: onDay(9.5) }).lookAtMs).to.equal(onDay(10))
    expect(decide(bought()).lookAtMs).to.equal(undefined)
    expect(DAY_MS).to.equal(onDay(1) - onDay(0))
  })
})
