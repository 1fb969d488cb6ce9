import { formatYuan } from '../../shared/format.ts'

export const sayDay = (day: string) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`

export function sayPeriod({ from, to }: { from: string; to: string }): string {
  const end = from.slice(0, 4) === to.slice(0, 4) ? sayDay(to).slice(5) : sayDay(to)
  return from === to ? sayDay(from) : `${sayDay(from)}到${end}`
}

/** `+¥270.00`: who gains, and who loses, also without colours. */
export function sayDifference(fen: number): string {
  return `${fen > 0 ? '+' : ''}${formatYuan(fen)}`
}

/** An address inside a run; what is undefined is left out. */
export function addressOf(id: string, place: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams({ run: id })
  for (const [name, value] of Object.entries(place)) if (value !== undefined) query.set(name, String(value))
  return `#/dry-runs?${query}`
}
