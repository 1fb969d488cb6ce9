import { z } from 'zod'

const EXCEPTION_STATES = ['open', 'settled'] as const

/** What each kind is called. Another feature may list kinds of its own: they are shown by their word. */
export const EXCEPTION_KINDS: Readonly<Record<string, string>> = {
  unknown_store: '门店不认识',
  unknown_guide: '导购不认识',
  unknown_product: '商品不认识',
  order_conflict: '同号订单内容不同',
  refund_conflict: '同号退款内容不同',
  refund_waiting: '退款先到，订单没到',
  refund_without_order: '退款没有原订单',
  over_refund: '退款超过实付',
  buyer_conflict: '一个买家对上几位客户',
  identity_conflict: '客户身份有冲突',
  userid_taken: '成员账号已被占用',
  vendor_unreadable: '商城的内容读不出来',
  vendor_refused: '商城不给查',
}

export const EXCEPTIONS_QUERY = z.strictObject({
  state: z.enum(EXCEPTION_STATES).default('open'),
  kind: z.string().max(32).optional(),
  /** Rows before this id: the next page. */
  before: z.coerce.number().int().positive().max(2_147_483_647).optional(),
})

const EXCEPTION = z.object({
  id: z.int(),
  kind: z.string(),
  kindText: z.string(),
  source: z.string(),
  number: z.string().describe('orderNo or refundNo'),
  /** What it is about, in a sentence. */
  text: z.string(),
  /** What may be done about it. */
  advice: z.string(),
  /** Two contents under one number, by field: what is stored, and what came later. */
  differences: z.array(z.object({ field: z.string(), stored: z.string(), received: z.string() })),
  storeCode: z.string().nullable(),
  storeName: z.string().nullable(),
  createdAtMs: z.number(),
  state: z.enum(EXCEPTION_STATES),
  settledAtMs: z.number().nullable(),
  settledBy: z.string().nullable(),
})
export type ExceptionView = z.infer<typeof EXCEPTION>

export const EXCEPTIONS = z.object({
  counts: z.array(z.object({ kind: z.string(), kindText: z.string(), open: z.int() })),
  rows: z.array(EXCEPTION),
  /** For `before`; null: no more. */
  nextBefore: z.int().nullable(),
})
export type Exceptions = z.infer<typeof EXCEPTIONS>

export const EXCEPTION_DONE = z.object({ text: z.string() })

const IMPORT_RUN = z.object({
  id: z.int(),
  kind: z.string(),
  file: z.string(),
  source: z.string(),
  state: z.enum(['writing', 'done']),
  throughRow: z.int(),
  rowCount: z.int(),
  added: z.int(),
  unchanged: z.int(),
  exceptions: z.int(),
  startedAtMs: z.number(),
  updatedAtMs: z.number(),
})

/** Files of orders and refunds, the newest first. */
export const IMPORT_RUNS = z.object({ runs: z.array(IMPORT_RUN) })
export type ImportRuns = z.infer<typeof IMPORT_RUNS>
