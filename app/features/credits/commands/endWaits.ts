import type { EntityManager } from 'typeorm'
import { type CreditDeps, postCredit } from './postCredit.ts'

const BATCH = 500

/** Orders whose buyer stayed unknown until their wait was over move on. Costs what is due, whatever the history. */
export async function endWaits(deps: CreditDeps, signal?: AbortSignal): Promise<number> {
  let ended = 0
  let after: Due = { id: 0, waitingUntil: 0 }
  const failures: unknown[] = []
  for (;;) {
    const due = await readDue(deps.db.read, deps.clock.nowMs(), after)
    for (const order of due) {
      if (signal?.aborted) return ended
      after = order
      await postCredit(deps, { orderId: order.id }).then(
        () => (ended += 1),
        (error: unknown) => failures.push(error),
      )
    }
    if (due.length < BATCH) break
  }
  // One order that cannot be posted must not hold up the others; the job still fails and is seen.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} waits could not be ended`)
  return ended
}

interface Due {
  id: number
  waitingUntil: number
}

/** In the order of the index of waits: by id SQLite would walk through every order there ever was. */
async function readDue(read: EntityManager, nowMs: number, after: Due): Promise<Due[]> {
  const rows: Due[] = await read.query(
    `SELECT id, waiting_until AS waitingUntil FROM orders
     WHERE waiting_until <= ? AND waiting_until >= ? AND (waiting_until > ? OR id > ?)
     ORDER BY waiting_until, id LIMIT ?`,
    [nowMs, after.waitingUntil, after.waitingUntil, after.id, BATCH],
  )
  return rows.map(({ id, waitingUntil }) => ({ id: Number(id), waitingUntil: Number(waitingUntil) }))
}
