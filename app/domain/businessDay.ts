/**
 * The business day: a `YYYY-MM-DD` string in Asia/Shanghai, fixed UTC+8. China kept summer time only in
 * 1986-1991, before any order here, so a fixed offset is the written rule.
 */
const DAY_MS = 86_400_000
const OFFSET_MS = 8 * 3_600_000
const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/
const TIME_PATTERN = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** The business day of an instant in unix milliseconds; 23:59:59.999 still belongs to its day. */
export function businessDayOf(atMs: number): string {
  const dayNumber = dayNumberOf(atMs)
  // Who asks often asks about the same few days: a batch of orders, the entries of a book.
  if (dayNumber !== lastDay.number)
    lastDay = { number: dayNumber, text: new Date(dayNumber * DAY_MS).toISOString().slice(0, 10) }
  return lastDay.text
}

let lastDay = { number: 0, text: '1970-01-01' }

/** The first millisecond of the day. A malformed day is a programming error: check outside input with `isValidDay`. */
export function startOfBusinessDay(day: string): number {
  const startMs = utcMidnightOf(day)
  if (startMs === undefined) throw new RangeError(`not a business day: ${day}`)
  return startMs - OFFSET_MS
}

/** Days since 1970-01-01 of the business day of an instant, where many days are counted against each other. */
export function dayNumberOf(atMs: number): number {
  return Math.floor((atMs + OFFSET_MS) / DAY_MS)
}

export function addDays(day: string, days: number): string {
  return businessDayOf(startOfBusinessDay(day) + days * DAY_MS)
}

/** Whole days from one day to another; negative when `toDay` is earlier. */
export function daysBetween(fromDay: string, toDay: string): number {
  return Math.round((startOfBusinessDay(toDay) - startOfBusinessDay(fromDay)) / DAY_MS)
}

/** The instant of a wall time `HH:MM` on that day. */
export function atTimeOfDay(day: string, time: string): number {
  return startOfBusinessDay(day) + minutesOfTime(time) * 60_000
}

/** The instant of a wall time `HH:MM`, so many days after the business day of an instant. */
export function atTimeOfLaterDay(atMs: number, days: number, time: string): number {
  return (dayNumberOf(atMs) + days) * DAY_MS - OFFSET_MS + minutesOfTime(time) * 60_000
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOfTime(time: string): number {
  if (!TIME_PATTERN.test(time)) throw new RangeError(`not a time of day: ${time}`)
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** Minutes since midnight of the business day, of an instant; whole minutes, rounded down. */
export function minuteOfBusinessDay(atMs: number): number {
  return Math.floor((atMs + OFFSET_MS - dayNumberOf(atMs) * DAY_MS) / 60_000)
}

/** `YYYY-MM` of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 7)
}

/** The last day of a month `YYYY-MM` (a day of that month is taken too). */
export function lastDayOfMonth(month: string): string {
  const firstDay = `${month.slice(0, 7)}-01`
  return addDays(`${monthOf(addDays(firstDay, 31))}-01`, -1)
}

/** The Monday of the day's week: a leaderboard week runs Monday to Sunday. */
export function startOfWeek(day: string): string {
  const daysSinceMonday = (Math.floor((startOfBusinessDay(day) + OFFSET_MS) / DAY_MS) + 3) % 7
  return addDays(day, -((daysSinceMonday + 7) % 7))
}

/** True only for a real calendar day written `YYYY-MM-DD`; 2026-02-30 is not one. */
export function isValidDay(text: string): boolean {
  return utcMidnightOf(text) !== undefined
}

function utcMidnightOf(day: string): number | undefined {
  const match = DAY_PATTERN.exec(day)
  if (!match) return undefined
  const atMs = Date.parse(day)
  // The thirtieth of February is refused by some and taken for the second of March by others.
  return new Date(atMs).getUTCDate() === Number(match[3]) ? atMs : undefined
}
