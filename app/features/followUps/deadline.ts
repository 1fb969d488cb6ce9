import { atTimeOfDay, businessDayOf } from '../../domain/businessDay.ts'

const EVENING = '20:00'
const HOUR_MS = 3_600_000

/**
 * Until when acting counts as on time: 20:00 of the business day it is due on, the last hour in which a customer
 * likes to hear from a shop; one hour at least when it is due later than that.
 */
export function deadlineOf(dueAtMs: number): number {
  return Math.max(atTimeOfDay(businessDayOf(dueAtMs), EVENING), dueAtMs + HOUR_MS)
}

export function wasOnTime(dueAtMs: number, closedAtMs: number): boolean {
  return closedAtMs <= deadlineOf(dueAtMs)
}
