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

/** What an order names and we do not know: taken all the same, and listed for a person. */
export async function findStrangers(tx: Tx, { storeCode, guides, products }: Named): Promise<Stranger[]> {
  const strangers: Stranger[] = []
  if (storeCode !== null && !(await tx.existsBy(Store, { code: storeCode }))) {
    strangers.push({ kind: 'unknown_store', subject: storeCode })
  }
  if (guides.length > 0) {
    const keys = guides.map((userId) => userId.toLowerCase())
    const found = await tx.find(Guide, { select: { userKey: true }, where: { userKey: In(keys) } })
    const known = new Set(found.map((guide) => guide.userKey))
    for (const subject of new Set(guides)) {
      if (!known.has(subject.toLowerCase())) strangers.push({ kind: 'unknown_guide', subject })
    }
  }
  if (products.length > 0) {
    const found = await tx.find(Product, { select: { code: true }, where: { code: In(products) } })
    const known = new Set(found.map((product) => product.code))
    for (const subject of new Set(products)) {
      if (!known.has(subject)) strangers.push({ kind: 'unknown_product', subject })
    }
  }
  return strangers
}
