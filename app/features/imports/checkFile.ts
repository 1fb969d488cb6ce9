import type { OrderInput } from '../orders/contract.ts'
import { bindHeader, type Row } from './columns.ts'
import { FaultsFile } from './faultsFile.ts'
import { FileFault } from './fileFault.ts'
import { Apart, Gathering } from './gather.ts'
import { isFilled, type Line, type OpenedFile } from './readTable.ts'
import { isTotalsRow, type RecordKind } from './recordKind.ts'
import { Spill } from './spill.ts'

const TIME_FIELDS = ['paid_at', 'ordered_at', 'refunded_at']
const SHOWN_TOTALS = 100

/** Sales, or returns, in one transaction: long enough to be worth one, short enough that nobody waits for it. */
const PER_BATCH = { sales: 1024, returns: 256 }

export interface CheckOptions {
  path: string
  source: string
  /** Called with each part of the file. @param row of how many filled rows, without header and totals */
  tell(row: number): void
}

/** What one reading of a file came to; its records wait to be stored. */
export interface CheckedFile<Return> {
  faults: FaultsFile
  rows: number
  totalRows: number[]
  sales: Spill<OrderInput>
  returns: Spill<Return>
}

/** Reads and checks every record. Where rows of one record turn out to lie apart it is done again, now with them together. */
export async function checkFile<Return>(
  file: OpenedFile,
  kind: RecordKind<Return>,
  options: CheckOptions,
): Promise<CheckedFile<Return>> {
  const learnt = new Apart()
  const checked = await checkOnce(file, kind, options, undefined, learnt)
  if (learnt.count === 0) return checked
  await checked.faults.discard()
  await closeSpills(checked)
  return checkOnce(file, kind, options, learnt)
}

export async function closeSpills({ sales, returns }: Pick<CheckedFile<unknown>, 'sales' | 'returns'>): Promise<void> {
  await sales.close()
  await returns.close()
}

async function checkOnce<Return>(
  file: OpenedFile,
  kind: RecordKind<Return>,
  { path, source, tell }: CheckOptions,
  apart: Apart | undefined,
  learn?: Apart,
): Promise<CheckedFile<Return>> {
  const faults = new FaultsFile(path, await headerOf(file))
  const spills = { sales: new Spill<OrderInput>(PER_BATCH.sales), returns: new Spill<Return>(PER_BATCH.returns) }
  const gathering = new Gathering((row) => kind.keyOf(row, source), apart, learn)
  const reader = createRowReader(kind)
  const take = async (groups: ReturnType<Gathering['take']>) => {
    for (const { rows, endRow } of groups) {
      const read = kind.read(rows, source)
      if (read.sale) await spills.sales.add(read.sale, endRow)
      for (const one of read.returns) await spills.returns.add(one, endRow)
      if (read.faults.length > 0) await faults.add(read.faults, rows)
    }
  }
  try {
    for await (const lines of file.lines()) {
      await take(gathering.take(reader.read(lines)))
      tell(reader.count)
    }
    await take(gathering.end())
  } catch (error) {
    await closeSpills(spills)
    throw error
  }
  return { ...spills, faults, rows: reader.count, totalRows: reader.totals }
}

/** The rows of the file, empty ones and totals left out. */
function createRowReader({ columns, required, numberField }: RecordKind) {
  let bind: ReturnType<typeof bindHeader> | undefined
  const reader = {
    count: 0,
    totals: [] as number[],
    read(lines: readonly Line[]): Row[] {
      const rows: Row[] = []
      for (const line of lines) {
        if (!bind) {
          bind = bindHeader(line.cells, columns, required)
          continue
        }
        if (!isFilled(line)) continue
        const row = bind(line)
        if (!isTotalsRow(row, TIME_FIELDS, numberField)) rows.push(row)
        else if (reader.totals.length < SHOWN_TOTALS) reader.totals.push(row.rowNo)
      }
      reader.count += rows.length
      return rows
    },
  }
  return reader
}

async function headerOf(file: OpenedFile): Promise<string[]> {
  for await (const [header] of file.lines()) if (header) return header.cells
  throw new FileFault('文件里没有表头')
}
