import type { EntityManager } from 'typeorm'
import { breathe } from '../breathe.ts'
import type { NoteFault } from '../faultList.ts'

const SPAN = 2_000
const NO_MORE = Number.MAX_SAFE_INTEGER

/**
 * Every posting sums to 0 and has entries; every entry belongs to a posting and carries its days and its order. In
 * spans of ids: no statement holds the database for longer than a span takes.
 * @returns how many postings there are
 */
export async function checkPostings(read: EntityManager, note: NoteFault, signal?: AbortSignal): Promise<number> {
  let after = -NO_MORE
  let postings = 0
  for (;;) {
    await breathe(signal)
    const span = await nextSpan(read, after)
    // Beyond the last posting only entries without one can stand.
    await checkEntries(read, note, after, span?.end ?? NO_MORE)
    if (!span) return postings
    await checkHeads(read, note, after, span.end)
    postings += span.postings
    after = span.end
  }
}

async function nextSpan(read: EntityManager, after: number): Promise<{ end: number; postings: number } | undefined> {
  const [row]: { last_id: number | null; postings: number }[] = await read.query(
    `SELECT MAX(id) AS last_id, COUNT(*) AS postings
     FROM (SELECT id FROM ledger_postings WHERE id > ? ORDER BY id LIMIT ?) span`,
    [after, SPAN],
  )
  if (!row || row.last_id === null) return undefined
  return { end: Number(row.last_id), postings: Number(row.postings) }
}

async function checkEntries(read: EntityManager, note: NoteFault, after: number, end: number): Promise<void> {
  const unbalanced: { id: number; fen: number }[] = await read.query(
    `SELECT posting_id AS id, CAST(SUM(amount_fen) AS SIGNED) AS fen FROM ledger_entries
     WHERE posting_id > ? AND posting_id <= ? GROUP BY posting_id HAVING SUM(amount_fen) <> 0`,
    [after, end],
  )
  for (const { id, fen } of unbalanced) note('posting_unbalanced', `posting ${id}`, Number(fen))
  const astray: { id: number; posting_id: number }[] = await read.query(
    `SELECT e.id, e.posting_id FROM ledger_entries e LEFT JOIN ledger_postings p ON p.id = e.posting_id
     WHERE e.posting_id > ? AND e.posting_id <= ? AND (p.id IS NULL OR e.booked_on <> p.booked_on
       OR e.occurred_on <> p.occurred_on OR COALESCE(e.order_id, 0) <> COALESCE(p.order_id, 0))`,
    [after, end],
  )
  for (const { id, posting_id } of astray) note('entry_astray', `entry ${id} of posting ${posting_id}`)
}

async function checkHeads(read: EntityManager, note: NoteFault, after: number, end: number): Promise<void> {
  const range = 'p.id > ? AND p.id <= ?'
  const empty: { id: number }[] = await read.query(
    `SELECT p.id FROM ledger_postings p
     WHERE ${range} AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.posting_id = p.id)`,
    [after, end],
  )
  for (const { id } of empty) note('posting_empty', `posting ${id}`)
  const lost: { id: number }[] = await read.query(
    `SELECT p.id FROM ledger_postings p LEFT JOIN orders o ON o.id = p.order_id
     WHERE ${range} AND p.order_id IS NOT NULL AND o.id IS NULL`,
    [after, end],
  )
  for (const { id } of lost) note('posting_without_order', `posting ${id}`)
}
