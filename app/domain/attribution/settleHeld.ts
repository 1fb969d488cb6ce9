import { businessDayOf } from '../businessDay.ts'
import { compareKeys } from '../money.ts'
import type { Cause, DatedEntry } from './book.ts'

/**
 * The entries that end the freeze of an order: what its guides have pending becomes settled, in the very stores where it
 * stands. Booked in the guide's store of the day instead, a guide who moved would leave an amount pending behind that no
 * day could ever settle.
 * @param booked all entries of the order so far
 */
export function settleHeld(booked: readonly DatedEntry[], cause: Cause): DatedEntry[] {
  const held = new Map<string, DatedEntry>()
  for (const entry of booked) {
    if (!entry.account.endsWith(':pending')) continue
    const key = JSON.stringify([entry.account, entry.storeCode ?? ''])
    held.set(key, { ...entry, amountFen: (held.get(key)?.amountFen ?? 0) + entry.amountFen })
  }
  const day = businessDayOf(cause.atMs)
  return [...held]
    .sort(([a], [b]) => compareKeys(a, b))
    .filter(([, { amountFen }]) => amountFen !== 0)
    .flatMap(([, entry]): DatedEntry[] => {
      const moved = { ...entry, day, cause, refundFen: 0, orders: 0 }
      return [
        { ...moved, amountFen: 0 - entry.amountFen },
        { ...moved, account: `guide:${entry.guideId ?? 0}:settled` },
      ]
    })
}
