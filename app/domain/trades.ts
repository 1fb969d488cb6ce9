/** A trade and the product categories that belong to it. */
export interface Trade {
  title: string
  categories: readonly string[]
}

/** The trade of a product's category, in whatever language the product list writes it. */
export function tradeOf(trades: Readonly<Record<string, Trade>>, category: string | undefined): string | undefined {
  const wanted = category?.trim().toLowerCase()
  if (!wanted) return undefined
  return Object.keys(trades).find((id) => trades[id]?.categories.some((known) => known.toLowerCase() === wanted))
}
