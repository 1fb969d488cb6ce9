import { addDays, atTimeOfDay, businessDayOf, daysBetween, minuteOfBusinessDay, minutesOfTime } from '../businessDay.ts'

/** How a customer may be contacted, across all playbooks, mass sends and guides. */
export interface Manners {
  /** Wall times `HH:MM`; `quietFrom` itself is quiet, `quietTo` is not. Equal times mean no quiet hours. */
  quietFrom: string
  quietTo: string
  /** Business days on which the guide is off. */
  daysOff: readonly string[]
  /** Contacts per business day, and within any 7 days in a row. */
  budget: { perDay: number; perWeek: number }
  /** Instants of every contact with this customer that is planned or has been made. */
  alreadyPlanned: readonly number[]
}

export type Obstacle = 'quiet_hours' | 'day_off' | 'budget_day' | 'budget_week'

export type SlotDecision =
  /** `movedBecause` is the first obstacle; absent when the wished time was free. */
  { kind: 'slot'; atMs: number; movedBecause?: Obstacle } | { kind: 'expired'; why: Obstacle | 'too_late' }

/**
 * The first free moment at or after `dueAtMs` and before `expiresAtMs`. What does not fit moves to the next free
 * day at the same wall time, or expires with the reason; nothing piles up. A due time in the past is the caller's
 * to lift to now.
 */
export function fitSlot(dueAtMs: number, manners: Manners, expiresAtMs: number): SlotDecision {
  const contactDays = manners.alreadyPlanned.map(businessDayOf)
  let movedBecause: Obstacle | undefined
  let atMs = dueAtMs
  while (atMs < expiresAtMs) {
    const obstacle = findObstacle(atMs, manners, contactDays)
    if (!obstacle) return movedBecause ? { kind: 'slot', atMs, movedBecause } : { kind: 'slot', atMs }
    movedBecause ??= obstacle
    atMs = obstacle === 'quiet_hours' ? quietEndAfter(atMs, manners) : sameTimeNextDay(atMs)
  }
  return { kind: 'expired', why: movedBecause ?? 'too_late' }
}

export function isQuietAt(atMs: number, { quietFrom, quietTo }: Pick<Manners, 'quietFrom' | 'quietTo'>): boolean {
  const [from, to, minute] = [minutesOfTime(quietFrom), minutesOfTime(quietTo), minuteOfBusinessDay(atMs)]
  if (from === to) return false
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

function findObstacle(atMs: number, manners: Manners, contactDays: readonly string[]): Obstacle | undefined {
  const day = businessDayOf(atMs)
  if (isQuietAt(atMs, manners)) return 'quiet_hours'
  if (manners.daysOff.includes(day)) return 'day_off'
  if (contactDays.filter((other) => other === day).length >= manners.budget.perDay) return 'budget_day'
  return isWeekFull(day, manners.budget.perWeek, contactDays) ? 'budget_week' : undefined
}

/** Any 7 days in a row that hold the day count: contacts already planned for later must keep their place too. */
function isWeekFull(day: string, perWeek: number, contactDays: readonly string[]): boolean {
  const distances = contactDays.map((other) => daysBetween(day, other)).filter((days) => Math.abs(days) < 7)
  return [0, 1, 2, 3, 4, 5, 6].some(
    (before) => distances.filter((days) => days >= -before && days <= 6 - before).length >= perWeek,
  )
}

function quietEndAfter(atMs: number, { quietTo }: Manners): number {
  const day = businessDayOf(atMs)
  const sameDayMs = atTimeOfDay(day, quietTo)
  return sameDayMs > atMs ? sameDayMs : atTimeOfDay(addDays(day, 1), quietTo)
}

function sameTimeNextDay(atMs: number): number {
  return atMs + 86_400_000
}
