import { addDays, businessDayOf, startOfBusinessDay } from './businessDay.ts'

/** The announced calendar: days off that are weekdays, working days that are weekends, and the years it speaks of. */
export interface Holidays {
  off: ReadonlySet<string>
  work: ReadonlySet<string>
  years: ReadonlySet<string>
}

const SATURDAY = 6
const SUNDAY = 0

/** By the announced calendar; in a year it does not know, by the weekend alone. */
export function isWorkingDay(day: string, { off, work }: Holidays): boolean {
  if (work.has(day)) return true
  if (off.has(day)) return false
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== SATURDAY && weekday !== SUNDAY
}

/** The same time of day, so many working days later; the day itself does not count. */
export function addWorkingDays(atMs: number, days: number, holidays: Holidays): number {
  const from = businessDayOf(atMs)
  let day = from
  for (let left = days; left > 0; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, holidays)) left -= 1
  }
  return atMs + (startOfBusinessDay(day) - startOfBusinessDay(from))
}
