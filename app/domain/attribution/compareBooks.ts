import type { Fen } from '../money.ts'
import type { Book, DatedEntry } from './book.ts'

/** What one holder has of an order in the end, pending and settled together, under the one rules and the other. */
export interface HolderPart {
  /** `guide:12`, `pool` or `unattributed`. */
  account: string
  guideId?: number
  /** The guide's store on the day of each entry; a pool's own. Empty: none. */
  storeCode: string
  /** The store's region on that day. Empty: none. */
  regionCode: string
  beforeFen: Fen
  afterFen: Fen
}

/**
 * Everybody who holds a part in either book of one order. The sums of both sides are the order's net paid, so the
 * differences sum to 0.
 * @param regionOn the region of a store on a business day
 */
export function compareBooks(
  before: Book,
  after: Book,
  regionOn: (storeCode: string, day: string) => string | undefined,
): HolderPart[] {
  const parts = new Map<string, HolderPart>()
  const add = (entry: DatedEntry, side: 'beforeFen' | 'afterFen') => {
    if (entry.account.startsWith('sales:')) return
    const { guideId, storeCode = '', day } = entry
    const account =
      guideId !== undefined ? `guide:${guideId}` : entry.account.startsWith('store:') ? 'pool' : 'unattributed'
    const regionCode = storeCode === '' ? '' : (regionOn(storeCode, day) ?? '')
    const key = JSON.stringify([account, storeCode, regionCode])
    const none = {
      account,
      ...(guideId === undefined ? {} : { guideId }),
      storeCode,
      regionCode,
      beforeFen: 0,
      afterFen: 0,
    }
    const part = parts.get(key) ?? none
    parts.set(key, { ...part, [side]: part[side] + entry.amountFen })
  }
  for (const entry of before.entries) add(entry, 'beforeFen')
  for (const entry of after.entries) add(entry, 'afterFen')
  return [...parts.values()].filter(({ beforeFen, afterFen }) => beforeFen !== 0 || afterFen !== 0)
}

/** What of an order is settled to guides by now. */
export function settledFen({ entries }: Book): Fen {
  return entries.reduce((sum, { account, amountFen }) => (account.endsWith(':settled') ? sum + amountFen : sum), 0)
}
