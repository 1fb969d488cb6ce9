import type { Fen } from '../money.ts'

export type SalesChannel = 'online' | 'offline'

/** One line of an order. `servedByUnknown` is a guide's name from the till that matches no guide of ours. */
export interface LineFacts {
  lineNo: string
  paidFen: Fen
  servedByGuideId?: number
  servedByUnknown?: string
}

/** A refund that names its original order; `refundFen` is positive, per line. */
export interface RefundFacts {
  refundId: string
  refundedAtMs: number
  lines: readonly { lineNo: string; refundFen: Fen }[]
}

/** The binding that was open at `paidAtMs`. A binding opened later never reaches back, so it is not given. */
export interface BoundGuide {
  guideId: number
  bindingId: number
  /** How the customer was brought in: contact_way, plain_add, group, share_link, transfer, manual … */
  by: string
  sinceMs: number
}

/**
 * `none`: the order carries no identity. `unmatched`: it carries one that matches nobody.
 * `known`: it is one of our customers since `knownAtMs`; at or before `paidAtMs` means known at payment.
 */
export type BuyerFacts =
  | { kind: 'none' }
  | { kind: 'unmatched' }
  | { kind: 'known'; knownAtMs: number; boundAtPayment?: BoundGuide }

/**
 * Everything that is known today about one order. Instants are unix ms; the order of the arrays means nothing.
 * Ids are the sources' own numbers (`pos-east/SH001-0001`), never row numbers: those would let arrival break ties.
 */
export interface OrderFacts {
  orderId: string
  channel: SalesChannel
  /** Only a store we know; an unknown store code is an exception for the caller to list. */
  storeCode?: string
  paidAtMs: number
  sharedByGuideId?: number
  sharedByUnknown?: string
  lines: readonly LineFacts[]
  refunds: readonly RefundFacts[]
  buyer: BuyerFacts
  nowMs: number
}

/** A refund that names no original order at all. `refundFen` is the positive total. */
export interface OrphanRefundFacts {
  refundId: string
  refundedAtMs: number
  channel?: SalesChannel
  storeCode?: string
  guideId?: number
  guideUnknown?: string
  refundFen: Fen
}

/** One version of the rules, frozen with the order by its payment day. The caller resolves `mode` into `boundAtPayment`. */
export interface AttributionRules {
  version: number
  mode: 'first_touch'
  /** How long a line of an unknown buyer waits for identification, from `paidAtMs`. */
  waitDays: number
  /** Parts of a line for the guide who brought the customer and the guide who served; 100 and 0 by default. */
  brought: number
  served: number
}

export const DEFAULT_ATTRIBUTION_RULES: AttributionRules = {
  version: 1,
  mode: 'first_touch',
  waitDays: 30,
  brought: 100,
  served: 0,
}

/** Dated staff facts: days are business days `YYYY-MM-DD`. */
export interface PeopleOnDays {
  isGuideOn(guideId: number, day: string): boolean
  /** The guide's store on that day; undefined when they had none. */
  storeOfGuideOn(guideId: number, day: string): string | undefined
}
