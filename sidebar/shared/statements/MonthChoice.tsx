import { monthsUntil, sayMonth } from './figures.ts'

const SHOWN_MONTHS = 24

interface MonthChoiceProps {
  /** The running month: the newest there is. */
  latest: string
  value: string
  onChange(month: string): void
}

/** A list: the month field of browsers is missing in half the clients. */
export function MonthChoice({ latest, value, onChange }: MonthChoiceProps) {
  const months = monthsUntil(latest, SHOWN_MONTHS)
  return (
    <select aria-label="月份" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {(months.includes(value) ? months : [value, ...months]).map((month) => (
        <option key={month} value={month}>
          {sayMonth(month)}
        </option>
      ))}
    </select>
  )
}
