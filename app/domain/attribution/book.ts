import type { Fen } from '../money.ts'
import type { ExplainStep } from './explainStep.ts'
import type { SalesChannel } from './facts.ts'

/**
 * Who can hold an amount. `unattributed` is both the waiting room and the last resort; `suspense` holds a refund whose
 * order has not arrived.
 */
export type HolderAccount =
  | `guide:${number}:pending`
  | `guide:${number}:settled`
  | `store:${string}:pool`
  | 'unattributed'
  | 'suspense'
export type LedgerAccount = HolderAccount | `sales:${SalesChannel}`

export type CauseKind = 'payment' | 'refund' | 'identification' | 'wait_over' | 'correction' | 'settlement'

/** The fact behind an entry. `id` is the refund's or the correction's own, else the order's. */
export interface Cause {
  kind: CauseKind
  id: string
  atMs: number
}

/**
 * One row of the ledger. The entries of one (day, cause) sum to 0: holders on one side, `sales:*` on the other.
 * `refundFen` (holders only) is the part of the amount that refunds took, positive. `orders` (guides only) is
 * +1 when the guide first holds a line of the order, -1 when a new decision takes its last one; a refund leaves
 * it alone. In a correction made by `differenceToPost` both may carry the opposite sign.
 */
export interface DatedEntry {
  /** Business day of the causing fact. */
  day: string
  account: LedgerAccount
  guideId?: number
  /** The guide's store on `day`; for a pool the order's store. */
  storeCode?: string
  channel: SalesChannel
  amountFen: Fen
  refundFen: Fen
  orders: number
  cause: Cause
}

/** One holder's part in a line. `role` and the place among its like break ties of the odd fen, so that names never matter. */
export interface HolderShare {
  role: 'brought' | 'served' | 'shared' | 'store' | 'none'
  account: HolderAccount
  guideId?: number
  storeCode?: string
  parts: number
}

/** Who holds a line now. `waiting`: the buyer is unknown and may still be identified. */
export interface LineHolding {
  lineNo: string
  paidFen: Fen
  refundedFen: Fen
  waiting: boolean
  /** A person said so: no later identification decides it again. */
  isCorrected: boolean
  /** The freeze is over: what guides hold of it is settled. */
  isSettled: boolean
  shares: HolderShare[]
}

export interface OverRefund {
  refundId: string
  lineNo: string
  overFen: Fen
  why: 'more_than_paid' | 'no_such_line'
}

/** The whole ledger of one order as it follows from its facts. */
export interface Book {
  entries: DatedEntry[]
  holders: LineHolding[]
  steps: ExplainStep[]
  /** Set while a line waits for its buyer: call again once this instant has come. */
  waitingUntilMs?: number
  /** Set until the freeze is over: call again then. */
  settlesAtMs?: number
  /** Refunded beyond what was paid; never taken from anybody, listed for a person. */
  overRefundFen: Fen
  overRefunds: OverRefund[]
}
