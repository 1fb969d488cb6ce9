import type { Tx } from '../../../db/database.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { OUTCOME_MS, outcomesOf } from '../../../domain/talkTracks/outcomes.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { readOutcomeFacts, type Span, saveOutcome } from '../outcomeStore.ts'

type Job = Pick<JobRun, 'settle'>

/** What came of the sentences left to a customer in that span, judged afresh; only what differs is written. */
export async function recordOutcomes(
  { db }: Pick<Deps, 'db'>,
  { externalUserId, ...span }: Span & { externalUserId: string },
  job: Job,
): Promise<string> {
  return db.transaction(async (tx) => {
    const outcome = `${await judge(tx, externalUserId, span)} written`
    await job.settle(tx, outcome)
    return outcome
  })
}

/**
 * An order or its refund says something of the sentences of the 14 days before its payment, however late it comes in.
 * @param formerBuyer whose it was thought to be until now
 */
export async function recordOrderOutcomes(
  { db }: Pick<Deps, 'db'>,
  { orderId, formerBuyer }: { orderId: number; formerBuyer?: string | undefined },
  job: Job,
): Promise<string> {
  return db.transaction(async (tx) => {
    const [order]: { buyer: string | null; paidAt: number }[] = await tx.query(
      'SELECT buyer_customer_id AS buyer, paid_at AS paidAt FROM orders WHERE id = ?',
      [orderId],
    )
    let written = 0
    // In one order always: two orders of the same two people must not wait for each other.
    const people = [...new Set([order?.buyer, formerBuyer].filter((who) => typeof who === 'string'))].sort()
    for (const who of order ? people : []) {
      const paidAtMs = Number(order?.paidAt)
      written += await judge(tx, who, { fromMs: paidAtMs - OUTCOME_MS, toMs: paidAtMs })
    }
    const outcome = people.length === 0 ? 'no buyer yet' : `${written} written`
    await job.settle(tx, outcome)
    return outcome
  })
}

async function judge(tx: Tx, externalUserId: string, span: Span): Promise<number> {
  // Before anything is read: who judges later sees what is committed by then.
  await lockRow(tx, 'customers', 'external_user_id', externalUserId)
  const { sends, orders, answers } = await readOutcomeFacts(tx, externalUserId, span)
  const known = new Map(sends.map((send) => [send.sendId, send]))
  const changed = outcomesOf(sends, orders, answers).filter(({ sendId, orderId, answer }) => {
    const before = known.get(sendId)
    return before?.orderId !== orderId || before.answer !== answer
  })
  for (const outcome of changed) await saveOutcome(tx, outcome)
  return changed.length
}
