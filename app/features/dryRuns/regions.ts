import type { EntityManager } from 'typeorm'
import { Region } from '../../db/entities/org.ts'
import { type RegionSpan, readStoreSpans } from '../staff/queries.ts'

export type RegionOn = (storeCode: string, day: string) => string | undefined

/** To which region a store belonged on a day, as on the boards. */
export async function loadRegions(read: EntityManager): Promise<RegionOn> {
  const codes = new Map((await read.find(Region)).map(({ path, code }) => [path, code]))
  const spans = new Map<string, RegionSpan[]>()
  for (const span of await readStoreSpans(read)) {
    const own = spans.get(span.storeCode)
    if (own) own.push(span)
    else spans.set(span.storeCode, [span])
  }
  return (storeCode, day) => {
    const span = spans.get(storeCode)?.find(({ fromDay, toDay }) => fromDay <= day && day <= toDay)
    return span && codes.get(span.path)
  }
}
