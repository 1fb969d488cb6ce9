import type { Fen } from '../money.ts'

export type SalesChannel = 'online' | 'offline'

/** A guide as the till names them. Without `guideId` the name matches no guide of ours. */
export interface NamedGuide {
  guideId?: number
  name: string
  /** The weight of their part among those who served together. */
  parts: number
}

/** One line of an order. */
export interface LineFacts {
  lineNo: string
  paidFen: Fen
  served?: readonly NamedGuide[]
}

/** A refund that names its original order; `refundFen` is positive, per line. */
export interface RefundFacts {
  refundId: string
  refundedAtMs: number
  lines: readonly { lineNo: string; refundFen: Fen }[]
}

export const TOUCH_KINDS = ['friend', 'scan', 'group', 'share_link', 'transfer', 'manual', 'message', 'answer'] as const
export type TouchKind = (typeof TOUCH_KINDS)[number]

/** One moment in which a guide had to do with a customer. Only those at or before payment are given. */
export interface Touch {
  guideId: number
  /** Where it happened; absent: in the guide's store of that day. */
  storeCode?: string
  kind: TouchKind
  atMs: number
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
  | { kind: 'known'; knownAtMs: number; boundAtPayment?: BoundGuide; touches?: readonly Touch[] }

/** A person's decision about a line (or all lines): who holds it from then on, whatever the rules say. */
export interface CorrectionFacts {
  correctionId: string
  atMs: number
  lineNo?: string
  to: readonly ({ guideId: number; parts: number } | { storeCode: string; parts: number })[]
}

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
  /** When the freeze of its rules is over; absent: never settled. */
  settlesAtMs?: number
  shared?: Omit<NamedGuide, 'parts'>
  lines: readonly LineFacts[]
  refunds: readonly RefundFacts[]
  corrections?: readonly CorrectionFacts[]
  buyer: BuyerFacts
  nowMs: number
}

/**
 * A refund without its order. `suspense`: it names one that has not arrived; else it names none at all. `refundFen` is
 * the positive total.
 */
export interface OrphanRefundFacts {
  refundId: string
  refundedAtMs: number
  channel?: SalesChannel
  storeCode?: string
  guideId?: number
  guideUnknown?: string
  refundFen: Fen
  isSuspended?: boolean
}

/** Dated staff facts: days are business days `YYYY-MM-DD`. */
export interface PeopleOnDays {
  isGuideOn(guideId: number, day: string): boolean
  /** The guide's store on that day, `preferred` where they work in several; undefined when they had none. */
  storeOfGuideOn(guideId: number, day: string, preferred?: string): string | undefined
  managerOfStoreOn(storeCode: string, day: string): number | undefined
}
