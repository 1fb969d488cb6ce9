import type { Deps } from '../../../deps.ts'
import { buyersOfProduct } from '../customerPages.ts'
import { makeDue } from '../store.ts'

const BATCH = 200
const DAY_MS = 86_400_000
/** Whoever bought longer ago has no step counted from the use-up day ahead. */
const LOOK_BACK_DAYS = 400

export interface ProductNews {
  productCode: string
  /** It may be of another category now, by whose cycle its buyers are judged. */
  mayMoveStages: boolean
}

/**
 * A product lasts another number of days, or is of another category: what was planned for those who have one is planned
 * anew, and where their stage may move the next sweep looks at it.
 */
export async function tellBuyers(
  { db, clock, emit }: Pick<Deps, 'db' | 'clock' | 'emit'>,
  { productCode, mayMoveStages }: ProductNews,
  signal: AbortSignal,
): Promise<string> {
  const nowMs = clock.nowMs()
  let told = 0
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const since = { productCode, sinceMs: nowMs - LOOK_BACK_DAYS * DAY_MS }
    const buyers = await buyersOfProduct(db.read, since, after, BATCH)
    await db.transaction(async (tx) => {
      if (mayMoveStages) await makeDue(tx, buyers, nowMs)
      for (const externalUserId of buyers) await emit(tx, { name: 'CustomerFactsChanged', externalUserId, atMs: nowMs })
    })
    told += buyers.length
    after = buyers.at(-1) ?? ''
    if (buyers.length < BATCH) return `${told} told`
  }
}
