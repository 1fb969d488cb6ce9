import type { EntityManager } from 'typeorm'
import { type CreditDeps, postCredit } from './postCredit.ts'

const BATCH = 500

/** The end of the wait for an unknown buyer, and the end of the freeze. */
export type DueColumn = 'waiting_until' | 'settles_at'

/** Orders to which something happens by itself because its time has come. Costs what is due, whatever the history. */
export async function repostDue(deps: CreditDeps, column: DueColumn, signal?: AbortSignal): Promise<number> {
  let posted = 0
  let after: Due = { id: 0, dueAt: 0 }
  const failures: unknown[] = []
  for (;;) {
    const due = await readDue(deps.db.read, column, deps.clock.nowMs(), after)
    for (const order of due) {
      if (signal?.aborted) return posted
      after = order
      await postCredit(deps, { orderId: order.id }).then(
        () => (posted += 1),
        (error: unknown) => failures.push(error),
      )
    }
    if (due.length < BATCH) break
  }
  // One order that cannot be posted must not hold up the others; the job still fails and is seen.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} orders could not be posted`)
  return posted
}

interface Due {
  id: number
  dueAt: number
}

/** In the order of the column's index: by id SQLite would walk through every order there ever was. */
async function readDue(read: EntityManager, column: DueColumn, nowMs: number, after: Due): Promise<Due[]> {
  const rows: Due[] = await read.query(
    `SELECT id, ${column} AS dueAt FROM orders
     WHERE ${column} <= ? AND ${column} >= ? AND (${column} > ? OR id > ?)
     ORDER BY ${column}, id LIMIT ?`,
    [nowMs, after.dueAt, after.dueAt, after.id, BATCH],
  )
  return rows.map(({ id, dueAt }) => ({ id: Number(id), dueAt: Number(dueAt) }))
}
