import type { TouchKind } from './facts.ts'

/**
 * How a claim on a customer is found. `first_touch` is the binding that is kept for each customer and moved by leaving,
 * transfer or hand; the others read the touches themselves.
 */
export const CLAIM_MODES = [
  'first_touch',
  'first_friend',
  'first_in_store',
  'last_touch',
  'strongest_touch',
  'every_touch',
] as const
export type ClaimMode = (typeof CLAIM_MODES)[number]

export interface ClaimRule {
  mode: ClaimMode
  /** Days a touch of this kind holds, counted from itself; null: for ever. A kind that is not named does not count. */
  touches: Readonly<Partial<Record<TouchKind, number | null>>>
  /** `last_touch`: so long after the holder's own last touch nobody takes over; null: never. */
  protectDays: number | null
  /** `strongest_touch`: the first kind here that anybody has wins; among equals the latest. */
  strength: readonly TouchKind[]
}

export const SHARE_ROLES = ['brought', 'served', 'shared', 'store'] as const
export type ShareRole = (typeof SHARE_ROLES)[number]

/** What a line comes to when no role of `shares` has a guide; the first that holds. After the last: unattributed. */
export const FALLBACKS = ['brought', 'served', 'shared', 'waiting', 'store_manager', 'store'] as const
export type Fallback = (typeof FALLBACKS)[number]

/** One version of the rules, frozen with the order by its payment day. */
export interface AttributionRules {
  version: number
  title: string
  /** Who brought the customer in: the first of these that finds somebody. */
  claims: readonly ClaimRule[]
  /** Parts of a line by role; a role of 0 parts only counts where `fallback` names it. */
  shares: Readonly<Record<ShareRole, number>>
  /** Where the parts of a role go that nobody fills: to the roles that are filled, or to the store. */
  absentTo: 'present' | 'store'
  fallback: readonly Fallback[]
  /** How long a line of an unknown buyer waits for identification, from `paidAtMs`. */
  waitDays: number
  /** Until then a guide's part is pending; then it is settled. */
  freeze: FreezeRule
}

export interface FreezeRule {
  days: number
  of: 'calendar' | 'working'
  from: 'paid' | 'completed'
}

export const DEFAULT_ATTRIBUTION_RULES: AttributionRules = {
  version: 1,
  title: '先到先得',
  claims: [{ mode: 'first_touch', touches: {}, protectDays: 0, strength: [] }],
  shares: { brought: 100, served: 0, shared: 0, store: 0 },
  absentTo: 'present',
  fallback: ['served', 'shared', 'waiting', 'store'],
  waitDays: 30,
  freeze: { days: 30, of: 'calendar', from: 'paid' },
}
