import { addWorkingDays, type Holidays } from '../workingDays.ts'
import type { FreezeRule } from './rules.ts'

const DAY_MS = 86_400_000

/** When the after-sales window of an order is over and what guides hold of it is settled. */
export function freezeEndsAt(
  order: { paidAtMs: number; completedAtMs?: number | undefined },
  { days, of, from }: FreezeRule,
  holidays: Holidays,
): number {
  const startMs = from === 'completed' ? (order.completedAtMs ?? order.paidAtMs) : order.paidAtMs
  return of === 'working' ? addWorkingDays(startMs, days, holidays) : startMs + days * DAY_MS
}
