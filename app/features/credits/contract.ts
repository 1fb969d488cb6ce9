import { z } from 'zod'

const HOLDER = z.object({
  kind: z.enum(['guide', 'pool', 'unattributed']),
  guideUserId: z.string().optional(),
  guideName: z.string().optional(),
  storeCode: z.string().nullable(),
  storeName: z.string().nullable(),
  amountFen: z.int(),
})
export type HolderView = z.infer<typeof HOLDER>

/** Why something was posted, in a word. */
export const CAUSE_TEXT = {
  payment: '付款',
  refund: '退款',
  identification: '认出买家',
  wait_over: '等待期满',
} as const

const ENTRY = z.object({
  id: z.int(),
  account: z.string(),
  guideName: z.string().nullable(),
  storeCode: z.string().nullable(),
  channel: z.enum(['online', 'offline']),
  amountFen: z.int(),
  refundFen: z.int(),
})

/** The entries of one posting sum to 0. `occurredOn` is the fact's own day, `bookedOn` where it counts. */
const POSTING = z.object({
  id: z.int(),
  cause: z.enum(['payment', 'refund', 'identification', 'wait_over']),
  causeText: z.string(),
  causeNumber: z.string(),
  causeAtMs: z.number(),
  occurredOn: z.string(),
  bookedOn: z.string(),
  ruleVersion: z.int(),
  entries: z.array(ENTRY),
})
export type PostingView = z.infer<typeof POSTING>

/** `GET /api/orders/:source/:orderNo/credit`: who got what, in entries and in words. */
export const ORDER_CREDIT = z.object({
  order: z.object({
    source: z.string(),
    orderNo: z.string(),
    channel: z.enum(['online', 'offline']),
    storeCode: z.string().nullable(),
    storeName: z.string().nullable(),
    paidAtMs: z.number(),
    businessDay: z.string(),
    paidFen: z.int(),
    refundedFen: z.int(),
    netFen: z.int(),
    buyerState: z.enum(['none', 'unmatched', 'known', 'member', 'conflict']),
    waitingUntilMs: z.number().nullable(),
    lines: z.array(
      z.object({
        lineNo: z.string(),
        productCode: z.string().nullable(),
        name: z.string(),
        quantity: z.int(),
        paidFen: z.int(),
        servedByGuide: z.string().nullable(),
      }),
    ),
  }),
  holders: z.array(HOLDER),
  postings: z.array(POSTING),
  ruleVersion: z.int().nullable().describe('null: not decided yet'),
  why: z.array(z.string()).describe('plain Chinese, in the order things happened'),
})
export type OrderCredit = z.infer<typeof ORDER_CREDIT>
