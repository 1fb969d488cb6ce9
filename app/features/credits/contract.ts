import { z } from 'zod'
import { ORDER_CASES } from '../creditCases/contract.ts'

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
  correction: '人工更正',
  settlement: '结算',
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
  cause: z.enum(['payment', 'refund', 'identification', 'wait_over', 'correction', 'settlement']),
  causeText: z.string(),
  causeNumber: z.string(),
  causeAtMs: z.number(),
  occurredOn: z.string(),
  bookedOn: z.string(),
  ruleVersion: z.int(),
  why: z.array(z.string()).describe('the decision as it was made then'),
  entries: z.array(ENTRY),
})
export type PostingView = z.infer<typeof POSTING>

/** One instant in the life of an order. `moves`: who gained or lost how much by it. */
const CHAPTER = z.object({
  atMs: z.number(),
  title: z.string().describe('付款, 退款, 认出买家 …'),
  bookedText: z.string().describe('in which month it counts, where its own was closed; else empty'),
  moves: z.array(z.object({ name: z.string(), amountFen: z.int() })),
  sentences: z.array(z.string()),
})
export type ChapterView = z.infer<typeof CHAPTER>

const RULE = z.object({ version: z.int(), title: z.string(), text: z.string().describe('the rule in plain Chinese') })

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
    settlesAtMs: z.number().nullable().describe('until then what guides hold is pending'),
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
  headline: z.string().describe('whose sale it is, in one line'),
  holders: z.array(HOLDER),
  rule: RULE.nullable().describe('null: not decided yet'),
  story: z.array(CHAPTER),
  cases: ORDER_CASES,
  postings: z.array(POSTING),
  ruleVersion: z.int().nullable().describe('null: not decided yet'),
  why: z.array(z.string()).describe('the story in one list, each sentence with its day'),
})
export type OrderCredit = z.infer<typeof ORDER_CREDIT>
