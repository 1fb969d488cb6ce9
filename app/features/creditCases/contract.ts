import { z } from 'zod'

const number = z.string().min(1).max(64)
const NOTE = z.string().trim().min(1).max(200)
const CLIENT_KEY = z.string().min(8).max(64)
const PARTS = z.int().min(1).max(10_000)

export const ORDER_PARAMS = z.object({ source: number, orderNo: number })
export const CASE_PARAMS = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

const HOLDER_INPUT = z.union([
  z.strictObject({ guideUserId: number, parts: PARTS }),
  z.strictObject({ storeCode: number, parts: PARTS }),
])
export type HolderInput = z.output<typeof HOLDER_INPUT>

/** Who holds the order (or one line of it) from then on, by parts. */
const NEW_HOLDERS = z.strictObject({ lineNo: number.optional(), to: z.array(HOLDER_INPUT).min(1).max(10) })
export type NewHolders = z.output<typeof NEW_HOLDERS>

/** `POST /api/orders/:source/:orderNo/objections`. The reason may stay empty: one tap is enough. */
export const OBJECTION_INPUT = z.strictObject({
  clientKey: CLIENT_KEY,
  reason: z.string().trim().max(200).default(''),
})

/** `POST /api/credit-objections/:id/settle`. Upheld: with who shall hold the sale. */
export const SETTLE_INPUT = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('upheld'), answer: NOTE, clientKey: CLIENT_KEY, correction: NEW_HOLDERS }),
  z.strictObject({ outcome: z.literal('rejected'), answer: NOTE }),
])
export type SettleInput = z.output<typeof SETTLE_INPUT>

/** `POST /api/orders/:source/:orderNo/corrections`. */
export const CORRECTION_INPUT = NEW_HOLDERS.extend({ clientKey: CLIENT_KEY, reason: NOTE })

/** `POST /api/credit-corrections/:id/decide`, by another operator than who proposed it. */
export const DECIDE_INPUT = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('approved'), note: z.string().trim().max(200).default('') }),
  z.strictObject({ outcome: z.literal('rejected'), note: NOTE }),
])
export type DecideInput = z.output<typeof DECIDE_INPUT>

export const OBJECTION = z.object({
  id: z.int(),
  guideName: z.string(),
  isMine: z.boolean(),
  reason: z.string(),
  atMs: z.number(),
  state: z.enum(['open', 'upheld', 'rejected']),
  stateText: z.string().describe('what has come of it so far, in words'),
  answer: z.string(),
  settledByName: z.string().nullable(),
  settledAtMs: z.number().nullable(),
  headOffice: z
    .object({ name: z.string(), note: z.string() })
    .nullable()
    .describe('who decided the correction it came to, where that was another than who answered'),
})
export type ObjectionView = z.infer<typeof OBJECTION>

/** Amounts in fen. `toText`: who shall hold it, with shares. */
export const CORRECTION = z.object({
  id: z.int(),
  number: z.string().describe('as the ledger names it: K5'),
  lineNo: z.string().nullable().describe('null: all lines'),
  toText: z.string(),
  reason: z.string(),
  movedFen: z.int(),
  state: z.enum(['proposed', 'approved', 'rejected']),
  proposedByName: z.string(),
  proposedAtMs: z.number(),
  decidedByName: z.string().nullable(),
  decidedAtMs: z.number().nullable(),
  note: z.string(),
})
export type CorrectionView = z.infer<typeof CORRECTION>

/** What people have said about the credit of an order; `mayObject`: the asker sells, has not all of it, and no open objection. */
export const ORDER_CASES = z.object({
  objections: z.array(OBJECTION),
  corrections: z.array(CORRECTION),
  mayObject: z.boolean(),
})
export type OrderCases = z.infer<typeof ORDER_CASES>

const CASE_ORDER = z.object({
  source: z.string(),
  orderNo: z.string(),
  storeName: z.string().nullable(),
  paidAtMs: z.number(),
  netFen: z.int(),
  creditText: z.string().describe('who holds it now: 林晓 ¥139.30、周敏 ¥59.70'),
})
export type CaseOrder = z.infer<typeof CASE_ORDER>

const OBJECTION_ROW = OBJECTION.extend({
  order: CASE_ORDER,
  guideUserId: z.string(),
  maySettle: z.boolean(),
})
export type ObjectionRow = z.infer<typeof OBJECTION_ROW>

const CORRECTION_ROW = CORRECTION.extend({ order: CASE_ORDER, mayDecide: z.boolean() })
export type CorrectionRow = z.infer<typeof CORRECTION_ROW>

/** Lists are newest first; `before` is the `nextBefore` of the page above. */
const before = z.coerce.number().int().positive().max(2_147_483_647).optional()
export const OBJECTIONS_QUERY = z.strictObject({
  state: z.enum(['open', 'settled', 'all']).default('open'),
  mine: z.literal('1').optional().describe('only my own'),
  before,
})
export const OBJECTIONS_ANSWER = z.object({ rows: z.array(OBJECTION_ROW), nextBefore: z.int().nullable() })
export const CORRECTIONS_QUERY = z.strictObject({ state: z.enum(['proposed', 'decided']).default('proposed'), before })
export const CORRECTIONS_ANSWER = z.object({
  rows: z.array(CORRECTION_ROW),
  nextBefore: z.int().nullable(),
  limitFen: z.int().describe('what moves more needs a second person'),
})

export const OBJECTION_ANSWER = z.object({ objection: OBJECTION })
export const CORRECTION_ANSWER = z.object({ correction: CORRECTION })
export const SETTLED_ANSWER = z.object({ objection: OBJECTION, correction: CORRECTION.nullable() })

/** `GET /api/orders/:source/:orderNo/credit/choices`: what a form about this order offers. */
export const CHOICES_QUERY = z.strictObject({ words: z.string().trim().max(40).default('') })
export const CHOICES = z.object({
  lines: z.array(z.object({ lineNo: z.string(), name: z.string(), paidFen: z.int() })),
  guides: z.array(z.object({ guideUserId: z.string(), name: z.string(), storeName: z.string().nullable() })),
  stores: z.array(z.object({ storeCode: z.string(), name: z.string() })),
  limitFen: z.int(),
})
export type Choices = z.infer<typeof CHOICES>

/** `GET /api/credit-orders`: orders by their number, whatever the source. */
export const ORDERS_QUERY = z.strictObject({ orderNo: number })
export const ORDERS_ANSWER = z.object({ orders: z.array(CASE_ORDER) })
