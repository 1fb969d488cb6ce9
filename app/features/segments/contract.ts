import { z } from 'zod'
import { RFM_SEGMENTS } from '../../domain/lifecycle/rfm.ts'

/** The reach of a manager is written into what runs later: more stores than anybody would tick. */
export const MAX_STORES = 2_000
const MAX_DAYS = 3_650
const MAX_FEN = 1_000_000_000_000
const id = z.string().min(1).max(64)
const ids = z.array(id).min(1).max(100)
const days = z.int().min(0).max(MAX_DAYS)
const pieces = z.int().min(0).max(100_000)
const fen = z.int().min(0).max(MAX_FEN)
const word = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/)

/**
 * Who is meant. All that is given must hold; inside a list one is enough. Days are whole business days from the fact
 * to today, both ends included; somebody without the fact (never bought, never came) matches no bound on it.
 */
const CONDITIONS = z.strictObject({
  stages: z
    .array(z.enum(['lead', 'new', 'active', 'loyal', 'silent', 'churned']))
    .min(1)
    .optional(),
  rfm: z.array(z.enum(RFM_SEGMENTS)).min(1).optional(),
  quality: z.enum(['high', 'low']).optional(),
  tiers: z.array(z.string().min(1).max(32)).min(1).max(50).optional(),
  /** WeCom tags by any guide. */
  tagIds: ids.optional(),
  notTagIds: ids.optional(),
  /** Of the binding. */
  storeCodes: z.array(id).min(1).max(MAX_STORES).optional(),
  /** With everything below. */
  regionCodes: ids.optional(),
  /** The guide the customer is bound to. */
  guideUserIds: ids.optional(),
  /** Paid and not given back whole. */
  purchasesMin: pieces.optional(),
  purchasesMax: pieces.optional(),
  netFenMin: fen.optional(),
  netFenMax: fen.optional(),
  daysSinceVisitMin: days.optional(),
  daysSinceVisitMax: days.optional(),
  daysSincePurchaseMin: days.optional(),
  daysSincePurchaseMax: days.optional(),
  /** Bought, and not given back. */
  productCodes: ids.optional(),
  categories: ids.optional(),
  hasMemberCard: z.boolean().optional(),
  /** 0: today. */
  birthdayWithinDays: z.int().min(0).max(60).optional(),
  addedDaysMin: days.optional(),
  addedDaysMax: days.optional(),
  hasOpenComplaint: z.boolean().optional(),
  /** Nobody's friend any more; absent: false. */
  isLost: z.boolean().optional(),
})
export type SegmentFilter = z.infer<typeof CONDITIONS>

const RANGES = [
  ['purchasesMin', 'purchasesMax'],
  ['netFenMin', 'netFenMax'],
  ['daysSinceVisitMin', 'daysSinceVisitMax'],
  ['daysSincePurchaseMin', 'daysSincePurchaseMax'],
  ['addedDaysMin', 'addedDaysMax'],
] as const satisfies readonly (readonly [keyof SegmentFilter, keyof SegmentFilter])[]

/** A range that nobody can be in is a slip of the hand, not a question. */
export const SEGMENT_FILTER = CONDITIONS.refine((filter) =>
  RANGES.every(([min, max]) => (filter[min] ?? 0) <= (filter[max] ?? Number.POSITIVE_INFINITY)),
)

/** Why somebody is left out of what is sent now, the first that holds. */
export const LEFT_OUT = z.enum([
  'lost',
  'no_guide',
  'complaint',
  'do_not_contact',
  'muted',
  'budget_day',
  'budget_week',
  'mass_quota',
])
export type LeftOut = z.infer<typeof LEFT_OUT>

export const SEGMENT_COUNT = z.object({
  total: z.int(),
  /** A guide of ours is their friend. */
  reachable: z.int(),
  /** Reachable, without complaint or mute, and inside the contact budget. */
  inBudget: z.int(),
  /** Inside the budget and within WeCom's quota of mass sends. */
  sendable: z.int(),
  guides: z.int().describe('who would send'),
  leftOut: z.array(z.object({ why: LEFT_OUT, count: z.int(), text: z.string() })),
})
export type SegmentCount = z.infer<typeof SEGMENT_COUNT>

const SEGMENT_CUSTOMER = z.object({
  externalUserId: z.string(),
  name: z.string(),
  guideName: z.string().nullable(),
  storeName: z.string().nullable(),
  stage: z.enum(['lead', 'new', 'active', 'loyal', 'silent', 'churned']),
  rfm: z.string(),
  purchases: z.int(),
  netFen: z.int(),
  lastPurchaseAtMs: z.number().nullable(),
  leftOut: z.string().nullable().describe('why not now, in words'),
})
export const SEGMENT_PREVIEW = z.object({
  rows: z.array(SEGMENT_CUSTOMER),
  /** Ask with it as `after` for the next page. */
  next: z.string().nullable(),
})
export type SegmentPreview = z.infer<typeof SEGMENT_PREVIEW>

const name = z.string().trim().min(1).max(30)
const clientKey = z.string().min(8).max(64)

export const COUNT_INPUT = z.strictObject({ filter: SEGMENT_FILTER })
export const PREVIEW_INPUT = z.strictObject({ filter: SEGMENT_FILTER, after: id.optional() })
export const SAVE_INPUT = z.strictObject({ name, filter: SEGMENT_FILTER })

export const SAVED_SEGMENT = z.object({
  id: z.int(),
  name: z.string(),
  filter: SEGMENT_FILTER,
  updatedAtMs: z.number(),
})
export type SavedSegment = z.infer<typeof SAVED_SEGMENT>
export const SAVED_SEGMENTS = z.object({ segments: z.array(SAVED_SEGMENT) })

const RUN_ACTION = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('follow_ups'),
    /** A playbook whose trigger is `segment`. */
    playbookId: word,
    talkTrackSet: z
      .string()
      .regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/)
      .max(64)
      .optional(),
    note: z.string().trim().max(60).default(''),
  }),
  z.strictObject({ kind: z.literal('tag'), tagId: id }),
])

export const RUN_INPUT = z.strictObject({ clientKey, name, filter: SEGMENT_FILTER, action: RUN_ACTION })
export type RunInput = z.infer<typeof RUN_INPUT>

export const SEGMENT_RUN = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.enum(['follow_ups', 'tag', 'mass_send']),
  state: z.enum(['running', 'done']),
  matched: z.int().describe('looked at so far'),
  reached: z.int().describe('of them acted on'),
  createdBy: z.string(),
  atMs: z.number(),
  doneAtMs: z.number().nullable(),
})
export type SegmentRunView = z.infer<typeof SEGMENT_RUN>
export const SEGMENT_RUNS = z.object({ runs: z.array(SEGMENT_RUN) })

/** What the filter's lists offer. */
export const SEGMENT_CHOICES = z.object({
  stages: z.array(z.object({ id: z.string(), title: z.string() })),
  rfm: z.array(z.object({ id: z.string(), title: z.string() })),
  tiers: z.array(z.string()),
  tags: z.array(z.object({ id: z.string(), title: z.string(), groupName: z.string() })),
  categories: z.array(z.string()),
  products: z.array(z.object({ id: z.string(), title: z.string() })),
  guides: z.array(z.object({ id: z.string(), title: z.string() })),
  playbooks: z.array(z.object({ id: z.string(), title: z.string() })),
  talkTrackSets: z.array(z.object({ id: z.string(), title: z.string() })),
  /** Those that need no fact of a single customer: good for a mass send. */
  talkTracks: z.array(z.object({ id: z.string(), title: z.string() })),
})
export type SegmentChoices = z.infer<typeof SEGMENT_CHOICES>
