import { stringify } from 'csv-stringify/sync'
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'

/** An amount is given in fen and leaves in yuan; an empty text may stand where there is nothing to say. */
export type Cell = string | number
export interface TableColumn {
  title: string
  kind: 'text' | 'count' | 'yuan'
}
export interface TableFile {
  columns: readonly TableColumn[]
  rows: readonly (readonly Cell[])[]
}

export const TABLE_FILE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type TableFileKind = keyof typeof TABLE_FILE_TYPES

export function writeTable(table: TableFile, kind: TableFileKind): Promise<Buffer> {
  return kind === 'csv' ? Promise.resolve(csvPart(table, true)) : writeXlsx(table)
}

/**
 * CSV as Excel in China opens it: UTF-8 with BOM, CRLF.
 * @param isFirst the head of the file, with its titles; what is written part by part goes on without them
 */
export function csvPart({ columns, rows }: TableFile, isFirst: boolean): Buffer {
  const titles = columns.map(({ title }) => title)
  const cells = rows.map((row) =>
    columns.map(({ kind }, column) => {
      const cell = row[column] ?? ''
      return typeof cell === 'string' ? defuse(cell) : kind === 'yuan' ? yuanText(cell) : String(cell)
    }),
  )
  const lines = isFirst ? [titles, ...cells] : cells
  return Buffer.from(stringify(lines, { bom: isFirst, record_delimiter: 'windows' }), 'utf8')
}

/** A CSV of any length: never more of it in memory than a part. */
export async function* csvOf(parts: AsyncIterable<TableFile>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const part of parts) {
    yield csvPart(part, isFirst)
    isFirst = false
  }
}

/** All parts as one table: for files that must be whole before they leave. */
export async function joinTables(parts: AsyncIterable<TableFile>): Promise<TableFile> {
  const all: TableFile[] = []
  for await (const part of parts) all.push(part)
  return { columns: all[0]?.columns ?? [], rows: all.flatMap(({ rows }) => rows) }
}

function writeXlsx({ columns, rows }: TableFile): Promise<Buffer> {
  const titles = columns.map(({ title }) => ({ value: title, type: String }))
  const cells = rows.map((row) =>
    columns.map(({ kind }, column) => {
      const cell = row[column] ?? ''
      if (typeof cell === 'string') return { value: defuse(cell), type: String }
      return kind === 'yuan'
        ? { value: Number(yuanText(cell)), type: Number, format: '#,##0.00' }
        : { value: cell, type: Number, format: '0' }
    }),
  )
  return writeXlsxFile([titles, ...cells] as SheetData).toBuffer()
}

/** Exact decimals, cut from the digits of the fen. */
function yuanText(fen: number): string {
  const digits = Math.abs(fen).toString().padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** A text that a spreadsheet would run as a formula is led by an apostrophe; numbers of ours are no text. */
export function defuse(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}

/** `对账单_徐汇店_2026-11.csv`, without what a file system would stumble over. */
export function tableFileName(parts: readonly string[], kind: TableFileKind): string {
  return `${parts.map((part) => part.replace(/[\\/:*?"<>|\p{Cc}]/gu, '')).join('_')}.${kind}`
}

/** RFC 5987: the Chinese name for browsers, a plain one for the rest. */
export function attachment(name: string, plainName: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`
}
