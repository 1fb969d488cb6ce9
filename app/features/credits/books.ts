import type { EntityManager } from 'typeorm'
import type { Order } from '../../db/entities/orders.ts'
import type { Book } from '../../domain/attribution/book.ts'
import { bookOf } from '../../domain/attribution/bookOf.ts'
import { freezeEndsAt } from '../../domain/attribution/freeze.ts'
import type { AttributionRules } from '../../domain/attribution/rules.ts'
import type { Holidays } from '../../domain/workingDays.ts'
import { loadFactRows } from './factRows.ts'
import { factsOf, knownBuyers } from './facts.ts'
import { loadPeople, managedStores } from './people.ts'
import { touchKindsOf } from './touches.ts'

export interface BooksWanted {
  /** The rules to try on an order; each gives one book. */
  rulesOf(order: Order): readonly AttributionRules[]
  holidays: Holidays
  nowMs: number
}

/**
 * What the ledger of each order would be under each of some rules, from the facts as they are known today, buyers as
 * they are kept with the order. Reads only, in a fixed number of queries however many orders.
 * @returns by order id, in the order of `rulesOf`
 */
export async function readBooks(
  read: EntityManager,
  orders: readonly Order[],
  { rulesOf, holidays, nowMs }: BooksWanted,
): Promise<Map<number, Book[]>> {
  if (orders.length === 0) return new Map()
  const allRules = [...new Set(orders.flatMap((order) => rulesOf(order)))]
  const kinds = new Set(allRules.flatMap((rules) => [...touchKindsOf(rules)]))
  const rows = await loadFactRows(read, orders, knownBuyers(orders), kinds)
  const loaded = orders.map((order) => ({ order, ...factsOf(order, order, rows, 0, nowMs) }))
  const guideIds = loaded.flatMap((one) => one.guideIds)
  const stores = managedStores(
    loaded.map(({ facts }) => facts),
    allRules,
  )
  const people = await loadPeople(read, guideIds, stores)
  return new Map(
    loaded.map(({ order, facts }) => {
      const paid = { paidAtMs: order.paidAt, completedAtMs: order.completedAt ?? undefined }
      const books = rulesOf(order).map((rules) =>
        bookOf({ ...facts, settlesAtMs: freezeEndsAt(paid, rules.freeze, holidays) }, rules, people),
      )
      return [order.id, books]
    }),
  )
}
