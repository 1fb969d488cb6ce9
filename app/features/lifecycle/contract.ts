import { z } from 'zod'

const days = z.int().min(1).max(3650)
const maybeDays = days.nullable()
const subject = z.string().min(1).max(64)

/** Which products: words of their name or code; `after`: the last code of the page before. */
export const CYCLES_QUERY = z.strictObject({
  words: z.string().trim().max(40).default(''),
  after: z.string().max(64).default(''),
})

const STAGE_DAYS = z.object({ activeDays: days, silentDays: days, churnDays: days })
const WORDS = z.object({ useUpDays: maybeDays, activeDays: maybeDays, silentDays: maybeDays, churnDays: maybeDays })
export type CycleWords = z.infer<typeof WORDS>

const LEARNED = z.object({
  sample: z.int().describe('repurchases seen'),
  isEnough: z.boolean().describe('false: too few to say anything, the percentiles are 0'),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p90: z.number(),
})
export type LearnedView = z.infer<typeof LEARNED>

export const CYCLE_ROW = z.object({
  kind: z.enum(['product', 'category']),
  subject: z.string(),
  title: z.string(),
  categoryTitle: z.string(),
  configured: WORDS.describe('in the product list, or in config/lifecycle.yaml'),
  learned: LEARNED.nullable().describe('days one piece lasts; null: never bought twice'),
  rhythm: LEARNED.nullable().describe('categories: days between two purchases, whatever was bought'),
  override: WORDS.nullable().describe("the operator's word"),
  useUp: z.object({ days, fromText: z.string() }).nullable().describe('in force, of one piece; null: none is known'),
  stages: STAGE_DAYS.extend({ fromText: z.string() }).nullable().describe('in force; categories only'),
})
export type CycleRow = z.infer<typeof CYCLE_ROW>

/** `GET /api/cycles` */
export const CYCLES = z.object({
  minSample: z.int().describe('with fewer repurchases nothing is learned'),
  categories: z.array(CYCLE_ROW),
  products: z.array(CYCLE_ROW),
  nextAfter: z.string().nullable(),
})
export type Cycles = z.infer<typeof CYCLES>

/** `POST /api/cycles`: the operator's whole word on one subject; null takes that word back. */
export const CYCLE_INPUT = z.strictObject({
  kind: z.enum(['product', 'category']),
  subject,
  useUpDays: maybeDays,
  activeDays: maybeDays.default(null),
  silentDays: maybeDays.default(null),
  churnDays: maybeDays.default(null),
})
export type CycleInput = z.output<typeof CYCLE_INPUT>

/** `before`: what to post to undo it. */
export const CYCLE_CHANGED = z.object({ row: CYCLE_ROW, before: WORDS })
export type CycleChanged = z.infer<typeof CYCLE_CHANGED>
