import { z } from 'zod'
import type { Order, OrderLine, OrderLineGuide } from '../../db/entities/orders.ts'
import { readPhone } from '../../domain/phone.ts'

/** No control characters: numbers and codes end up in files, logs and URLs. */
const id = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}*$/u, '含有控制字符')
const maybeId = id.nullish().transform((value) => value ?? undefined)
const name = z
  .string()
  .max(512)
  .regex(/^[^\0]*$/, '含有控制字符')
/** Integer fen; 0 is a gift, a negative amount is a refund and has its own door. */
const fen = z.int().min(0)
const atMs = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(z.int())

const PHONE_FAULTS = {
  masked: '手机号被打码，不能用来识别',
  rounded: '手机号被表格转成了科学计数',
  not_a_mobile: '不是大陆手机号',
}

const phone = z.string().transform((text, context) => {
  const read = readPhone(text)
  if (read.ok) return read.phone
  context.addIssue({ code: 'custom', message: PHONE_FAULTS[read.why] })
  return z.NEVER
})

const buyer = z.object({
  phone: phone.nullish(),
  memberNo: maybeId,
  unionId: maybeId,
  externalUserId: maybeId,
})

const MAX_TOGETHER = 20
/** Who served a line together, each by their weight: 60 and 40 are the same as 3 and 2. */
const servedBy = z
  .array(z.object({ guide: id, parts: z.int().min(1).max(1_000_000) }))
  .min(1)
  .max(MAX_TOGETHER)
  .refine((rows) => new Set(rows.map(({ guide }) => guide.toLowerCase())).size === rows.length, '导购重复')

const orderLine = z
  .object({
    lineNo: id,
    productCode: maybeId,
    name: name.default(''),
    quantity: z.int().min(0).max(1_000_000_000).default(1),
    paidFen: fen,
    servedByGuide: maybeId,
    servedBy: servedBy.nullish(),
  })
  .refine(({ servedByGuide, servedBy: rows }) => servedByGuide === undefined || !rows, {
    path: ['servedBy'],
    message: 'servedByGuide 和 servedBy 只写一个',
  })

const refundLine = z.object({
  lineNo: id,
  refundFen: fen,
  quantity: z.int().min(0).max(1_000_000_000).default(0),
})

/** Line numbers are unique and the sum is still an exact integer. */
function checkLines<T extends { lineNo: string }>(amountOf: (line: T) => number) {
  return (lines: T[], context: z.RefinementCtx) => {
    const seen = new Set<string>()
    let sumFen = 0
    for (const [index, line] of lines.entries()) {
      if (seen.has(line.lineNo)) context.addIssue({ code: 'custom', path: [index, 'lineNo'], message: '行号重复' })
      seen.add(line.lineNo)
      sumFen += amountOf(line)
    }
    if (!Number.isSafeInteger(sumFen)) context.addIssue({ code: 'custom', message: '合计金额太大' })
  }
}

/** Body of `POST /hooks/orders`, one order. Instants are ISO 8601 with an offset; money is integer fen. */
export const ORDER_INPUT = z.object({
  source: id,
  orderNo: id,
  channel: z.enum(['online', 'offline']),
  storeCode: maybeId,
  orderedAt: atMs,
  paidAt: atMs,
  completedAt: atMs.nullish(),
  delivery: z.enum(['pickup', 'shipping']).nullish(),
  buyer: buyer.nullish(),
  sharedByGuide: maybeId,
  /** Whose customer the till says the buyer is. Kept with the order; it decides nothing: bindings are ours. */
  ownerGuide: maybeId,
  lines: z
    .array(orderLine)
    .min(1)
    .max(1000)
    .superRefine(checkLines((line) => line.paidFen)),
})
export type OrderInput = z.output<typeof ORDER_INPUT>

/** The same of a file, whose instants are read already. */
export const ORDER_OF_FILE = ORDER_INPUT.extend({
  orderedAt: z.int(),
  paidAt: z.int(),
  completedAt: z.int().nullish(),
})

/** Body of `POST /hooks/refunds`, one refund. Without `orderNo` it has no original order. */
export const REFUND_INPUT = z.object({
  source: id,
  refundNo: id,
  orderNo: maybeId,
  refundedAt: atMs,
  storeCode: maybeId,
  guide: maybeId,
  lines: z
    .array(refundLine)
    .min(1)
    .max(1000)
    .superRefine(checkLines((line) => line.refundFen)),
})
export type RefundInput = z.output<typeof REFUND_INPUT>

const ACCEPTED = z.object({ accepted: z.literal(true), duplicate: z.boolean() })
export type Accepted = z.infer<typeof ACCEPTED>

const ITEM_ANSWER = z.object({
  index: z.int(),
  number: z.string().nullable().describe('orderNo or refundNo of the item, where it could be read'),
  accepted: z.boolean(),
  duplicate: z.boolean().optional(),
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }).optional(),
})
export type ItemAnswer = z.infer<typeof ITEM_ANSWER>

/** One object in: one answer. An array in: 200 and one answer per item, in the same order. */
export const INTAKE_ANSWER = z.union([ACCEPTED, z.array(ITEM_ANSWER)])

/** What recording one order or refund came to. */
export type RecordOutcome = { kind: 'recorded' } | { kind: 'duplicate' } | { kind: 'conflict' }

/** The rows an order comes to, before it is stored and has an id. */
export interface OrderDraft {
  order: Omit<Order, 'id'>
  lines: Omit<OrderLine, 'id' | 'orderId'>[]
  together: Omit<OrderLineGuide, 'orderId'>[]
}
