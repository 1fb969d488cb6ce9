import { type HolderPart, settledFen } from '../../domain/attribution/compareBooks.ts'
import type { ComparedOrder } from './compareNext.ts'

/** What counts of an order for a region, a store or a holder. */
export interface SumRow {
  level: 'region' | 'store' | 'holder'
  regionCode: string
  storeCode: string
  account: string
  /** Those that change. */
  orders: number
  beforeFen: number
  afterFen: number
}

export interface ChangeRow {
  regionCode: string
  storeCode: string
  account: string
  orderId: number
  beforeFen: number
  afterFen: number
}

export interface Tally {
  orders: number
  changed: number
  netFen: number
  movedFen: number
  settledBeforeFen: number
  settledAfterFen: number
  sums: SumRow[]
  changes: ChangeRow[]
}

/** Two batches as one, without the orders behind: those are written down batch by batch. */
export function joinTallies(one: Tally, other: Tally): Tally {
  const sums = new Map<string, SumRow>()
  for (const row of [...one.sums, ...other.sums]) {
    const before = sums.get(keyOf(row))
    if (!before) sums.set(keyOf(row), { ...row })
    else {
      before.orders += row.orders
      before.beforeFen += row.beforeFen
      before.afterFen += row.afterFen
    }
  }
  return {
    orders: one.orders + other.orders,
    changed: one.changed + other.changed,
    netFen: one.netFen + other.netFen,
    movedFen: one.movedFen + other.movedFen,
    settledBeforeFen: one.settledBeforeFen + other.settledBeforeFen,
    settledAfterFen: one.settledAfterFen + other.settledAfterFen,
    sums: [...sums.values()],
    changes: [],
  }
}

const keyOf = ({ level, regionCode, storeCode, account }: SumRow) =>
  JSON.stringify([level, regionCode, storeCode, account])
const isChanged = ({ beforeFen, afterFen }: HolderPart) => beforeFen !== afterFen

/** Adds up a batch of orders. Nothing of it depends on how the orders were cut into batches. */
export function tallyOf(orders: readonly ComparedOrder[]): Tally {
  const sums = new Map<string, SumRow>()
  const tally: Tally = {
    ...{ orders: orders.length, changed: 0, netFen: 0, movedFen: 0, settledBeforeFen: 0, settledAfterFen: 0 },
    ...{ sums: [], changes: [] },
  }
  for (const { orderId, parts, books } of orders) {
    tally.settledBeforeFen += settledFen(books[0])
    tally.settledAfterFen += settledFen(books[1])
    const changed = parts.filter(isChanged)
    if (changed.length > 0) tally.changed += 1
    for (const { beforeFen, afterFen } of parts) {
      tally.netFen += beforeFen
      tally.movedFen += Math.max(0, afterFen - beforeFen)
    }
    for (const { regionCode, storeCode, account, beforeFen, afterFen } of changed)
      tally.changes.push({ regionCode, storeCode, account, orderId, beforeFen, afterFen })
    addOrder(sums, parts)
  }
  tally.sums = [...sums.values()]
  return tally
}

/** An order counts once for each region, store and holder, however many of their parts it changes. */
function addOrder(sums: Map<string, SumRow>, parts: readonly HolderPart[]): void {
  const counted = new Set<SumRow>()
  for (const part of parts) {
    for (const row of rowsOf(sums, part)) {
      row.beforeFen += part.beforeFen
      row.afterFen += part.afterFen
      if (isChanged(part)) counted.add(row)
    }
  }
  for (const row of counted) row.orders += 1
}

function rowsOf(sums: Map<string, SumRow>, { regionCode, storeCode, account }: HolderPart): SumRow[] {
  const none = { orders: 0, beforeFen: 0, afterFen: 0 }
  const rows: SumRow[] = [
    { level: 'region', regionCode, storeCode: '', account: '', ...none },
    { level: 'store', regionCode, storeCode, account: '', ...none },
    { level: 'holder', regionCode, storeCode, account, ...none },
  ]
  return rows.map((fresh) => {
    const row = sums.get(keyOf(fresh)) ?? fresh
    sums.set(keyOf(fresh), row)
    return row
  })
}
