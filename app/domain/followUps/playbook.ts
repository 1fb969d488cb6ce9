/**
 * A playbook is data that an operator edits (YAML, checked at start). These are its shapes; `planSteps` reads them.
 * Ids are lower case with underscores, so that `first_purchase` and `day_7` make the reason `first_purchase_day_7`.
 */
export interface Playbook {
  id: string
  title: string
  trigger: PlaybookTrigger
  steps: readonly PlaybookStep[]
  exits: readonly PlaybookExit[]
}

/** `order_line_paid` starts once per (customer, product) at a paid order; `customer_added` once per new contact. */
export type PlaybookTrigger = 'order_line_paid' | 'customer_added'

export type Purpose = 'service' | 'sale'

interface StepContent {
  id: string
  purpose: Purpose
  /** The set of talk tracks to choose from, as `first-purchase/day-1`. */
  talkTrackSet: string
  /** Higher is more important. */
  priority: number
  when?: StepConditions
  /** What the guide asks, in order; each only after a good answer to the one before it when it says so. */
  asks?: readonly Ask[]
  /** A follow-up nobody acted on is worth nothing after this many days; the cadence's own value if absent. */
  expiresAfterDays?: number
}

/**
 * `offsetDays` counts from the trigger's business day, 0 without a `time` means at once. `beforeUseUpDays` counts
 * back from the day the product is used up. `time` is the wall time `HH:MM` in Shanghai.
 */
export type PlaybookStep =
  | (StepContent & { offsetDays: number; time?: string })
  | (StepContent & { beforeUseUpDays: number; time: string })

/** All that are given must hold. */
export interface StepConditions {
  delivery?: 'pickup' | 'shipping'
  slowEffect?: boolean
  boughtThisProductBefore?: boolean
  isRepeatBuyer?: boolean
  /** The automatic welcome went out. */
  isWelcomed?: boolean
}

/** `onlyAfter`: the answer that must have come first, else this is not asked. */
export interface Ask {
  ask: string
  onlyAfter?: 'no_difficulties' | 'good_feedback'
}

export type ExitFact =
  | 'refunded'
  | 'returned'
  | 'complaint_opened'
  | 'customer_lost'
  | 'first_purchase'
  | 'bought_again'

/** `use_up_steps`: only the steps counted from the use-up day, because a new purchase restarts that count. */
export interface PlaybookExit {
  on: ExitFact
  drops: 'all' | 'use_up_steps'
}

/** Slots are checked later; this is when the playbook would like it. */
export interface PlannedStep {
  stepId: string
  dueAtMs: number
  expiresAtMs: number
  purpose: Purpose
  priority: number
  talkTrackSet: string
  asks: readonly Ask[]
  /** `<playbook>_<step>`, the code of the sentence that explains the follow-up. */
  reasonCode: string
}

/** Why a step was not planned, for the sentence that says so. */
export type DropWhy =
  | { code: 'condition'; condition: keyof StepConditions }
  | { code: 'exit'; on: ExitFact }
  | { code: 'use_up_unknown' }
  | { code: 'use_up_too_near' }
  | { code: 'too_late'; expiredAtMs: number }

export interface DroppedStep {
  stepId: string
  why: DropWhy
}
