import { z } from 'zod'
import { daysBetween } from '../../domain/businessDay.ts'

const day = z.iso.date()
const LEVEL = z.enum(['new', 'skilled', 'gold'])
const MAX_DAYS = 400
const isPeriod = ({ from, to }: { from: string; to: string }) => from <= to && daysBetween(from, to) <= MAX_DAYS
const PERIOD = { from: day, to: day }
const SET = z.string().regex(/^([a-z0-9-]+(\/[a-z0-9-]+)?)?$/)

/** Query of `GET /api/talk-tracks/ranking`: business days of the sends, both in it, at most 400 days apart. */
export const RANKING_QUERY = z
  .strictObject({ ...PERIOD, set: SET.optional(), level: LEVEL.optional() })
  .refine(isPeriod, { path: ['to'] })
export type RankingQuery = z.infer<typeof RANKING_QUERY>

const share = z.number().describe('0 to 1')

/** Sends of one talk track by guides of one level. */
const RANKED = z.object({
  trackId: z.string().nullable().describe("null: the guides' own words"),
  title: z.string(),
  level: z.string().describe('new, skilled, gold; empty: not known'),
  sends: z.int(),
  settled: z.int().describe('of these the 14 days are over; only they are judged'),
  orders: z.int().describe('of the settled ones, followed by an order within 14 days'),
  edited: z.int(),
  good: z.int().describe('best answer within 14 days, of all sends'),
  plain: z.int(),
  bad: z.int(),
  share,
  low: share.describe('95 % interval (Wilson)'),
  high: share,
  rank: z.int().nullable().describe('within set and level; null: too few'),
  verdict: z.enum(['few', 'alone', 'best', 'same', 'worse']),
})
export type RankedRow = z.infer<typeof RANKED>

/** How gold guides say it: their best track, and their own wordings that were followed by an order. */
const GOLD = z.object({
  trackId: z.string().nullable(),
  title: z.string(),
  text: z.string().nullable().describe('of the talk track, with its sample'),
  wordings: z.array(z.object({ sendId: z.int(), text: z.string() })),
})
export type GoldWording = z.infer<typeof GOLD>

export const RANKING = z.object({
  ...PERIOD,
  sets: z.array(
    z.object({
      set: z.string().describe('empty: outside of every set'),
      title: z.string(),
      rows: z.array(RANKED),
      gold: GOLD.nullable(),
    }),
  ),
})
export type Ranking = z.infer<typeof RANKING>

/** Query of `GET /api/talk-tracks/sends`: what one number of the ranking is made of. */
export const SENDS_QUERY = z
  .strictObject({
    ...PERIOD,
    trackId: z.string().min(1).max(64).optional().describe("absent: the guides' own words, in `set`"),
    set: SET.default(''),
    level: z.union([LEVEL, z.literal('')]),
    only: z.enum(['all', 'settled', 'orders', 'edited']).default('all'),
    before: z.coerce.number().int().positive().optional().describe('sendId of the last row'),
  })
  .refine(isPeriod, { path: ['to'] })
export type SendsQuery = z.infer<typeof SENDS_QUERY>

/** Newest first, 50 a page. The customer is not named. */
export const SENDS = z.object({
  count: z.int(),
  rows: z.array(
    z.object({
      sendId: z.int(),
      atMs: z.number(),
      guideName: z.string(),
      storeName: z.string().nullable(),
      text: z.string(),
      isEdited: z.boolean(),
      isSettled: z.boolean(),
      order: z.object({ orderNo: z.string(), paidAtMs: z.number() }).nullable(),
      answer: z.enum(['good', 'plain', 'bad']).nullable(),
    }),
  ),
  nextBefore: z.int().nullable(),
})
export type Sends = z.infer<typeof SENDS>
