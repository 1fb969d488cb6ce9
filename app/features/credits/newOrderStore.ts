import type { Tx } from '../../db/database.ts'
import { type Cell, insertRows, marksFor } from '../../db/statements.ts'
import type { DatedEntry } from '../../domain/attribution/book.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { stepsOfPosting, stepsToKeep } from './explanations.ts'
import { createRollUps } from './rollUps.ts'
import { bookedDay, entryRow, firstOpenDay, saveRollUps } from './store.ts'

/** The first postings of an order that was stored in this very transaction: nobody else can post it meanwhile. */
export interface NewPostings {
  orderId: number
  ruleVersion: number
  postings: DatedEntry[][]
  /** Of the whole book. */
  steps: readonly ExplainStep[]
}

const POSTING =
  'order_id, refund_id, cause_kind, cause_id, cause_at, occurred_on, booked_on, rule_version, steps, created_at'.split(
    ', ',
  )
const ENTRY =
  'posting_id, order_id, account, guide_id, store_code, channel, amount_fen, refund_fen, orders, occurred_on, booked_on'.split(
    ', ',
  )
const EXPLANATION = 'order_id, rule_version, steps, updated_at'.split(', ')

/** What `appendPostings` and `saveExplanation` do for one order, for many in a few statements. */
export async function appendForNewOrders(tx: Tx, orders: readonly NewPostings[], nowMs: number): Promise<void> {
  if (orders.length === 0) return
  const openFrom = await firstOpenDay(tx)
  const made = orders.flatMap((order) =>
    order.postings.flatMap((entries) => {
      const [first] = entries
      return first ? [{ order, entries, first, bookedOn: bookedDay(first.day, openFrom) }] : []
    }),
  )
  const postingRows = made.map(({ order, entries, first, bookedOn }): Cell[] => {
    const { kind, id, atMs } = first.cause
    const steps = stepsOfPosting(order.steps, entries)
    const when = [first.day, bookedOn, order.ruleVersion]
    return [order.orderId, null, kind, id, atMs, ...when, JSON.stringify(steps), nowMs]
  })
  await insertRows(tx, 'ledger_postings', POSTING, postingRows)
  const ids = await readBack(tx, orders, made.length)
  const rollUps = createRollUps()
  const entryRows = made.flatMap(({ order, entries, bookedOn }, index) =>
    entries.map((entry): Cell[] => {
      rollUps.add(entry, bookedOn)
      const row = entryRow(entry)
      const sums = [row.amountFen, row.refundFen, row.orders, entry.day, bookedOn]
      return [ids[index] ?? null, order.orderId, row.account, row.guideId, row.storeCode, row.channel, ...sums]
    }),
  )
  await insertRows(tx, 'ledger_entries', ENTRY, entryRows)
  const explanations = orders.map(({ orderId, ruleVersion, steps, postings }) => [
    ...[orderId, ruleVersion, JSON.stringify(stepsToKeep(steps, postings)), nowMs],
  ])
  await insertRows(tx, 'credit_explanations', EXPLANATION, explanations)
  await saveRollUps(tx, rollUps)
}

/** The ids the database gave, in the order of insertion; asked for, since no database promises them to be in a row. */
async function readBack(tx: Tx, orders: readonly NewPostings[], expected: number): Promise<number[]> {
  const ids = orders.map(({ orderId }) => orderId)
  const sql = `SELECT id FROM ledger_postings WHERE order_id IN (${marksFor(ids)}) ORDER BY id`
  const rows: { id: number }[] = await tx.query(sql, ids)
  if (rows.length !== expected) throw new Error(`${rows.length} postings of new orders instead of ${expected}`)
  return rows.map(({ id }) => Number(id))
}
