import { readFile } from 'node:fs/promises'
import { type CsvError, parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'

/** The whole file is unusable: nothing of it is taken. The message is for the operator, in Chinese. */
export class FileFault extends Error {}

/** `rowNo` counts as a spreadsheet does; the header is row 1. */
export interface Line {
  rowNo: number
  cells: string[]
}

export interface Table {
  header: string[]
  rows: Line[]
}

interface CsvRecord {
  record: string[]
  info: { records: number; empty_lines: number }
}

/**
 * Reads CSV (UTF-8 with or without BOM, else GB18030; comma, tab or semicolon) or XLSX into text cells.
 * @throws FileFault when the file is cut short, ragged, empty or of another kind
 */
export async function readTable(path: string): Promise<Table> {
  const bytes = await readFile(path).catch(() => {
    throw new FileFault('文件读不了，请检查路径')
  })
  if (bytes.length === 0) throw new FileFault('文件是空的')
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') throw new FileFault('这是旧版 xls，请另存为 xlsx 或 csv')
  const lines = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await readWorkbook(bytes) : readCsv(decode(bytes))
  const [header, ...rest] = lines
  if (!header) throw new FileFault('文件里没有表头')
  return { header: header.cells, rows: rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')) }
}

function decode(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not this one: tills write GB18030, everything else writes UTF-8.
    }
  }
  throw new FileFault('文字编码认不出，请另存为 UTF-8 的 csv')
}

function readCsv(text: string): Line[] {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const counts = [',', '\t', ';'].map((mark) => ({ mark, count: head.split(mark).length }))
  const delimiter = counts.reduce((best, next) => (next.count > best.count ? next : best)).mark
  try {
    const records: unknown = parse(text, { delimiter, bom: true, skip_empty_lines: true, info: true })
    return (records as CsvRecord[]).map(({ record, info }) => ({
      rowNo: info.records + info.empty_lines,
      cells: record,
    }))
  } catch (error) {
    const { lines, code } = error as CsvError
    const what = code === 'CSV_QUOTE_NOT_CLOSED' ? '引号没有闭合，文件可能被截断' : '列数和表头不一致，文件可能被截断'
    throw new FileFault(`第 ${String(lines)} 行附近：${what}`)
  }
}

async function readWorkbook(bytes: Buffer): Promise<Line[]> {
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
