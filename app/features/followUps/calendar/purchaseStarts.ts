import { earliest, isKeptAt, type Purchase, type Purchases } from './purchases.ts'
import type { SpokenStart } from './starts.ts'

/** Days until so many pieces of a product are used up; undefined when nobody knows. */
export type UseUpDays = (productCode: string, quantity: number) => number | undefined

/**
 * One start for each order and product, read off the paid times alone: whatever order the facts came in, they give
 * the same starts.
 */
export function productStarts(playbookId: string, purchases: Purchases, useUpDays: UseUpDays): SpokenStart[] {
  return purchases.recent.flatMap((purchase) =>
    purchase.products.flatMap((product) => {
      const { productCode } = product
      if (productCode === null) return []
      return {
        playbookId,
        subject: productCode,
        ...commonOf(purchase, purchases),
        slowEffect: product.isSlowEffect,
        boughtThisProductBefore: hadBefore(purchases, purchase, productCode),
        category: product.category,
        useUpDays: useUpDays(productCode, product.quantity),
        refundedAtMs: product.refundedAtMs,
        boughtAgainAtMs: nextOf(purchases, purchase, productCode),
        words: { productName: product.name, channel: purchase.channel },
      }
    }),
  )
}

/** One start for each order. Anything of it given back counts as given back: then nobody asks how it is. */
export function orderStarts(playbookId: string, purchases: Purchases): SpokenStart[] {
  return purchases.recent.map((purchase) => {
    const [dearest] = [...purchase.products].sort((a, b) => b.paidFen - a.paidFen)
    const codes = purchase.products.map(({ productCode }) => productCode)
    const categories = new Set(purchase.products.map(({ category }) => category))
    return {
      playbookId,
      subject: '',
      ...commonOf(purchase, purchases),
      boughtThisProductBefore:
        codes.length > 0 && codes.every((code) => code !== null && hadBefore(purchases, purchase, code)),
      category: categories.size === 1 ? dearest?.category : undefined,
      refundedAtMs: earliest(...purchase.products.map(({ refundedAtMs }) => refundedAtMs)),
      words: { productName: dearest?.name, channel: purchase.channel },
    }
  })
}

function commonOf(purchase: Purchase, { recent, before }: Purchases) {
  const { orderId, paidAtMs, delivery } = purchase
  const hasEarlier = recent.some(
    (other) =>
      other.paidAtMs < paidAtMs &&
      (other.products.length === 0 || other.products.some((product) => isKeptAt(product, paidAtMs))),
  )
  return {
    anchorKey: `order:${orderId}`,
    atMs: paidAtMs,
    delivery,
    isRepeatBuyer: hasEarlier || before.atMs.length > 0,
  }
}

/** Had it, and had not given it back by then. */
function hadBefore({ recent, before }: Purchases, { paidAtMs }: Purchase, code: string): boolean {
  if (before.productCodes.has(code)) return true
  return recent.some(
    (other) =>
      other.paidAtMs < paidAtMs &&
      other.products.some((product) => product.productCode === code && isKeptAt(product, paidAtMs)),
  )
}

function nextOf({ recent }: Purchases, { paidAtMs }: Purchase, code: string): number | undefined {
  return recent.find(
    (other) =>
      other.paidAtMs > paidAtMs &&
      other.products.some((product) => product.productCode === code && isKeptAt(product, Infinity)),
  )?.paidAtMs
}
