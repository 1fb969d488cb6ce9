import { type EntityManager, In } from 'typeorm'
import type { Order, OrderLine } from '../../db/entities/orders.ts'
import { Guide, Store } from '../../db/entities/org.ts'
import type { Book } from '../../domain/attribution/book.ts'
import { sayDay } from './namesInWords.ts'
import { storyOf, whyOf } from './story.ts'

/** A book in plain Chinese, in the words in which an order tells whose sale it is. */
export async function bookInWords(
  read: EntityManager,
  order: Order,
  lines: readonly OrderLine[],
  { steps }: Book,
): Promise<string[]> {
  const named = [...JSON.stringify(steps).matchAll(/"guideId":(\d+)/g)].map(([, id]) => Number(id))
  const guides = named.length === 0 ? [] : await read.findBy(Guide, { id: In([...new Set(named)]) })
  const stores = await read.find(Store, { select: { code: true, name: true } })
  const names = {
    guideNames: new Map(guides.map((guide) => [guide.id, guide.name || guide.userId])),
    storeNames: new Map(stores.map(({ code, name }) => [code, name])),
    corrections: new Map(),
  }
  const { paidAt, storeCode } = order
  return whyOf(storyOf({ paidAt, storeCode, lines, steps, postings: [], entries: [] }, names), sayDay)
}
