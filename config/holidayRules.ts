import { z } from 'zod'
import { addDays, isValidDay } from '../app/domain/businessDay.ts'
import type { Holidays } from '../app/domain/workingDays.ts'

const DAY_OR_SPAN = z.string().regex(/^\d{2}-\d{2}(?:\.\.\d{2}-\d{2})?$/, 'write 05-01 or 05-01..05-05')

/** `config/holidays.yaml`: what the State Council announces each year. */
export const HOLIDAYS = z.strictObject({
  years: z.record(
    z.string().regex(/^20\d{2}$/),
    z.strictObject({ off: z.array(DAY_OR_SPAN), work: z.array(DAY_OR_SPAN) }),
  ),
})

/** @throws Error naming a day that does not exist or is both off and worked, or a span that ends before it begins */
export function holidaysOf({ years }: z.output<typeof HOLIDAYS>): Holidays {
  const all = Object.entries(years)
  const off = new Set(all.flatMap(([year, days]) => days.off.flatMap((span) => daysOf(year, span))))
  const work = new Set(all.flatMap(([year, days]) => days.work.flatMap((span) => daysOf(year, span))))
  const both = [...work].find((day) => off.has(day))
  if (both) throw new Error(`config/holidays.yaml: ${both} is both off and worked`)
  return { off, work, years: new Set(Object.keys(years)) }
}

function daysOf(year: string, span: string): string[] {
  const [first = '', last = first] = span.split('..').map((monthDay) => `${year}-${monthDay}`)
  if (!isValidDay(first) || !isValidDay(last) || last < first) throw new Error(`config/holidays.yaml: ${year}: ${span}`)
  const days = [first]
  for (let day = first; day < last; ) {
    day = addDays(day, 1)
    days.push(day)
  }
  return days
}
