import type { OrderInput, RefundInput } from '../orders/contract.ts'
import { isTotalsWord } from './cells.ts'
import type { Columns, Row } from './columns.ts'
import type { ImportFault } from './contract.ts'
import type { KnownSales, Wanted } from './kinds/knownSales.ts'

/** What the rows of one number come to. With a fault nothing of it is taken: half an order would be a wrong one. */
export interface ReadRecords<Return> {
  faults: ImportFault[]
  sale?: OrderInput
  /** Each finds its order's number and lines only when the sales are stored. */
  returns: Return[]
}

/**
 * A kind of file whose rows are facts and of which there may be a million: read in a stream, stored in batches.
 * A `Return` is what was read of a return; it survives JSON, as sales do.
 */
export interface RecordKind<Return = unknown> {
  columns: Columns
  required: readonly (string | string[])[]
  /** The column of the record's number. */
  numberField: string
  /** Rows with the same key are one record. */
  keyOf(row: Row, source: string): string
  /** Reads the rows of one key: form only, the database is not asked. */
  read(rows: readonly Row[], source: string): ReadRecords<Return>
  /** The numbers a return has to be told about. */
  wantedBy(read: Return): readonly Wanted[]
  /** @returns faults where it cannot be read */
  refundOf(read: Return, known: KnownSales): RefundInput | ImportFault[]
}

/** Tills close their exports with rows of totals: the first words say so, and there is no time of sale, or no other number. */
export function isTotalsRow(row: Row, timeFields: readonly string[], numberField: string): boolean {
  const first = row.cells.find((cell) => cell.trim() !== '') ?? ''
  if (!isTotalsWord(first)) return false
  return isTotalsWord(row.get(numberField)) || timeFields.every((field) => row.get(field) === '')
}
