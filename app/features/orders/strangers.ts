import type { Tx } from '../../db/database.ts'
import { Guide, Product, Store } from '../../db/entities/org.ts'
import { pickRows } from '../../db/pick.ts'

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
  const codes = orders.flatMap(({ storeCode }) => storeCode ?? [])
  const userKeys = orders.flatMap((named) => named.guides.map((userId) => userId.toLowerCase()))
  const productCodes = orders.flatMap((named) => named.products)
  const stores = await pickRows(tx, Store, ['code'], 'code', codes)
  const guides = await pickRows(tx, Guide, ['userKey'], 'userKey', userKeys)
  const products = await pickRows(tx, Product, ['code'], 'code', productCodes)
  return {
    stores: new Set(stores.map(({ code }) => code)),
    guideKeys: new Set(guides.map(({ userKey }) => userKey)),
    products: new Set(products.map(({ code }) => code)),
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
