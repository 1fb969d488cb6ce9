import type { Tx } from '../../db/database.ts'
import { type Cell, marksFor } from '../../db/statements.ts'
import { groupBy } from './factRows.ts'
import type { MadePosting } from './postingStore.ts'

interface StoredPosting {
  id: number
  order_id: number | null
  refund_id: number | null
  cause_kind: string
  cause_id: string
  occurred_on: string
}

/** The ids the database gave, asked for, since none promises them to be in a row: the newest of each owner, cause and day. */
export async function readPostingIds(tx: Tx, made: readonly MadePosting[]): Promise<number[]> {
  const columns = 'id, order_id, refund_id, cause_kind, cause_id, occurred_on'
  const read = async (where: string, values: Iterable<Cell>): Promise<StoredPosting[]> => {
    const wanted = [...new Set(values)]
    if (wanted.length === 0) return []
    return tx.query(
      `SELECT ${columns} FROM ledger_postings WHERE ${where} IN (${marksFor(wanted)}) ORDER BY id`,
      wanted,
    )
  }
  const orphans = made.filter(({ owner }) => owner.orderId === null)
  const ofOrders = await read(
    'order_id',
    made.flatMap(({ owner }) => owner.orderId ?? []),
  )
  const ofRefunds = await read(
    'order_id IS NULL AND refund_id',
    orphans.flatMap(({ refundId }) => refundId ?? []),
  )
  const ofNothing = await read(
    'order_id IS NULL AND refund_id IS NULL AND cause_id',
    orphans.flatMap(({ refundId, first }) => (refundId === null ? first.cause.id : [])),
  )
  const stored = groupBy([...ofOrders, ...ofRefunds, ...ofNothing], (row) =>
    keyOf(row.order_id, row.refund_id, row.cause_kind, row.cause_id, row.occurred_on),
  )
  // From the end: the last made of a key is the newest.
  return made
    .toReversed()
    .map(({ owner, refundId, first: { cause, day } }) => {
      const newest = stored.get(keyOf(owner.orderId, refundId, cause.kind, cause.id, day))?.pop()
      if (!newest) throw new Error(`the posting of ${cause.kind} ${cause.id} was stored and is not there`)
      return Number(newest.id)
    })
    .toReversed()
}

function keyOf(orderId: number | null, refundId: number | null, kind: string, causeId: string, day: string): string {
  return `${orderId ?? `-${refundId}`}/${day}/${kind}/${causeId}`
}
