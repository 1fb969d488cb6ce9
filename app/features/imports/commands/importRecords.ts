import { basename } from 'node:path'
import type { Tx } from '../../../db/database.ts'
import { bindHeader, type Row } from '../columns.ts'
import type { ImportKindName, ImportOptions, ImportProgress, ImportReport } from '../contract.ts'
import { FaultsFile } from '../faultsFile.ts'
import { FileFault } from '../fileFault.ts'
import { Apart, gather, RowSet } from '../gather.ts'
import { isFilled, type OpenedFile, openFile } from '../readTable.ts'
import { isTotalsRow, type RecordKind } from '../recordKind.ts'
import type { ImportDeps } from '../tally.ts'
import { type Counts, createWriter, type WriteMode } from '../writeRecords.ts'

const TIME_FIELDS = ['paid_at', 'ordered_at', 'refunded_at']
const SHOWN_TOTALS = 100
const TOLD_EVERY = 10_000

interface Checked {
  faults: FaultsFile
  rows: number
  totalRows: number[]
  /** Where records end that have a sale, or a return: the others need not be read again for it. */
  sales: RowSet
  returns: RowSet
}

/**
 * Takes a file of orders or refunds in, however long: once through to check every row, then again to store them in
 * batches, sales before returns. With a faulty row nothing is stored (the good records with `partial`). Killed at any
 * row and started again, it goes on behind the last batch and ends the same.
 */
export async function importRecords(
  deps: ImportDeps,
  kindName: ImportKindName,
  kind: RecordKind,
  path: string,
  options: ImportOptions & { source: string },
): Promise<ImportReport> {
  const { dryRun = false, partial = false, source } = options
  const file = await openFile(path)
  const tell = createTeller(options)
  const rowsOf = (isCheck: boolean) => readRows(file, kind, isCheck ? tell : undefined)
  const { checked, apart } = await check(file, () => rowsOf(true), kind, path, source)
  const faultsFile = await checked.faults.close()
  const isRefused = checked.faults.count > 0 && !partial
  const mode: WriteMode = { kind: kindName, source, fileHash: file.hash, file: basename(path), rowCount: checked.rows }
  const counts: Counts = { added: 0, unchanged: 0, exceptions: 0 }
  const write = async (tx: Tx | undefined) => {
    const writer = await createWriter(deps, mode, tx)
    for (const phase of ['sales', 'returns'] as const) {
      if (checked[phase].isEmpty) continue
      await writer.enter(phase)
      for await (const group of gather(rowsOf(false).rows, keyOf(kind, source), apart)) {
        if (!checked[phase].has(group.endRow) || writer.isStored(group.endRow)) continue
        const read = kind.read(group.rows, source)
        await writer.take(read, group.endRow)
        tell(phase, group.endRow, checked.rows)
      }
    }
    Object.assign(counts, await writer.finish())
  }
  if (!isRefused && dryRun) await undone(deps, write)
  else if (!isRefused) await write(undefined)
  return {
    ...{ kind: kindName, file: basename(path), dryRun, written: !isRefused && !dryRun },
    ...{ rows: checked.rows, changed: 0, ...counts, faults: checked.faults.shown, faultCount: checked.faults.count },
    ...{ totalRows: checked.totalRows, faultsFile },
  }
}

const keyOf = (kind: RecordKind, source: string) => (row: Row) => kind.keyOf(row, source)

/** Checks every record. Where rows of one record turn out to lie apart it is done again, now with them together. */
async function check(
  file: OpenedFile,
  rowsOf: () => Rows,
  kind: RecordKind,
  path: string,
  source: string,
): Promise<{ checked: Checked; apart: Apart | undefined }> {
  const learnt = new Apart()
  const checked = await checkOnce(file, rowsOf, kind, path, source, undefined, learnt)
  if (learnt.count === 0) return { checked, apart: undefined }
  await checked.faults.discard()
  return { checked: await checkOnce(file, rowsOf, kind, path, source, learnt), apart: learnt }
}

async function checkOnce(
  file: OpenedFile,
  rowsOf: () => Rows,
  kind: RecordKind,
  path: string,
  source: string,
  apart: Apart | undefined,
  learn?: Apart,
): Promise<Checked> {
  const reading = rowsOf()
  const faults = new FaultsFile(path, await headerOf(file))
  const checked = { faults, sales: new RowSet(), returns: new RowSet() }
  for await (const { rows, endRow } of gather(reading.rows, keyOf(kind, source), apart, learn)) {
    const read = kind.read(rows, source)
    if (read.sale) checked.sales.add(endRow)
    if (read.returns.length > 0) checked.returns.add(endRow)
    await faults.add(read.faults, rows)
  }
  return { ...checked, rows: reading.count, totalRows: reading.totals }
}

interface Rows {
  rows: AsyncIterable<Row>
  count: number
  totals: number[]
}

/** The rows of one reading, empty ones and totals left out. */
function readRows(file: OpenedFile, kind: RecordKind, tell: Teller | undefined): Rows {
  const reading: Rows = { rows: read(), count: 0, totals: [] }
  async function* read(): AsyncGenerator<Row> {
    let bind: ReturnType<typeof bindHeader> | undefined
    for await (const line of file.lines()) {
      if (!bind) {
        bind = bindHeader(line.cells, kind.columns, kind.required)
        continue
      }
      if (!isFilled(line)) continue
      const row = bind(line)
      if (isTotalsRow(row, TIME_FIELDS, kind.numberField)) {
        if (reading.totals.length < SHOWN_TOTALS) reading.totals.push(row.rowNo)
        continue
      }
      reading.count += 1
      tell?.('check', reading.count)
      yield row
    }
    if (!bind) throw new FileFault('文件里没有表头')
  }
  return reading
}

async function headerOf(file: OpenedFile): Promise<string[]> {
  for await (const { cells } of file.lines()) return cells
  throw new FileFault('文件里没有表头')
}

type Teller = (step: ImportProgress['step'], row: number, rows?: number) => void

function createTeller({ onProgress }: ImportOptions): Teller {
  let told = 0
  return (step, row, rows) => {
    if (row >= told && row - told < TOLD_EVERY) return
    told = row
    onProgress?.({ step, row, rows })
  }
}

/** A trial runs in one transaction that is undone, so that its report is the real one. */
class Undo extends Error {}

async function undone({ db }: ImportDeps, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      await work(tx)
      throw new Undo('undone on purpose')
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
}
