import { atTimeOfDay } from '../businessDay.ts'
import { firstAwake } from './fitSlot.ts'

/** WeCom asks to keep away from :00 and :30, where everybody sends. */
const DIGEST_AT = '09:07'
const SPREAD_MINUTES = 11
const MINUTE_MS = 60_000

/**
 * When a guide's digest of that day leaves: 09:02 to 09:12, spread over the guides and the same for one guide all day;
 * where it is still quiet then, as many minutes after the end of the quiet hours.
 */
export function digestAtMs(day: string, guideId: number, quiet: { quietFrom: string; quietTo: string }): number {
  const jitterMs = (((guideId * 7) % SPREAD_MINUTES) - Math.floor(SPREAD_MINUTES / 2)) * MINUTE_MS
  const wishedMs = atTimeOfDay(day, DIGEST_AT) + jitterMs
  const awakeMs = firstAwake(wishedMs, { ...quiet, daysOff: [] })
  return awakeMs === wishedMs ? wishedMs : awakeMs + 7 * MINUTE_MS + jitterMs
}

/** A guide gets one digest a day, whoever makes it. */
export function digestKey(guideId: number, day: string): string {
  return `digest:${guideId}:${day}`
}
