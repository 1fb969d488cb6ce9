import type { BoardEntries, BoardEntry, Figure } from '../../app/features/boards/contract.ts'
import { EntriesSheet as Entries } from '../shared/EntriesSheet.tsx'
import { type Filters, toPlaceAndDays } from './filters.ts'

/** Which figure of the board was opened. */
export interface Opened {
  title: string
  holder: { guide: string } | { pool: string } | { unattributed: '1' }
  figure: Figure
}

interface EntriesSheetProps {
  opened: Opened
  filters: Filters
  onClose(): void
}

/** A figure of the leaderboard, opened to its entries. */
export function EntriesSheet({ opened, filters, onClose }: EntriesSheetProps) {
  const { title, figure } = opened
  return (
    <Entries<BoardEntry, BoardEntries>
      title={title}
      pathOf={(cursor) => `/api/boards/entries?${queryOf(opened, filters, cursor)}`}
      sumOf={({ totals }) => totals[figure]}
      fenOf={(row) => (figure === 'refundFen' ? row.refundFen : row.amountFen)}
      onClose={onClose}
    />
  )
}

function queryOf({ holder, figure }: Opened, filters: Filters, cursor: string): string {
  const query = toPlaceAndDays(filters)
  for (const [name, value] of Object.entries(holder)) query.set(name, value)
  query.set('figure', figure)
  if (cursor) query.set('cursor', cursor)
  return query.toString()
}
