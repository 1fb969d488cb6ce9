import type { ComponentType } from 'preact'
import type {
  StatementEntries as Entries,
  StatementEntry,
  StatementRow,
} from '../../../app/features/statements/contract.ts'
import { EntriesSheet } from '../EntriesSheet.tsx'
import type { FigureText } from './figures.ts'

/** Which figure of which row is opened. */
export interface OpenedFigure {
  month: string
  row: Pick<StatementRow, 'guideUserId' | 'guideName' | 'storeCode' | 'storeName'>
  figure: FigureText
}

interface StatementEntriesProps {
  opened: OpenedFigure
  credit?: ComponentType<{ source: string; orderNo: string }>
  onClose(): void
}

/** A figure of a statement, opened to its entries. */
export function StatementEntries({ opened, credit, onClose }: StatementEntriesProps) {
  const { month, row, figure } = opened
  const pathOf = (cursor: string) => {
    const asked = { month, guide: row.guideUserId, store: row.storeCode ?? '', figure: figure.figure }
    return `/api/statements/entries?${new URLSearchParams(cursor ? { ...asked, cursor } : asked)}`
  }
  return (
    <EntriesSheet<StatementEntry, Entries>
      title={`${row.guideName} · ${row.storeName ?? '没有门店'} · ${figure.title}`}
      pathOf={pathOf}
      sumOf={({ sumFen }) => sumFen}
      fenOf={({ amountFen }) => amountFen}
      credit={credit}
      onClose={onClose}
    />
  )
}
