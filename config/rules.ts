import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Holidays } from '../app/domain/workingDays.ts'
import { type AttributionVersion, loadAttribution } from './attributionRules.ts'
import { HOLIDAYS, holidaysOf } from './holidayRules.ts'
import { OFFERS, TRADES } from './offerRules.ts'
import { holdPromise, REFERRAL } from './referralRules.ts'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const days = z.int().positive()

const CYCLES = z.strictObject({ activeDays: days, silentDays: days, churnDays: days })
const isInOrder = (cycles: z.output<typeof CYCLES>) =>
  cycles.activeDays <= cycles.silentDays && cycles.silentDays <= cycles.churnDays
const IN_ORDER = 'activeDays, silentDays, churnDays must not fall'

const CATEGORY_CYCLES = CYCLES.extend({
  title: z.string().trim().min(1).max(20).optional(),
  useUpDays: days.optional(),
  isUsedUp: z.boolean().optional(),
  useLearned: z.boolean().optional(),
}).refine(isInOrder, IN_ORDER)

const LIFECYCLE = z.strictObject({
  default: CYCLES.extend({ loyalOrders: z.int().positive(), loyalFen: z.int().min(0) }).refine(isInOrder, IN_ORDER),
  learning: z.strictObject({ minSample: z.int().min(2), lookBackDays: days }),
  rfm: z.strictObject({ minCustomers: z.int().min(5) }),
  categories: z.record(z.string().min(1).max(64), CATEGORY_CYCLES),
})

const CADENCE = z.strictObject({
  quietFrom: timeOfDay,
  quietTo: timeOfDay,
  perDay: z.int().positive(),
  perWeek: z.int().positive(),
  massPerDay: z.int().positive(),
  massPerMonth: z.int().positive(),
  digestOver: z.int().positive(),
  promptsPerDay: z.int().positive(),
  remindAfterHours: z.int().positive(),
  escalateAfterHours: z.int().positive(),
  expireAfterDays: days,
  groups: z.strictObject({ silentDays: z.array(days).min(1) }),
})

const CREDIT = z.strictObject({ correctionLimitFen: z.int().min(0).max(100_000_000) })

const MEDIA = z.strictObject({
  media: z.record(
    z.string().regex(/^[a-z0-9-]{1,64}$/),
    z.strictObject({
      title: z.string().trim().min(1).max(20),
      mediaId: z.string().min(1).max(256).optional(),
      picUrl: z
        .url({ protocol: /^https$/ })
        .max(2048)
        .optional(),
    }),
  ),
})

/** The business rules an operator edits, as data. */
export interface Rules {
  /** Every version, oldest first; `rulesFor` picks the one in force on a day. */
  attribution: AttributionVersion[]
  /** Working days, as the State Council announces them. */
  holidays: Holidays
  /** `correctionLimitFen`: a correction that moves more needs a second person. */
  credit: z.output<typeof CREDIT>
  referral: z.output<typeof REFERRAL>
  lifecycle: z.output<typeof LIFECYCLE>
  cadence: z.output<typeof CADENCE>
  /** Benefits by id, and bundle ladders by trade: `offerOn`, `bundleTextFor`. */
  offers: z.output<typeof OFFERS>['offers']
  bundles: z.output<typeof OFFERS>['bundles']
  /** Categories by trade: `tradeOf`. */
  trades: z.output<typeof TRADES>
  /** What talk tracks send along, by name. */
  media: z.output<typeof MEDIA>['media']
}

/**
 * Reads and checks the rule files.
 * @throws Error naming the file and every fault in it
 */
export function loadRules(folder: string): Rules {
  refuseUnread(folder)
  const rules: Rules = {
    attribution: loadAttribution(join(folder, 'attribution')),
    holidays: holidaysOf(readRules(folder, 'holidays.yaml', HOLIDAYS)),
    credit: readRules(folder, 'credit.yaml', CREDIT),
    referral: readRules(folder, 'referral.yaml', REFERRAL),
    lifecycle: readRules(folder, 'lifecycle.yaml', LIFECYCLE),
    cadence: readRules(folder, 'cadence.yaml', CADENCE),
    ...readRules(folder, 'offers.yaml', OFFERS),
    trades: readRules(folder, 'trades.yaml', TRADES),
    ...readRules(folder, 'media.yaml', MEDIA),
  }
  holdPromise(rules.referral, rules.offers)
  return rules
}

const FILES = [
  ...['holidays.yaml', 'credit.yaml', 'referral.yaml', 'lifecycle.yaml', 'cadence.yaml'],
  ...['offers.yaml', 'trades.yaml', 'media.yaml'],
]

/** Whoever wrote a file that nobody reads would believe it holds. */
function refuseUnread(folder: string): void {
  const unread = readdirSync(folder).find((file) => /\.ya?ml$/i.test(file) && !FILES.includes(file))
  if (unread !== undefined) throw new Error(`config/${unread}: is not read; the files of rules are ${FILES.join(', ')}`)
}

function readRules<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parse(readFileSync(join(folder, file), 'utf8')))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`config/${file}: ${faults.join('; ')}`)
}
