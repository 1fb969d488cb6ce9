import type { LedgerPosting } from '../../db/entities/ledger.ts'
import { CAUSE_TEXT } from '../credits/contract.ts'

const PAGE_ROWS = 50

/** A ledger entry as lists of entries read it: what it is, not yet what it counts for. */
export interface JournalRow {
  id: number
  booked_on: string
  occurred_on: string
  channel: 'online' | 'offline'
  running_fen: number
  cause_kind: LedgerPosting['causeKind']
  source: string | null
  order_no: string | null
  refund_no: string | null
  store_name: string | null
}

export interface EntryCursor {
  bookedOn: string
  id: number
}

/**
 * One page of a list of entries, newest first.
 * @param readRows asked for one row more than a page, which says whether there is a next one
 */
export async function pageOfEntries<Row extends JournalRow, View>(
  cursor: string | undefined,
  readRows: (page: { cursor: EntryCursor | undefined; limit: number }) => Promise<Row[]>,
  present: (row: Row) => View,
): Promise<{ rows: View[]; nextCursor: string | null }> {
  const rows = await readRows({ cursor: parseCursor(cursor), limit: PAGE_ROWS + 1 })
  const shown = rows.slice(0, PAGE_ROWS)
  const last = shown.at(-1)
  const nextCursor = rows.length > PAGE_ROWS && last ? `${last.booked_on}.${last.id}` : null
  return { rows: shown.map(present), nextCursor }
}

function parseCursor(cursor: string | undefined): EntryCursor | undefined {
  if (cursor === undefined) return undefined
  const [bookedOn = '', id] = cursor.split('.')
  return { bookedOn, id: Number(id) }
}

/** What every list says of an entry; the amounts are the list's own. */
export function presentJournalRow(row: JournalRow) {
  return {
    id: Number(row.id),
    bookedOn: row.booked_on,
    occurredOn: row.occurred_on,
    source: row.source,
    orderNo: row.order_no,
    refundNo: row.refund_no,
    channel: row.channel,
    storeName: row.store_name,
    causeText: CAUSE_TEXT[row.cause_kind],
    runningFen: Number(row.running_fen),
  }
}
