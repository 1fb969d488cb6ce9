import { businessDayOf } from '../../domain/businessDay.ts'
import type { BuyerWords } from './buyerWords.ts'

export interface Names {
  guideNames: ReadonlyMap<number, string>
  storeNames: ReadonlyMap<string, string>
  /** Corrections by their number in the ledger (`K5`). */
  corrections: ReadonlyMap<string, { proposedByName: string; decidedByName: string | null; reason: string }>
  buyer?: BuyerWords
  /** What becomes of a line that waits in vain: ，到期还认不出就计入徐汇店门店池. */
  afterWait?: string
  /** It waits, and whoever knows the buyer may say so. */
  mayBeClaimed?: boolean
}

export function holder(
  part: { account: string; guideId?: number | null; storeCode?: string | null },
  names: Names,
): string {
  if (typeof part.guideId === 'number') return guideName(part.guideId, names)
  if (part.account === 'unattributed') return '待归属'
  if (part.account === 'suspense') return '挂账'
  return typeof part.storeCode === 'string' ? pool(part.storeCode, names) : '待归属'
}

export function guideName(guideId: number, names: Names): string {
  return names.guideNames.get(guideId) ?? `导购 ${guideId}`
}

export function storeName(storeCode: string, names: Names): string {
  return names.storeNames.get(storeCode) ?? storeCode
}

export function pool(storeCode: string, names: Names): string {
  return `${storeName(storeCode, names)}门店池`
}

export const sayInstant = (ms: number) => sayDay(businessDayOf(ms))

/** `2026年11月21日`. */
export function sayDay(day: string): string {
  return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}

/** ` 70%`; nothing for whoever has it all. */
export function partText({ parts, ofParts }: { parts: number; ofParts: number }): string {
  if (parts === ofParts) return ''
  const percent = Math.round((parts / ofParts) * 1000) / 10
  return ` ${percent}%`
}
