/** A row as the database gives it: texts, whole numbers and nothing. */
export type JournalRow = Record<string, string | number | null>

/** The columns of a posting in the order they are sealed in; a new column goes to the end of a new list, never in here. */
export const POSTING_COLUMNS = [
  'id',
  'order_id',
  'refund_id',
  'cause_kind',
  'cause_id',
  'cause_at',
  'occurred_on',
  'booked_on',
  'rule_version',
  'steps',
  'created_at',
] as const

export const ENTRY_COLUMNS = [
  'id',
  'posting_id',
  'order_id',
  'account',
  'guide_id',
  'store_code',
  'channel',
  'amount_fen',
  'refund_fen',
  'orders',
  'occurred_on',
  'booked_on',
] as const

const NUMBERS = new Set<string>([
  ...['id', 'order_id', 'refund_id', 'cause_at', 'rule_version', 'created_at', 'posting_id', 'guide_id'],
  ...['amount_fen', 'refund_fen', 'orders'],
])

/**
 * One posting with its entries (in id order) as a text that is the same in every database: a list of cells per row, in
 * a fixed order. An entry without its posting is a text too, so that it cannot slip in unseen.
 */
export function canonicalText(posting: JournalRow | undefined, entries: readonly JournalRow[]): string {
  const head = posting ? cellsOf(posting, POSTING_COLUMNS) : null
  return JSON.stringify([head, ...entries.map((entry) => cellsOf(entry, ENTRY_COLUMNS))])
}

/** Drivers differ in how they hand over a big integer; its digits are the same. */
function cellsOf(row: JournalRow, columns: readonly string[]): (string | null)[] {
  return columns.map((column) => {
    const cell = row[column] ?? null
    if (cell === null) return null
    return NUMBERS.has(column) ? BigInt(cell).toString() : String(cell)
  })
}
