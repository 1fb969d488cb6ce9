import type { Database, Tx } from '../../../app/db/database.ts'
import type { DatedEntry } from '../../../app/domain/attribution/book.ts'
import { startOfBusinessDay } from '../../../app/domain/businessDay.ts'
import type { PostingOwner } from '../../../app/features/credits/postingStore.ts'

/** Of a posting that belongs to no order. */
export const OWNER: PostingOwner = { orderId: null, refundIdOf: () => null, ruleVersion: 1, steps: [], nowMs: 1 }

let made = 0

/** One balanced posting of that day, of a cause of its own: 5 fen to a pool. */
export function postingOn(day: string): DatedEntry[] {
  made += 1
  const cause = { kind: 'payment' as const, id: `test ${made}`, atMs: startOfBusinessDay(day) }
  const rest = { day, channel: 'offline' as const, refundFen: 0, orders: 0, cause }
  return [
    { ...rest, account: 'store:SH001:pool', storeCode: 'SH001', amountFen: 5 },
    { ...rest, account: 'sales:offline', amountFen: -5 },
  ]
}

/** Does the work in a transaction of that connection and leaves it open until `commit` is called. */
export async function holdOpen(db: Database, work: (tx: Tx) => Promise<unknown>): Promise<{ commit(): Promise<void> }> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let began = () => {}
  const done = new Promise<void>((resolve) => {
    began = resolve
  })
  const transaction = db.transaction(async (tx) => {
    await work(tx)
    began()
    await released
  })
  await Promise.race([done, transaction])
  return {
    async commit() {
      release()
      await transaction
    },
  }
}
