import { addDays } from '../businessDay.ts'

/** Days, both included, on which a store counts to a region, a reach or a view. Open ends are the first and last day. */
export interface StoreSpan {
  storeCode: string
  fromDay: string
  toDay: string
}

export const FIRST_DAY = '0001-01-01'
export const LAST_DAY = '9999-12-31'

export function always(storeCode: string): StoreSpan {
  return { storeCode, fromDay: FIRST_DAY, toDay: LAST_DAY }
}

export const isAlways = ({ fromDay, toDay }: StoreSpan) => fromDay === FIRST_DAY && toDay === LAST_DAY

/** Days that touch become one span: a store that moves between two regions of one reach never left it. */
export function mergeSpans(spans: readonly StoreSpan[]): StoreSpan[] {
  const merged: StoreSpan[] = []
  for (const span of [...spans].sort(byStoreAndDay)) {
    const last = merged.at(-1)
    const touches =
      last?.storeCode === span.storeCode && (last.toDay === LAST_DAY || span.fromDay <= addDays(last.toDay, 1))
    if (!last || !touches) merged.push(span)
    else if (span.toDay > last.toDay) merged[merged.length - 1] = { ...last, toDay: span.toDay }
  }
  return merged
}

/** Whether all these days are among those. @param whole merged */
export function containsSpans(whole: readonly StoreSpan[], parts: readonly StoreSpan[]): boolean {
  return parts.every((part) =>
    whole.some(
      ({ storeCode, fromDay, toDay }) => storeCode === part.storeCode && fromDay <= part.fromDay && toDay >= part.toDay,
    ),
  )
}

/** Spans with at least one day between the two. */
export function spansBetween(spans: readonly StoreSpan[], from: string, to: string): StoreSpan[] {
  return spans.filter(({ fromDay, toDay }) => fromDay <= to && toDay >= from)
}

function byStoreAndDay(a: StoreSpan, b: StoreSpan): number {
  if (a.storeCode !== b.storeCode) return a.storeCode < b.storeCode ? -1 : 1
  return a.fromDay < b.fromDay ? -1 : Number(a.fromDay > b.fromDay)
}
