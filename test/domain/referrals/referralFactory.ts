import type { FriendOrder, ReferralFacts, ReferralRules } from '../../../app/domain/referrals/facts.ts'
import type { Holidays } from '../../../app/domain/workingDays.ts'

export const DAY_MS = 86_400_000
/** Monday, 2 November 2026. */
export const JOINED_MS = Date.parse('2026-11-02T10:00:00+08:00')
export const onDay = (days: number) => JOINED_MS + days * DAY_MS

/** Weekends only: the calendar itself is tested elsewhere. */
export const NO_HOLIDAYS: Holidays = { off: new Set(), work: new Set(), years: new Set() }

/** Five working days are one week: what is completed on a Monday is released on the next. */
export const RULES: ReferralRules = {
  points: 200,
  windowDays: 5,
  assumeCompletedDays: 10,
  stages: ['loyal'],
  honours: [
    { friends: 2, title: '推荐达人', points: 100 },
    { friends: 4, title: '金牌推荐达人', points: 500 },
  ],
  lateRefund: 'take_back',
}

export function orderOf(over: Partial<FriendOrder> = {}): FriendOrder {
  return {
    orderId: 1,
    number: 'pos/1',
    paidAtMs: JOINED_MS,
    completedAtMs: JOINED_MS,
    delivery: 'pickup',
    paidFen: 10_000,
    refunds: [],
    ...over,
  }
}

export function factsOf(over: Partial<ReferralFacts> = {}): ReferralFacts {
  return {
    joinedAtMs: JOINED_MS,
    isSelf: false,
    firstContactAtMs: JOINED_MS,
    orders: [],
    complaints: [],
    nowMs: onDay(60),
    ...over,
  }
}
