// Shops and guides live on Beijing time, whatever the device says; it has no summer time.
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

const two = (n: number) => String(n).padStart(2, '0')

const dayNumber = (ms: number) => Math.floor((ms + OFFSET_MS) / DAY_MS)

/** `¥1,299.00`; a minus sign that is not a hyphen goes before the currency. */
export function formatYuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '−' : ''}¥${yuan}.${digits.slice(-2)}`
}

/** Whole yuan, for dense tables: `¥1,299`. */
export function formatWholeYuan(fen: number): string {
  return formatYuan(Math.round(fen / 100) * 100).slice(0, -3)
}

export function formatClock(ms: number): string {
  const local = new Date(ms + OFFSET_MS)
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`
}

/** 今天 / 昨天 / 明天 / 10月3日 / 2025年10月3日. */
export function formatDay(ms: number, nowMs: number): string {
  const distance = dayNumber(ms) - dayNumber(nowMs)
  if (distance === 0) return '今天'
  if (distance === -1) return '昨天'
  if (distance === 1) return '明天'
  const local = new Date(ms + OFFSET_MS)
  const day = `${local.getUTCMonth() + 1}月${local.getUTCDate()}日`
  const isThisYear = local.getUTCFullYear() === new Date(nowMs + OFFSET_MS).getUTCFullYear()
  return isThisYear ? day : `${local.getUTCFullYear()}年${day}`
}

/** A past moment: the clock only matters today. */
export function formatMoment(ms: number, nowMs: number): string {
  const day = formatDay(ms, nowMs)
  return day === '今天' ? `${day} ${formatClock(ms)}` : day
}

/** `2026-11-21` of an instant. */
export function businessDayOf(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 10)
}

/** Moves a `YYYY-MM-DD` by whole days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

const EVENING_MS = 20 * 3_600_000

/** On time is until 20:00 of the due day, and one hour at least: the same rule the figures are counted by. */
export function onTimeUntil(dueAtMs: number): number {
  const eveningMs = dayNumber(dueAtMs) * DAY_MS - OFFSET_MS + EVENING_MS
  return Math.max(eveningMs, dueAtMs + 3_600_000)
}
