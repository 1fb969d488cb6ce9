import { atTimeOfLaterDay, businessDayOf, dayNumberOf, minuteOfBusinessDay, minutesOfTime } from '../businessDay.ts'

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

const DAY_MS = 86_400_000

/**
 * The first free moment at or after `dueAtMs`, not before `nowMs` and before `expiresAtMs`. What does not fit moves to
 * the next free day at the same wall time, or expires with the reason; nothing piles up. Days that have passed are
 * looked at only for what moved it, so that asking again later gives the same moment and the same reason.
 */
export function fitSlot(dueAtMs: number, manners: Manners, expiresAtMs: number, nowMs = dueAtMs): SlotDecision {
  const contactDays = manners.alreadyPlanned.map(dayNumberOf)
  const awakeMs = isQuietAt(dueAtMs, manners) ? quietEndAfter(dueAtMs, manners) : dueAtMs
  const today = dayNumberOf(nowMs)
  let movedBecause: Obstacle | undefined = awakeMs === dueAtMs ? undefined : 'quiet_hours'
  for (let wishedMs = awakeMs; Math.max(wishedMs, nowMs) < expiresAtMs; wishedMs += DAY_MS) {
    const isPast = dayNumberOf(wishedMs) < today
    const atMs = isPast ? wishedMs : afterMiddayQuiet(Math.max(wishedMs, nowMs), manners)
    const obstacle = findObstacle(wishedMs, manners, contactDays) ?? findObstacle(atMs, manners, contactDays)
    if (!obstacle && !isPast && atMs < expiresAtMs) return { kind: 'slot', atMs, ...(movedBecause && { movedBecause }) }
    movedBecause ??= obstacle
  }
  return { kind: 'expired', why: movedBecause ?? 'too_late' }
}

/** The first moment at or after `atMs` that is neither quiet nor on a day off, whatever the budget. */
export function firstAwake(atMs: number, manners: Pick<Manners, 'quietFrom' | 'quietTo' | 'daysOff'>): number {
  let awakeMs = isQuietAt(atMs, manners) ? quietEndAfter(atMs, manners) : atMs
  while (manners.daysOff.includes(businessDayOf(awakeMs))) {
    awakeMs = atTimeOfLaterDay(awakeMs, 1, manners.quietTo)
  }
  return awakeMs
}

export function isQuietAt(atMs: number, { quietFrom, quietTo }: Pick<Manners, 'quietFrom' | 'quietTo'>): boolean {
  const [from, to, minute] = [minutesOfTime(quietFrom), minutesOfTime(quietTo), minuteOfBusinessDay(atMs)]
  if (from === to) return false
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

function findObstacle(atMs: number, manners: Manners, contactDays: readonly number[]): Obstacle | undefined {
  const day = dayNumberOf(atMs)
  if (isQuietAt(atMs, manners)) return 'quiet_hours'
  if (manners.daysOff.includes(businessDayOf(atMs))) return 'day_off'
  if (contactDays.filter((other) => other === day).length >= manners.budget.perDay) return 'budget_day'
  return isWeekFull(day, manners.budget.perWeek, contactDays) ? 'budget_week' : undefined
}

/** Any 7 days in a row that hold the day count: contacts already planned for later must keep their place too. */
function isWeekFull(day: number, perWeek: number, contactDays: readonly number[]): boolean {
  const distances = contactDays.map((other) => other - day).filter((days) => Math.abs(days) < 7)
  if (distances.length < perWeek) return false
  return [0, 1, 2, 3, 4, 5, 6].some(
    (before) => distances.filter((days) => days >= -before && days <= 6 - before).length >= perWeek,
  )
}

/** Quiet hours at noon end on the same day; those of the night are an obstacle. */
function afterMiddayQuiet(atMs: number, manners: Manners): number {
  if (!isQuietAt(atMs, manners)) return atMs
  const endMs = quietEndAfter(atMs, manners)
  return dayNumberOf(endMs) === dayNumberOf(atMs) ? endMs : atMs
}

function quietEndAfter(atMs: number, { quietTo }: Pick<Manners, 'quietTo'>): number {
  const sameDayMs = atTimeOfLaterDay(atMs, 0, quietTo)
  return sameDayMs > atMs ? sameDayMs : sameDayMs + DAY_MS
}
