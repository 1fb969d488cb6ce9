import { businessDayOf } from '../businessDay.ts'
import type { Fen } from '../money.ts'
import type { NoClaimBecause } from './claims.ts'
import type { BuyerFacts, TouchKind } from './facts.ts'
import type { ClaimMode } from './rules.ts'

/** How a guide came to be named: at the till on the line, by a share link on the order, or on a refund slip. */
export type NamedBy = 'served' | 'shared' | 'refund'

/**
 * The "why" of a book in codes and data, in the order things happened; the edge turns them into words.
 * Every step carries the instant and business day of the fact that led to it.
 */
export type ExplainStep = { atMs: number; day: string } & (
  | DecidedStep
  | CreditedStep
  | PassedOverStep
  | HappenedStep
  | RefundStep
)

/** `decided`: opens a round of decisions, at payment or again at identification, under this rule version. */
interface DecidedStep {
  code: 'decided'
  cause: 'payment' | 'identification'
  ruleVersion: number
  title: string
}

/** Who got the line. `parts` of `ofParts` is the share; a sole holder has parts = ofParts. */
type CreditedStep =
  /** Rule 1: the buyer was known and bound to this guide when paying. */
  | {
      code: 'to_bound_guide'
      lineNo: string
      guideId: number
      bindingId: number
      by: string
      sinceMs: number
      parts: number
      ofParts: number
    }
  /** Rule 2, or the served part of a split: this guide is named and was a guide on the day. */
  | { code: 'to_named_guide'; lineNo?: string; guideId: number; namedBy: NamedBy; parts: number; ofParts: number }
  /** Rule 1 by touches: this guide's claim held at payment, by this touch. */
  | {
      code: 'to_claimant'
      lineNo: string
      guideId: number
      mode: ClaimMode
      kind: TouchKind
      sinceMs: number
      parts: number
      ofParts: number
    }
  /** The store's own part of the line. */
  | { code: 'to_store_share'; lineNo: string; storeCode: string; parts: number; ofParts: number }
  /** Nobody else has a claim: who manages the store that day. */
  | { code: 'to_store_manager'; lineNo: string; guideId: number; storeCode: string }
  /** Rule 3: buyer unknown, the line waits in `unattributed` until then. */
  | { code: 'waiting'; lineNo: string; untilMs: number }
  /** Rule 4: the pool of the order's store. */
  | { code: 'to_store_pool'; lineNo?: string; storeCode: string }
  /** Rule 5: nobody named, no store known. */
  | { code: 'to_nobody'; lineNo?: string }

/** Who did not get it, and why. */
type PassedOverStep =
  /** Rule 1 does not hold: no identity, one that matches nobody, or one that became known after payment. */
  | { code: 'buyer_unknown'; buyer: BuyerFacts['kind'] }
  /** Rule 1 does not hold: the buyer is known and no binding was open at payment. */
  | { code: 'buyer_not_bound' }
  /** Had to do with the customer before, and claims nothing. */
  | { code: 'no_claim'; guideId: number; mode: ClaimMode; kind: TouchKind; touchedMs: number; because: NoClaimBecause }
  /** Named, but the till's name matches no guide. */
  | { code: 'named_guide_unknown'; lineNo?: string; name: string; namedBy: NamedBy }
  /** Named, but not a guide on that business day. */
  | { code: 'named_guide_not_on_day'; lineNo?: string; guideId: number; namedBy: NamedBy }
  /** Named, but an earlier rule holds: the bound guide, or the guide who served. */
  | { code: 'named_guide_came_second'; lineNo: string; guideId: number; namedBy: NamedBy; after: 'bound' | 'served' }
  /** Rule 4 does not hold: the order names no store that we know. */
  | { code: 'store_unknown'; lineNo?: string }

type HappenedStep =
  /** The buyer became known inside the window: the order is decided again. */
  | { code: 'identified' }
  /** The buyer became known after the window: nothing changes. */
  | { code: 'identified_too_late'; untilMs: number }
  /** The window closed on a waiting line. */
  | { code: 'wait_over'; lineNo: string }
  /** A person decided who holds the line (all lines without `lineNo`) from then on. */
  | {
      code: 'corrected'
      correctionId: string
      lineNo?: string
      to: { guideId?: number; storeCode?: string; parts: number }[]
    }
  /** The freeze is over: what guides hold is settled. */
  | { code: 'settled' }
  /** A refund for an order that has not arrived: kept apart until it does. */
  | { code: 'in_suspense' }

type RefundStep =
  /** Taken back from whoever held the line then, in the same proportion. */
  | {
      code: 'refunded'
      refundId: string
      lineNo?: string
      refundFen: Fen
      from: { account: string; guideId?: number; storeCode?: string; amountFen: Fen }[]
    }
  /** Beyond what was paid on the line, or for a line the order does not have: taken from nobody. */
  | { code: 'over_refunded'; refundId: string; lineNo: string; overFen: Fen; why: 'more_than_paid' | 'no_such_line' }

type StripWhen<Step> = Step extends unknown ? Omit<Step, 'atMs' | 'day'> : never

/** A step before it is stamped with its instant. */
export type StepData = StripWhen<DecidedStep | CreditedStep | PassedOverStep | HappenedStep | RefundStep>

export function stampSteps(steps: readonly StepData[], atMs: number): ExplainStep[] {
  const day = businessDayOf(atMs)
  return steps.map((step) => ({ atMs, day, ...step }))
}
