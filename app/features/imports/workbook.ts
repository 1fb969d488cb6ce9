import { readSheet } from 'read-excel-file/node'
import { FileFault } from './fileFault.ts'
import type { Line } from './readTable.ts'
import { refuseHuge } from './workbookSize.ts'

/** The first sheet as the sheet shows it. @throws FileFault */
export async function readWorkbook(bytes: Buffer): Promise<Line[]> {
  await refuseHuge(bytes)
  const sheet = await readSheet(bytes).catch(() => {
    throw new FileFault('xlsx 打不开，文件可能损坏')
  })
  const width = Math.max(0, ...sheet.map((row) => row.length))
  return sheet.map((row, index) => ({
    rowNo: index + 1,
    cells: Array.from({ length: width }, (_, column) => cellText(row[column])),
  }))
}

/** A date cell carries a wall time as if it were UTC; it stays a wall time. Its day fraction is a float: to the second. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date)
    return new Date(Math.round(value.getTime() / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return typeof value === 'number' ? numberText(value) : String(value)
}

/** A sheet shows 15 digits and means them: 0.1 + 0.2 is 0.3. A longer whole number has lost digits and shows so. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  return Number.isInteger(value) ? value.toExponential() : String(Number(value.toPrecision(15)))
}
