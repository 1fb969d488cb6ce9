import type { Tx } from '../../db/database.ts'
import { Setting } from '../../db/entities/operations.ts'
import { addUpAll, type Cell, insertRows, lockRow } from '../../db/statements.ts'
import type { DatedEntry } from '../../domain/attribution/book.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { addDays, lastDayOfMonth } from '../../domain/businessDay.ts'
import { stepsOfPosting } from './explanations.ts'
import { readPostingIds } from './postingIds.ts'
import { CLOSED_THROUGH } from './queries.ts'
import { createRollUps } from './rollUps.ts'

/** The order that is posted, or the refund without one. */
export interface PostingOwner {
  orderId: number | null
  refundIdOf(causeId: string): number | null
  ruleVersion: number
  /** Of the whole book: each posting keeps those of its own instant. */
  steps: readonly ExplainStep[]
  nowMs: number
}

export interface OwnedPostings extends PostingOwner {
  postings: DatedEntry[][]
}

/** One posting on its way to its row. */
export interface MadePosting {
  owner: OwnedPostings
  entries: DatedEntry[]
  first: DatedEntry
  refundId: number | null
  bookedOn: string
}

const POSTING =
  'order_id, refund_id, cause_kind, cause_id, cause_at, occurred_on, booked_on, rule_version, steps, created_at'.split(
    ', ',
  )
const ENTRY =
  'posting_id, order_id, account, guide_id, store_code, channel, amount_fen, refund_fen, orders, occurred_on, booked_on'.split(
    ', ',
  )

/** Appends balanced postings of one owner and adds them to the roll-ups, in the same transaction. */
export async function appendPostings(tx: Tx, postings: DatedEntry[][], owner: PostingOwner): Promise<void> {
  await appendOwned(tx, [{ ...owner, postings }])
}

/** The same for many owners in a few statements. The caller holds them: nobody else posts for them meanwhile. */
export async function appendOwned(tx: Tx, all: readonly OwnedPostings[]): Promise<void> {
  if (all.every(({ postings }) => postings.length === 0)) return
  const openFrom = await firstOpenDay(tx)
  const made = all.flatMap((owner) => owner.postings.flatMap((entries) => makeOne(owner, entries, openFrom)))
  await insertRows(tx, 'ledger_postings', POSTING, made.map(postingRow))
  const ids = await readPostingIds(tx, made)
  const rollUps = createRollUps()
  const rows: Cell[][] = []
  for (const [index, one] of made.entries()) {
    for (const entry of one.entries) {
      rows.push(entryRow(entry, ids[index] ?? 0, one))
      rollUps.add(entry, one.bookedOn)
    }
  }
  await insertRows(tx, 'ledger_entries', ENTRY, rows)
  // Rows by key, one order for everybody: two processes that add to the same days then wait instead of meeting head on.
  for (const { table, increments } of rollUps.list()) await addUpAll(tx, table, increments)
}

/**
 * The first day figures may still be booked on; undefined while no month was ever closed. The setting is held, so
 * that a month cannot close between this look and the posting.
 */
async function firstOpenDay(tx: Tx): Promise<string | undefined> {
  await lockRow(tx, 'settings', 'name', CLOSED_THROUGH, 'share')
  const setting = await tx.findOneBy(Setting, { name: CLOSED_THROUGH })
  return setting ? addDays(lastDayOfMonth(setting.value), 1) : undefined
}

function makeOne(owner: OwnedPostings, entries: DatedEntry[], openFrom: string | undefined): MadePosting[] {
  const [first] = entries
  if (!first) return []
  const { cause, day } = first
  const bookedOn = openFrom !== undefined && day < openFrom ? openFrom : day
  return [{ owner, entries, first, refundId: cause.kind === 'refund' ? owner.refundIdOf(cause.id) : null, bookedOn }]
}

function postingRow({ owner, entries, first: { cause, day }, refundId, bookedOn }: MadePosting): Cell[] {
  const { orderId, ruleVersion, nowMs } = owner
  const steps = JSON.stringify(stepsOfPosting(owner.steps, entries))
  return [orderId, refundId, cause.kind, cause.id, cause.atMs, day, bookedOn, ruleVersion, steps, nowMs]
}

function entryRow(entry: DatedEntry, postingId: number, { owner: { orderId }, bookedOn }: MadePosting): Cell[] {
  const { account, guideId = null, storeCode = null, channel, amountFen, refundFen, orders, day } = entry
  return [postingId, orderId, account, guideId, storeCode, channel, amountFen, refundFen, orders, day, bookedOn]
}
