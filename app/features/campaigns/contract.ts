import { z } from 'zod'
import { isValidDay } from '../../domain/businessDay.ts'
import { SEGMENT_FILTER } from '../segments/contract.ts'

const day = z.string().refine(isValidDay, '没有这一天')
const fen = z.int()
const targetFen = z.int().min(0).max(1_000_000_000_000)
const heads = z.int().min(0).max(100_000_000)
const percent = z.int().min(1).max(1000)

const CAMPAIGN_PHASE = z.enum(['build_up', 'warm_up', 'sprint', 'afterglow'])

/** What each channel is for in a phase: 朋友圈 → 话题互动. */
const purpose = z.string().trim().min(1).max(60).optional()
const PURPOSES = z.strictObject({ moments: purpose, group: purpose, chat: purpose, mass_send: purpose })

const PHASE_INPUT = z.strictObject({
  phase: CAMPAIGN_PHASE,
  fromDay: day,
  toDay: day,
  filter: SEGMENT_FILTER,
  purposes: PURPOSES,
  targetFen,
})

/** What an operator decides about the forecast; absent: as learned, as last year, not corrected. */
export const FORECAST_CHOICE = z.strictObject({
  growth: z.strictObject({ newPercent: percent.optional(), oldPercent: percent.optional() }).default({}),
  pricePercent: percent.default(100),
  corrections: z
    .strictObject({
      newCustomers: heads.optional(),
      newFen: targetFen.optional(),
      oldCustomers: heads.optional(),
      oldFen: targetFen.optional(),
    })
    .default({}),
})
export type ForecastChoice = z.output<typeof FORECAST_CHOICE>

export const FORECAST_INPUT = z.strictObject({ fromDay: day, toDay: day, choice: FORECAST_CHOICE })

export const CAMPAIGN_INPUT = z.strictObject({
  name: z.string().trim().min(1).max(40),
  fromDay: day,
  toDay: day,
  offer: z.string().trim().max(60, '卖点最多 60 字，长了填不进话术').default(''),
  phases: z.array(PHASE_INPUT).min(1).max(4),
  forecast: FORECAST_CHOICE.default({ growth: {}, pricePercent: 100, corrections: {} }),
})
export type CampaignInput = z.output<typeof CAMPAIGN_INPUT>

const BUYERS = z.object({
  newCustomers: z.int(),
  newFen: fen,
  oldCustomers: z.int(),
  oldFen: fen,
})

const FORECAST_PART = z.object({
  customers: z.int(),
  fen,
  perCustomerFen: fen,
  headsPermille: z.int().describe('share of the heads, thousandths'),
  salesPermille: z.int(),
  isCorrected: z.boolean(),
})

/** Last year's figures, growth and the corrections by hand, and what comes out. Percentages are whole; 100 is the same. */
export const FORECAST = z.object({
  lastYear: BUYERS.extend({ fromDay: day, toDay: day }),
  learned: z
    .object({ newPercent: z.int().nullable(), oldPercent: z.int().nullable() })
    .describe('heads of the last 90 days against the year before; null: too few buyers to say'),
  choice: FORECAST_CHOICE,
  used: z.object({ newPercent: z.int(), oldPercent: z.int() }),
  new: FORECAST_PART,
  old: FORECAST_PART,
  customers: z.int(),
  fen,
  asOfMs: z.number(),
})
export type CampaignForecast = z.infer<typeof FORECAST>

export const PHASE = z.object({
  phase: CAMPAIGN_PHASE,
  fromDay: day,
  toDay: day,
  filter: SEGMENT_FILTER,
  purposes: PURPOSES,
  targetFen: fen.nullable(),
  startedAtMs: z.number().nullable(),
  progress: z.enum(['ahead', 'running', 'over', 'missed']).describe('missed: its days went by before the start'),
})
export type CampaignPhaseView = z.infer<typeof PHASE>

/**
 * One campaign with its whole plan. Targets and forecast are figures of the whole chain: null for who answers for a part
 * of it, whose share stands in the progress.
 */
export const CAMPAIGN = z.object({
  id: z.int(),
  name: z.string(),
  state: z.enum(['draft', 'running', 'ended']),
  fromDay: day,
  toDay: day,
  offer: z.string(),
  targetNewFen: fen.nullable(),
  targetOldFen: fen.nullable(),
  phases: z.array(PHASE),
  forecast: FORECAST.nullable(),
})
export type CampaignView = z.infer<typeof CAMPAIGN>

export const CAMPAIGNS = z.object({
  rows: z.array(CAMPAIGN.pick({ id: true, name: true, state: true, fromDay: true, toDay: true, offer: true })),
})
export type CampaignList = z.infer<typeof CAMPAIGNS>

const SALES = z.object({
  newFen: fen.describe('net sales to buyers whose first purchase lies in the campaign'),
  oldFen: fen.describe('to buyers who had bought before'),
  unknownFen: fen.describe('to buyers nobody knows'),
})

const TASKS = z.object({
  planned: z.int(),
  due: z.int().describe('shown and still open'),
  done: z.int().describe('sent, done offline, or skipped with a reason'),
  expired: z.int(),
})

/** How it goes, for the stores in reach. `newFen + oldFen + unknownFen` is the leaderboard's net of the same days. */
export const CAMPAIGN_PROGRESS = z.object({
  asOfMs: z.number(),
  target: z
    .object({ newFen: fen, oldFen: fen, isShare: z.boolean() })
    .nullable()
    .describe('for part of the chain: its share by the sales of the year before; null: no sales to share by'),
  totals: SALES.extend({ netFen: fen }),
  days: z.array(SALES.extend({ day })),
  phases: z.array(TASKS.extend({ phase: CAMPAIGN_PHASE, targetFen: fen.nullable(), netFen: fen, customers: z.int() })),
  guides: z.array(
    TASKS.extend({
      phase: CAMPAIGN_PHASE,
      guideUserId: z.string(),
      guideName: z.string(),
      storeCode: z.string().nullable(),
      storeName: z.string().nullable(),
    }),
  ),
})
export type CampaignProgress = z.infer<typeof CAMPAIGN_PROGRESS>

/** Orders count while something of them is left; pieces are what stayed with the customer. */
const REVIEW_PART = z.object({ customers: z.int(), orders: z.int(), pieces: z.int(), fen, targetFen: fen.nullable() })

/** What came of it, for the stores in reach. */
export const CAMPAIGN_REVIEW = z.object({
  isFinal: z.boolean().describe('the 14 days after the last day are over'),
  isShare: z.boolean(),
  new: REVIEW_PART,
  old: REVIEW_PART,
  unknown: REVIEW_PART.omit({ customers: true, targetFen: true }),
  tracks: z.array(
    z.object({
      talkTrackId: z.string().nullable().describe("null: the guides' own words"),
      title: z.string(),
      sends: z.int(),
      customers: z.int(),
      buyers: z.int().describe('of these customers, who bought within 14 days'),
    }),
  ),
  nurturing: z.object({ newBuyers: z.int(), nurtured: z.int(), canStart: z.boolean() }),
})
export type CampaignReview = z.infer<typeof CAMPAIGN_REVIEW>
