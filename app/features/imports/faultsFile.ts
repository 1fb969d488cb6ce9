import { type FileHandle, open, rm } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import { defuse } from '../../http/tableFile.ts'
import type { Row } from './columns.ts'
import type { ImportFault } from './contract.ts'

const SHOWN = 1000

/** The faulty rows as they came, each with its reasons, ready to be corrected and imported again. */
export class FaultsFile {
  /** The first of them, for the report. */
  readonly shown: ImportFault[] = []
  count = 0
  private file: FileHandle | undefined
  private readonly path: string
  private readonly header: readonly string[]

  constructor(path: string, header: readonly string[]) {
    this.path = `${path}.faults.csv`
    this.header = header
  }

  /** `rows`: those the faults are of, and maybe others. */
  async add(faults: readonly ImportFault[], rows: readonly Pick<Row, 'rowNo' | 'cells'>[]): Promise<void> {
    if (faults.length === 0) return
    this.count += faults.length
    this.shown.push(...faults.slice(0, Math.max(0, SHOWN - this.shown.length)))
    const reasons = new Map<number, string[]>()
    for (const { row, reason } of faults) reasons.set(row, [...(reasons.get(row) ?? []), reason])
    const lines = rows.flatMap(({ rowNo, cells }) => {
      const own = reasons.get(rowNo)
      return own ? [[...cells.map(harmless), String(rowNo), harmless(own.join('；'))]] : []
    })
    const isFirst = this.file === undefined
    this.file ??= await open(this.path, 'w', 0o600)
    const head = isFirst ? [[...this.header.map(harmless), '原行', '错误原因']] : []
    await this.file.write(stringify([...head, ...lines], { bom: isFirst, record_delimiter: 'windows' }))
  }

  /** @returns where it is, or null when nothing was faulty */
  async close(): Promise<string | null> {
    if (!this.file) return null
    await this.file.close()
    this.shown.sort((a, b) => a.row - b.row)
    return this.path
  }

  async discard(): Promise<void> {
    if ((await this.close()) !== null) await rm(this.path, { force: true })
  }
}

const AMOUNT = /^[-+]?[¥￥]?[\d.,]+$/

/** It is opened in a spreadsheet: nothing in it may run. A negative amount does not, and stays one. */
function harmless(cell: string): string {
  return AMOUNT.test(cell) ? cell : defuse(cell)
}
