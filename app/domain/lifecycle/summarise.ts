import { businessDayOf } from '../businessDay.ts'
import type { Fen } from '../money.ts'
import type { StagePurchase } from './stage.ts'

/** An order of the customer, refunds off. */
export interface BoughtOrder {
  atMs: number
  channel: 'online' | 'offline'
  netFen: Fen
  lines: readonly BoughtLine[]
}

export interface BoughtLine {
  productCode: string | null
  /** Of the product; empty when it is not known. */
  category: string
  quantity: number
  refundedQuantity: number
  netFen: Fen
}

export interface BuyingFacts {
  purchases: number
  netFen: Fen
  firstPurchaseAt: number | null
  /** `MM-DD` of the first purchase's business day. */
  firstPurchaseMonthDay: string | null
  lastPurchaseAt: number | null
  lastVisitAt: number | null
}

export interface ProductFacts {
  productCode: string
  purchases: number
  quantity: number
  netFen: Fen
  firstAt: number
  lastAt: number
  /** In the newest order, what was given back taken off. */
  lastQuantity: number
}

export interface Summary {
  facts: BuyingFacts
  products: ProductFacts[]
  /** As `stageOf` wants them. */
  purchases: StagePurchase[]
}

/**
 * What the orders and visits of one customer come to, whatever order they are given in. An order counts while
 * something paid of it was kept, a product likewise: gifts are no purchases. Who brought something back was in the
 * shop all the same, so every order there is a visit.
 */
export function summarise(orders: readonly BoughtOrder[], visitsAtMs: readonly number[]): Summary {
  const kept = orders.filter(({ netFen }) => netFen > 0)
  const times = kept.map(({ atMs }) => atMs)
  const first = times.length === 0 ? null : Math.min(...times)
  const inShop = orders.filter(({ channel }) => channel === 'offline').map(({ atMs }) => atMs)
  return {
    facts: {
      purchases: kept.length,
      netFen: kept.reduce((sum, { netFen }) => sum + netFen, 0),
      firstPurchaseAt: first,
      firstPurchaseMonthDay: first === null ? null : businessDayOf(first).slice(5),
      lastPurchaseAt: newest(times),
      lastVisitAt: newest([...inShop, ...visitsAtMs]),
    },
    products: summariseProducts(kept),
    purchases: kept.map(({ atMs, netFen, lines }) => ({ atMs, netFen, categories: keptCategories(lines) })),
  }
}

const newest = (times: readonly number[]) => (times.length === 0 ? null : Math.max(...times))

const keptCategories = (lines: readonly BoughtLine[]): string[] =>
  [...new Set(lines.filter(({ netFen }) => netFen > 0).map(({ category }) => category))].sort()

function summariseProducts(orders: readonly BoughtOrder[]): ProductFacts[] {
  const products = new Map<string, ProductFacts>()
  // Oldest first, so that the newest quantity is what is left at the end; at one instant they count together.
  for (const order of orders.toSorted((a, b) => a.atMs - b.atMs)) {
    for (const bought of productsOfOrder(order)) {
      const before = products.get(bought.productCode)
      products.set(bought.productCode, before ? addUp(before, bought) : bought)
    }
  }
  return [...products.values()].sort((a, b) => (a.productCode < b.productCode ? -1 : 1))
}

function productsOfOrder({ atMs, lines }: BoughtOrder): ProductFacts[] {
  const kept = lines.filter(({ netFen }) => netFen > 0)
  return [...new Set(kept.flatMap(({ productCode }) => productCode ?? []))].map((productCode) => {
    const own = kept.filter((line) => line.productCode === productCode)
    const quantity = own.reduce((sum, line) => sum + Math.max(1, line.quantity - line.refundedQuantity), 0)
    const netFen = own.reduce((sum, line) => sum + line.netFen, 0)
    return { productCode, purchases: 1, quantity, netFen, firstAt: atMs, lastAt: atMs, lastQuantity: quantity }
  })
}

function addUp(before: ProductFacts, bought: ProductFacts): ProductFacts {
  const isSameMoment = before.lastAt === bought.lastAt
  return {
    ...before,
    purchases: before.purchases + 1,
    quantity: before.quantity + bought.quantity,
    netFen: before.netFen + bought.netFen,
    lastAt: bought.lastAt,
    lastQuantity: isSameMoment ? before.lastQuantity + bought.quantity : bought.quantity,
  }
}
