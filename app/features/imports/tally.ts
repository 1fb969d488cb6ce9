import type { Tx } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import type { OrderInput, RefundInput } from '../orders/contract.ts'
import { plain, type Read } from './cells.ts'
import type { Columns, Row } from './columns.ts'
import type { ImportFault } from './contract.ts'

/** How orders and refunds of a file are recorded: the same commands the webhooks use, handed over by boot. */
export interface OrderIntake {
  /** Orders of one source, each number once. `isTrial`: nobody will be credited, for it will be undone. */
  recordOrders(tx: Tx, inputs: readonly OrderInput[], isTrial: boolean): Promise<{ added: number; unchanged: number }>
  /** Refunds in their order, whatever their sources; those of orders that are there are posted at once. */
  recordRefunds(tx: Tx, inputs: readonly RefundInput[], isTrial: boolean): Promise<{ added: number; unchanged: number }>
}

export interface ImportDeps extends Pick<Deps, 'db' | 'clock' | 'vault' | 'emit' | 'enqueue' | 'rules'> {
  intake: OrderIntake
  /** Links the one free member under a contact's keys. @returns the number of the contact's member, if there is one */
  linkMember(tx: Tx, externalUserId: string): Promise<string | undefined>
}

/** What one run of an import comes to; made afresh when a transaction is repeated. */
export interface Tally {
  added: number
  changed: number
  unchanged: number
  faults: ImportFault[]
}

export function createTally(): Tally {
  return { added: 0, changed: 0, unchanged: 0, faults: [] }
}

export interface ImportRun {
  tx: Tx
  deps: ImportDeps
  tally: Tally
  /** Source of orders without a column of their own. */
  source: string
}

/** A kind of file. `run` writes the good rows and notes the faulty ones; whether it stays is decided afterwards. */
export interface ImportKind {
  columns: Columns
  /** A list means one of them. */
  required: readonly (string | string[])[]
  run(run: ImportRun, rows: readonly Row[]): Promise<void>
}

const CONTROL = /\p{Cc}/u

/** Collects the faults of one row, so that all of them are told at once. */
export class RowReader {
  readonly faults: string[] = []
  readonly row: Row
  constructor(row: Row) {
    this.row = row
  }
  /** The cell read, or undefined when it is empty or faulty. */
  read<T>(field: string, label: string, read: (text: string) => Read<T>): T | undefined {
    const cell = this.row.get(field)
    if (cell === '') return undefined
    const outcome = read(cell)
    if (outcome.ok) return outcome.value
    this.faults.push(`${label}：${outcome.reason}`)
    return undefined
  }
  /** A code or name of at most `max` characters, or undefined when empty. */
  text(field: string, label: string, max = 64): string | undefined {
    const raw = this.row.get(field)
    if (raw === '') return undefined
    const cell = plain(raw)
    if (cell.length > max) this.faults.push(`${label}：超过 ${max} 个字`)
    if (CONTROL.test(cell)) this.faults.push(`${label}：含有控制字符`)
    return cell === '' ? undefined : cell
  }
  need<T>(value: T | undefined, label: string): T | undefined {
    if (value === undefined && !this.faults.some((fault) => fault.startsWith(label)))
      this.faults.push(`${label}：没有填`)
    return value
  }
  fail(reason: string): void {
    this.faults.push(reason)
  }
  /** True when the row is good; else its faults are noted. */
  settle(tally: Tally): boolean {
    if (this.faults.length === 0) return true
    tally.faults.push({ row: this.row.rowNo, reason: this.faults.join('；') })
    return false
  }
}

/** Counts a record by what became of it. */
export function count(tally: Tally, outcome: 'added' | 'changed' | 'unchanged'): void {
  tally[outcome] += 1
}

/** One reason for all rows of a record: they are corrected and brought back together. */
export function failAll(tally: Tally, rows: readonly { rowNo: number }[], reason: string): void {
  tally.faults.push(...rows.map(({ rowNo }) => ({ row: rowNo, reason })))
}
