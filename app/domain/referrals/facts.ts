/** `joined`: a friend, no completed order yet; `waiting`: inside the refund window or held by an open complaint. */
export type ReferralState = 'joined' | 'waiting' | 'rewarded' | 'void'

/** Why it is in that state; said in Chinese at the edge. */
export type ReferralWhy =
  | 'no_order'
  | 'not_completed'
  | 'window'
  | 'complaint_open'
  | 'passed'
  | 'kept'
  | 'self'
  | 'existing_customer'
  | 'former_buyer'
  | 'refunded'
  | 'taken_back'

/** `config/referral.yaml`. */
export interface ReferralRules {
  /** For each friend. */
  points: number
  /** Working days from completion until nothing can be returned any more. */
  windowDays: number
  /** A parcel whose arrival nobody told counts as completed so many days after payment. */
  assumeCompletedDays: number
  /** Who may refer: stages of the lifecycle. */
  stages: readonly string[]
  /** Rising. */
  honours: readonly Honour[]
  /** All is refunded after the reward was given. */
  lateRefund: 'take_back' | 'keep'
}

export interface Honour {
  friends: number
  title: string
  points: number
}

export interface FriendOrder {
  orderId: number
  /** Source and number: which order is first must not depend on which row came first. */
  number: string
  paidAtMs: number
  completedAtMs: number | undefined
  delivery: 'pickup' | 'shipping' | null
  paidFen: number
  refunds: readonly { atMs: number; fen: number }[]
}

/** All that is known of a friend who came by a code, unix milliseconds. */
export interface ReferralFacts {
  joinedAtMs: number
  /** Friend and referrer are one person: one contact, or two with a phone, unionid or member in common. */
  isSelf: boolean
  /** When the friend was first seen by any guide or group of ours. */
  firstContactAtMs: number
  orders: readonly FriendOrder[]
  complaints: readonly { openedAtMs: number; closedAtMs: number | undefined }[]
  nowMs: number
}
