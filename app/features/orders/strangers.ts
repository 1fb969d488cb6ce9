import { In } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { Guide, Product, Store } from '../../db/entities/org.ts'

interface Named {
  storeCode: string | null
  guides: string[]
  products: string[]
}

export interface Stranger {
  kind: 'unknown_store' | 'unknown_guide' | 'unknown_product'
  subject: string
}

/** Which of the names are ours. */
export interface KnownNames {
  stores: ReadonlySet<string>
  /** Lower-cased userids. */
  guideKeys: ReadonlySet<string>
  products: ReadonlySet<string>
}

/** What an order names and we do not know: taken all the same, and listed for a person. */
export async function findStrangers(tx: Tx, named: Named): Promise<Stranger[]> {
  return strangersOf(named, await loadKnown(tx, [named]))
}

/** In three queries, however many orders. */
export async function loadKnown(tx: Tx, orders: readonly Named[]): Promise<KnownNames> {
  const stores = [...new Set(orders.flatMap(({ storeCode }) => storeCode ?? []))]
  const guides = [...new Set(orders.flatMap((named) => named.guides.map((userId) => userId.toLowerCase())))]
  const products = [...new Set(orders.flatMap((named) => named.products))]
  const [knownStores, knownGuides, knownProducts] = [
    stores.length === 0 ? [] : await tx.find(Store, { select: { code: true }, where: { code: In(stores) } }),
    guides.length === 0 ? [] : await tx.find(Guide, { select: { userKey: true }, where: { userKey: In(guides) } }),
    products.length === 0 ? [] : await tx.find(Product, { select: { code: true }, where: { code: In(products) } }),
  ]
  return {
    stores: new Set(knownStores.map(({ code }) => code)),
    guideKeys: new Set(knownGuides.map(({ userKey }) => userKey)),
    products: new Set(knownProducts.map(({ code }) => code)),
  }
}

export function strangersOf({ storeCode, guides, products }: Named, known: KnownNames): Stranger[] {
  const strangers: Stranger[] = []
  if (storeCode !== null && !known.stores.has(storeCode)) strangers.push({ kind: 'unknown_store', subject: storeCode })
  for (const subject of new Set(guides))
    if (!known.guideKeys.has(subject.toLowerCase())) strangers.push({ kind: 'unknown_guide', subject })
  for (const subject of new Set(products))
    if (!known.products.has(subject)) strangers.push({ kind: 'unknown_product', subject })
  return strangers
}
