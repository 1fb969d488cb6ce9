import { LessThanOrEqual, MoreThan } from 'typeorm'
import { Order } from '../../../db/entities/orders.ts'
import { type CreditDeps, postCredit } from './postCredit.ts'

const BATCH = 500

/** Orders whose buyer stayed unknown until their wait was over move on. Costs what is due, whatever the history. */
export async function endWaits(deps: CreditDeps, signal?: AbortSignal): Promise<number> {
  let ended = 0
  let after = 0
  const failures: unknown[] = []
  for (;;) {
    const due = await deps.db.read.find(Order, {
      select: { id: true },
      where: { waitingUntil: LessThanOrEqual(deps.clock.nowMs()), id: MoreThan(after) },
      order: { id: 'ASC' },
      take: BATCH,
    })
    for (const { id } of due) {
      if (signal?.aborted) return ended
      after = id
      await postCredit(deps, { orderId: id }).then(
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
