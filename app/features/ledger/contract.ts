import { z } from 'zod'

/** What a proof may find. The subject names postings, orders, refunds, guides' numbers, days and stores; never a person. */
export const FAULT_KINDS = [
  'posting_unbalanced',
  'posting_empty',
  'posting_without_order',
  'entry_astray',
  'order_off',
  'order_undecided',
  'suspense_off',
  'suspense_astray',
  'guide_day_off',
  'pool_day_off',
  'guide_month_off',
  'posting_changed',
  'posting_removed',
  'posting_inserted',
  'block_changed',
  'block_missing',
  'chain_rewritten',
  'closing_changed',
  'closing_late_posting',
  'closing_undone',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface LedgerFault {
  kind: FaultKind
  subject: string
  /** What is there less what should be, in fen. */
  differenceFen?: number
}

const PROOF = z.object({
  atMs: z.number(),
  isGood: z.boolean(),
  postings: z.int(),
  faultCount: z.int(),
  faults: z.array(z.object({ kind: z.enum(FAULT_KINDS), text: z.string() })).describe('the first of each kind'),
})
export type ProofView = z.infer<typeof PROOF>

export const CLOSING = z.object({
  month: z.string(),
  closedAtMs: z.number(),
  closedBy: z.string(),
  postings: z.int(),
  guidesFen: z.int(),
  poolsFen: z.int(),
  unattributedFen: z.int(),
  suspenseFen: z.int(),
  netSalesFen: z.int().describe('guides + pools + unattributed + suspense'),
})
export type ClosingView = z.infer<typeof CLOSING>

/** `GET /api/ledger`: how the books stand. */
export const LEDGER = z.object({
  nextMonth: z.string().nullable().describe('the one month that may be closed next; null while nothing is booked'),
  refusal: z.string().nullable().describe('why it cannot be closed now; null: it can'),
  closings: z.array(CLOSING).describe('newest first'),
  lastProof: PROOF.nullable(),
  chain: z.object({ blocks: z.int(), sealedThrough: z.int(), unsealed: z.int() }),
})
export type LedgerView = z.infer<typeof LEDGER>

export const PROOF_ASKED = z.object({ asked: z.literal(true) })

/** What the operator of the shell sees of a rebuild. */
export type RebuiltRows = Record<'guide_days' | 'pool_days' | 'guide_months', number>
