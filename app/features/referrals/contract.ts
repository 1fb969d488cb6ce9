import { z } from 'zod'

const STATE = z.enum(['joined', 'waiting', 'rewarded', 'void'])

const FRIEND = z.object({
  name: z.string().describe('一位朋友 for somebody the asker may not see'),
  joinedAtMs: z.number(),
  state: STATE,
  stateText: z.string().describe('in words, with the day or the reason'),
  points: z.int(),
})

/** `GET /api/customers/:externalUserId/referral`: who brought this customer, whom they brought, and the reward beforehand. */
export const CUSTOMER_REFERRAL = z.object({
  promiseText: z.string().describe('what the customer gets, and when: said before anybody is invited'),
  whyNot: z.string().nullable().describe('why this customer has no code and cannot get one now; null: they may'),
  code: z.object({ qrCode: z.string().nullable().describe('null until WeCom has made it') }).nullable(),
  referredBy: FRIEND.nullable(),
  friends: z.array(FRIEND).describe('newest first, at most fifty'),
  rewardedFriends: z.int(),
  points: z.int().describe('given so far, less what was taken back'),
  honourText: z.string().nullable().describe('推荐达人'),
  nextHonourText: z.string().nullable(),
})
export type CustomerReferral = z.infer<typeof CUSTOMER_REFERRAL>

/** `GET /api/boards/referrals`: referrals of the stores in reach, newest first. */
export const REFERRALS_QUERY = z.strictObject({
  state: STATE.optional(),
  region: z.string().min(1).max(64).optional(),
  store: z.string().min(1).max(64).optional(),
  guide: z.string().min(1).max(64).optional().describe('userid'),
  before: z.coerce.number().int().positive().max(2_147_483_647).optional().describe('only older ones than this id'),
})

const REFERRAL_ROW = z.object({
  id: z.int(),
  friendName: z.string(),
  referrerName: z.string(),
  guideName: z.string(),
  storeName: z.string(),
  joinedAtMs: z.number(),
  state: STATE,
  stateText: z.string(),
  points: z.int(),
})

const COUNTS = z.object({ joined: z.int(), waiting: z.int(), rewarded: z.int(), void: z.int() })

/** The counts are of the whole filter but its state. */
export const REFERRAL_BOARD = z.object({
  nowMs: z.number(),
  counts: COUNTS,
  points: z.int().describe('given less taken back, honours included'),
  rows: z.array(REFERRAL_ROW),
  nextBefore: z.int().nullable(),
})
export type ReferralBoard = z.infer<typeof REFERRAL_BOARD>
