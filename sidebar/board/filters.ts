import type { LeaderboardRow } from '../../app/features/boards/contract.ts'
import { addDays, countDays } from '../shared/format.ts'

export type SortKey = Extract<
  keyof LeaderboardRow,
  | 'netFen'
  | 'onlineFen'
  | 'offlineFen'
  | 'refundFen'
  | 'orders'
  | 'newCustomers'
  | 'lostCustomers'
  | 'followUpsDone'
  | 'followUpsOnTime'
>

export type Period = 'today' | 'week' | 'month' | 'custom'
export type View = 'total' | 'perHead' | 'change'

export interface Filters {
  tab: 'guides' | 'groups'
  period: Period
  from: string
  to: string
  region: string
  store: string
  sort: SortKey
  view: View
}

const SORTS: readonly string[] = [
  'netFen',
  'onlineFen',
  'offlineFen',
  'refundFen',
  'orders',
  'newCustomers',
  'lostCustomers',
  'followUpsDone',
  'followUpsOnTime',
]
const DAY = /^\d{4}-\d{2}-\d{2}$/

const oneOf = <K extends string>(value: string | null, allowed: readonly string[], otherwise: K): K =>
  value !== null && allowed.includes(value) ? (value as K) : otherwise

/** Reads the filters kept in the address; whatever makes no sense falls back. `today` is the business day. */
export function parseFilters(hash: string, today: string): Filters {
  const asked = new URLSearchParams(hash)
  const period = oneOf<Period>(asked.get('period'), ['today', 'week', 'month', 'custom'], 'week')
  const days = daysOf(period, today, asked.get('from') ?? '', asked.get('to') ?? '')
  return {
    tab: oneOf<Filters['tab']>(asked.get('tab'), ['guides', 'groups'], 'guides'),
    period,
    ...days,
    region: asked.get('region') ?? '',
    store: asked.get('store') ?? '',
    sort: oneOf<SortKey>(asked.get('sort'), SORTS, 'netFen'),
    view: oneOf<View>(asked.get('view'), ['total', 'perHead', 'change'], 'total'),
  }
}

function daysOf(period: Period, today: string, from: string, to: string): { from: string; to: string } {
  if (period === 'today') return { from: today, to: today }
  if (period === 'month') return { from: `${today.slice(0, 8)}01`, to: today }
  const isValid = DAY.test(from) && DAY.test(to) && from <= to
  if (period === 'custom' && isValid) return { from, to }
  return { from: addDays(today, -6), to: today }
}

export function toHash(filters: Filters): string {
  const { from, to, ...rest } = filters
  const kept = new URLSearchParams()
  for (const [name, value] of Object.entries(filters.period === 'custom' ? filters : rest))
    if (value) kept.set(name, value)
  return `#/${kept}`
}

/** The same number of days just before. */
export function previousPeriod({ from, to }: Pick<Filters, 'from' | 'to'>): { from: string; to: string } {
  const days = countDays(from, to)
  return { from: addDays(from, -days), to: addDays(from, -1) }
}

/** Where and when, as every question to the server says it. */
export function toPlaceAndDays(filters: Filters, days: { from: string; to: string } = filters): URLSearchParams {
  const query = new URLSearchParams({ from: days.from, to: days.to })
  if (filters.region) query.set('region', filters.region)
  if (filters.tab === 'guides' && filters.store) query.set('store', filters.store)
  return query
}

/** What the server is asked; exports use the very same words. */
export function toQuery(filters: Filters, days: { from: string; to: string } = filters): string {
  const query = toPlaceAndDays(filters, days)
  if (filters.tab === 'guides') query.set('sort', filters.sort)
  return query.toString()
}
