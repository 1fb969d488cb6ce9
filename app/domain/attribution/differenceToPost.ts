import { compareKeys } from '../money.ts'
import type { Cause, DatedEntry } from './book.ts'
import { compareCauses } from './timeline.ts'

/**
 * What must still be posted so that `posted` becomes `desired`: one balanced posting per (day, cause), nothing
 * when they already agree. A fact that arrives late corrects its own earlier day here; the caller redirects a
 * day in a closed month to the first open one and keeps the fact's own date.
 */
export function differenceToPost(desired: readonly DatedEntry[], posted: readonly DatedEntry[]): DatedEntry[][] {
  const rows = new Map<string, DatedEntry>()
  for (const entry of desired) addRow(rows, entry, 1)
  for (const entry of posted) addRow(rows, entry, -1)
  const open = [...rows.values()].filter((row) => row.amountFen !== 0 || row.refundFen !== 0 || row.orders !== 0)
  const postings = new Map<string, DatedEntry[]>()
  for (const row of open.sort(compareRows)) {
    const key = postingKey(row.day, row.cause)
    postings.set(key, [...(postings.get(key) ?? []), row])
  }
  return [...postings.values()]
}

function addRow(rows: Map<string, DatedEntry>, entry: DatedEntry, sign: 1 | -1): void {
  const { day, cause, account, storeCode, channel } = entry
  const key = `${postingKey(day, cause)}\0${account}\0${storeCode ?? '\0'}\0${channel}`
  const row = rows.get(key)
  if (!row) rows.set(key, sign === 1 ? { ...entry } : { ...entry, ...undone(entry) })
  else {
    row.amountFen += sign * entry.amountFen
    row.refundFen += sign * entry.refundFen
    row.orders += sign * entry.orders
  }
}

function undone({ amountFen, refundFen, orders }: DatedEntry) {
  return { amountFen: 0 - amountFen, refundFen: 0 - refundFen, orders: 0 - orders }
}

function postingKey(day: string, cause: Cause): string {
  return `${day}/${cause.kind}/${cause.id}`
}

function compareRows(a: DatedEntry, b: DatedEntry): number {
  return (
    compareKeys(a.day, b.day) ||
    compareCauses(a.cause, b.cause) ||
    compareKeys(a.account, b.account) ||
    compareKeys(a.storeCode ?? '', b.storeCode ?? '')
  )
}
