import type { Answer, CalendarItem, Contact, StepProgress } from '../../../../app/domain/followUps/calendar.ts'
import type { Stage } from '../../../../app/domain/lifecycle/stage.ts'
import type { Call, Product, Trade } from './chain.ts'

export interface Order {
  id: number
  atMs: number
  product: Product
  quantity: number
  delivery: 'pickup' | 'shipping'
  refundedAtMs?: number
}

/** A line of the story: a fact, or what was shown, sent, skipped. */
export interface Entry {
  atMs: number
  kind: 'fact' | 'shown' | 'sent' | 'skipped' | 'ignored' | 'put_off'
  text: string
  item?: CalendarItem
}

export interface Delivery {
  atMs: number
  item: CalendarItem
  isTalk: boolean
  isComplaintOpen: boolean
  /** Contacts made by then, newest last, and when the customer was heard last. */
  said: readonly Contact[]
  heardAtMs: number
}

/** One customer and all that is known of them, as the clock goes. */
export interface Life {
  seed: number
  trade: Trade
  guideNo: number
  addedAtMs: number
  orders: Order[]
  complaints: { openedAtMs: number; closedAtMs?: number }[]
  answers: Answer[]
  contacts: Contact[]
  promised: Contact[]
  progress: Map<string, StepProgress>
  calls: Call[]
  stages: { stage: Stage; atMs: number }[]
  hasCard: boolean
  isLost: boolean
  hasWatched: boolean
  mutedUntilMs?: number
  items: CalendarItem[]
  story: Entry[]
  deliveries: Delivery[]
  /** What a step was found to be when it was last planned. */
  lastSeen: Map<string, CalendarItem>
  replans: number
}

export const isKept = ({ refundedAtMs }: Order) => refundedAtMs === undefined
export const openComplaint = (life: Life) => life.complaints.find(({ closedAtMs }) => closedAtMs === undefined)

export function tell(life: Life, atMs: number, text: string): void {
  life.story.push({ atMs, kind: 'fact', text })
}
