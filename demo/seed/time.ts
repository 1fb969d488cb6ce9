const CHINA_MS = 8 * 3_600_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** 00:00 in Shanghai of the day an instant falls on. */
export const dayStart = (atMs: number): number => Math.floor((atMs + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS
export const dayText = (atMs: number): string => new Date(atMs + CHINA_MS).toISOString().slice(0, 10)
/** `2026-11-21T14:03:00+08:00` */
export const instantText = (atMs: number): string => `${new Date(atMs + CHINA_MS).toISOString().slice(0, 19)}+08:00`

/** The story opens shortly after the shops do: the next 10:12 in Shanghai, today or tomorrow. */
export function openingMs(nowMs: number): number {
  const today = dayStart(nowMs) + 10 * HOUR_MS + 12 * MINUTE_MS
  return today >= nowMs ? today : today + DAY_MS
}
