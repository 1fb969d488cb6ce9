import type { Stage } from '../lifecycle/stage.ts'

/**
 * A playbook is data that an operator edits (YAML, checked at start). These are its shapes; `planStart` and
 * `planCalendar` read them. Ids are lower case with underscores, so that `first_purchase` and `day_7` make the reason
 * code `first_purchase_day_7`.
 */
export interface Playbook {
  id: string
  title: string
  trigger: PlaybookTrigger
  /** Who it is for at all; every step may ask for more. */
  when?: StepConditions
  /** Not started again for a customer within so many days of its last start. */
  restDays?: number
  steps: readonly PlaybookStep[]
  exits: readonly PlaybookExit[]
}

export type CampaignPhase = 'build_up' | 'warm_up' | 'sprint' | 'afterglow'
export type DateKind = 'birthday' | 'first_purchase_anniversary' | 'holiday'

/**
 * What starts a playbook, and so the day its steps count from: the paid order (once per customer and product, or once
 * per order), the new contact, the day a stage was entered, the complaint, the date itself (offsets may be negative),
 * the end of a live session, the first day of a campaign's phase, or the moment an operator sent a segment into it.
 */
export type PlaybookTrigger =
  | { on: 'order_line_paid' }
  | { on: 'order_paid' }
  | { on: 'customer_added' }
  | { on: 'stage_entered'; stage: Stage }
  | { on: 'complaint_opened' }
  | { on: 'complaint_closed' }
  /** `holidays`: ids of `festivalsOf`; only with `holiday`. */
  | { on: 'date'; date: DateKind; holidays?: readonly string[] }
  | { on: 'live_ended' }
  | { on: 'campaign_phase'; phase: CampaignPhase }
  | { on: 'segment' }

export type Purpose = 'service' | 'sale'

/** `call`: the guide phones; nothing is sent from the sidebar, the talk track is what to say. */
export type StepChannel = 'chat' | 'call'

interface StepContent {
  id: string
  /** What kind of follow-up, in at most ten characters. */
  title: string
  purpose: Purpose
  channel?: StepChannel
  /** The set of talk tracks to choose from, as `first-purchase/day-1`. */
  talkTrackSet: string
  /** Which benefit of `config/offers.yaml` the talk track may name. */
  offer?: string
  /** Why now, one sentence; `{{anchorDay}}`, `{{productName}}` and the like are filled in. */
  reason: string
  /** Higher is more important. */
  priority: number
  when?: StepConditions
  gates?: readonly Gate[]
  /** What the guide finds out, and the answers that can be tapped. */
  asks?: readonly Ask[]
  /** A follow-up nobody acted on is worth nothing after this many days; the cadence's own value if absent. */
  expiresAfterDays?: number
}

/**
 * `offsetDays` counts from the start's business day (negative: before it); without a `time` it is at the start's own
 * time of day. `beforeUseUpDays` counts back from the day the product is used up. `time` is `HH:MM` in Shanghai.
 * `afterAnswer`: at once when that answer is tapped: the same talk goes on, so it takes nothing from the contact budget.
 */
export type PlaybookStep = StepContent &
  (
    | { offsetDays: number; time?: string }
    | { beforeUseUpDays: number; time: string }
    | { afterAnswer: { step: string; ask: string; answer: string } }
  )

/** All that are given must hold. */
export interface StepConditions {
  delivery?: 'pickup' | 'shipping'
  slowEffect?: boolean
  boughtThisProductBefore?: boolean
  /** Had bought before this order; of a start without an order: twice or more by then. */
  isRepeatBuyer?: boolean
  /** The automatic welcome went out. */
  isWelcomed?: boolean
  hasMemberCard?: boolean
  /** Watched the live session that started this. */
  hasWatched?: boolean
  hasBought?: boolean
  stages?: readonly Stage[]
  /** High- and low-quality old customers by RFM; never true of somebody without a score. */
  quality?: 'high' | 'low'
  /** Categories of the product that started it. */
  categories?: readonly string[]
  /** A complaint was open within the last 90 days. */
  complainedLately?: boolean
  /** The newest answer to `feedback`, of any playbook, was `good_feedback`. */
  gaveGoodFeedback?: boolean
}
export type ConditionName = keyof StepConditions

/**
 * Looks at the answer to `ask` at an earlier step of the same start. `is`: one of these must have been given; until
 * then the step waits, and falls when its time comes. `isNot`: none of these may have been given.
 */
export type Gate = { step: string; ask: string } & ({ is: readonly string[] } | { isNot: readonly string[] })

export interface Ask {
  id: string
  /** The question, as the guide reads it: 用得顺不顺. */
  title: string
  answers: readonly AnswerChoice[]
}

export interface AnswerChoice {
  id: string
  /** On the button, at most ten characters. */
  title: string
  /** Tapping it opens a complaint. */
  opens?: 'complaint'
}

/**
 * `refunded`, `returned`: the very order and product that started it. `bought_again`: the same product, later.
 * `purchased`: anything, after the start. `first_purchase`: anything at all. `complaint_opened`: while one is open.
 * `complaint_closed`: the very complaint that started it is settled.
 */
export type ExitFact =
  | 'refunded'
  | 'returned'
  | 'complaint_opened'
  | 'complaint_closed'
  | 'customer_lost'
  | 'first_purchase'
  | 'purchased'
  | 'bought_again'
  | 'card_claimed'

/** `use_up_steps`: only the steps counted from the use-up day, because a new purchase restarts that count. */
export interface PlaybookExit {
  on: ExitFact
  drops: 'all' | 'use_up_steps'
}

/** Why a step is not planned, for the sentence that says so. */
export type DropWhy =
  | { code: 'condition'; condition: ConditionName }
  | { code: 'exit'; on: ExitFact }
  | { code: 'gate'; step: string; answer: string }
  | { code: 'gate_unanswered'; step: string }
  | { code: 'use_up_unknown' }
  | { code: 'use_up_too_near' }
  | { code: 'too_late'; expiredAtMs: number }
  /** Gave way to a more important one on the same day. */
  | { code: 'merged'; into: string; because: 'service_first' | 'more_important' | 'earlier' }
  /** Two sales prompts in a row are not made. */
  | { code: 'sale_after_sale' }
  /** The guide asked not to be reminded of this customer. */
  | { code: 'muted' }
  /** The customer said they do not want to be disturbed. */
  | { code: 'left_alone'; sinceMs: number }
  /** The playbook has been started for this customer too lately. */
  | { code: 'rested'; sinceMs: number }
  /** The operator took the step out of the playbook. */
  | { code: 'step_removed' }
