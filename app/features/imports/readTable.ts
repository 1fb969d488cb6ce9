import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { isTotalsWord } from './cells.ts'
import { FileFault } from './fileFault.ts'
import { readWorkbook } from './workbook.ts'

/** `rowNo` counts as a spreadsheet does; the header is row 1. */
export interface Line {
  rowNo: number
  cells: string[]
}

export interface Table {
  header: string[]
  rows: Line[]
}

/** A file that can be read from its start as often as needed. */
export interface OpenedFile {
  /** SHA-256 of its bytes, hex. */
  hash: string
  /** Some lines at a time, the header first. A CSV is never held whole; an XLSX is, for its cells stand in no order. */
  lines(): AsyncIterable<Line[]>
}

/**
 * Opens CSV (UTF-8 with or without BOM, else GB18030; comma, tab or semicolon) or XLSX as text cells.
 * @throws FileFault, also while reading, when the file is cut short, ragged, empty or of another kind
 */
export async function openFile(path: string): Promise<OpenedFile> {
  const head = await readHead(path).catch(() => {
    throw new FileFault('文件读不了，请检查路径')
  })
  if (head.length === 0) throw new FileFault('文件是空的')
  if (head.subarray(0, 4).toString('hex') === 'd0cf11e0') throw new FileFault('这是旧版 xls，请另存为 xlsx 或 csv')
  if (head.subarray(0, 2).toString('latin1') === 'PK') {
    const bytes = await readFile(path)
    const lines = await readWorkbook(bytes)
    return { hash: createHash('sha256').update(bytes).digest('hex'), lines: () => inOne(lines) }
  }
  const { hash, isReadable: isUtf8 } = await survey(path, 'utf-8')
  if (!isUtf8 && !(await survey(path, 'gb18030')).isReadable)
    throw new FileFault('文字编码认不出，请另存为 UTF-8 的 csv')
  const encoding = isUtf8 ? 'utf-8' : 'gb18030'
  const delimiter = delimiterOf(new TextDecoder(encoding).decode(head))
  return { hash, lines: () => readCsv(path, encoding, delimiter) }
}

/** A file small enough to be held whole. */
export async function readTable(path: string): Promise<Table> {
  const lines: Line[] = []
  for await (const some of (await openFile(path)).lines()) lines.push(...some)
  const [header, ...rest] = lines
  if (!header) throw new FileFault('文件里没有表头')
  return { header: header.cells, rows: rest.filter(isFilled) }
}

export function isFilled({ cells }: Line): boolean {
  return cells.some((cell) => cell.trim() !== '')
}

const HEAD_BYTES = 65_536

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Tills write GB18030, everything else UTF-8; only the whole file tells. */
async function survey(path: string, encoding: 'utf-8' | 'gb18030'): Promise<{ hash: string; isReadable: boolean }> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder(encoding, { fatal: true })
  let isReadable = true
  const tryDecode = (bytes?: Buffer) => {
    if (!isReadable) return
    try {
      decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      isReadable = false
    }
  }
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(bytes)
    tryDecode(bytes)
  }
  tryDecode()
  return { hash: hash.digest('hex'), isReadable }
}

function delimiterOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const counts = [',', '\t', ';'].map((mark) => ({ mark, count: head.split(mark).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

/** A record that is longer has an open quote, and would be held whole. */
const LONGEST_RECORD = 1_000_000

async function* readCsv(path: string, encoding: string, delimiter: string): AsyncGenerator<Line[]> {
  const parser = parse({
    ...{ delimiter, bom: true, max_record_size: LONGEST_RECORD },
    // Tills write `5" 盘` and `="0012"`; the number of cells is looked at below.
    ...{ relax_quotes: true, relax_column_count: true },
  })
  const decoder = new TextDecoder(encoding)
  const decode = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const bytes of chunks) yield decoder.decode(bytes, { stream: true })
    yield decoder.decode()
  }
  // What goes wrong on the way is told by the parser's own iterator.
  const running = pipeline(createReadStream(path), decode, parser).catch(() => undefined)
  let width: number | undefined
  let rowNo = 0
  try {
    for await (const records of atOnce<string[]>(parser)) {
      const lines: Line[] = []
      for (const record of records) {
        rowNo += 1
        if (record.length === 1 && record[0] === '') continue
        width ??= record.length
        lines.push({ rowNo, cells: fitted(record, width, rowNo) })
      }
      yield lines
    }
  } catch (error) {
    throw error instanceof CsvError ? new FileFault(`第 ${rowNo + 1} 行附近：引号没有闭合，文件可能被截断`) : error
  } finally {
    parser.destroy()
    await running
  }
}

/** All that a stream has ready: handing records over one by one costs more than parsing them. */
async function* atOnce<T>(stream: Readable): AsyncGenerator<T[]> {
  for await (const first of stream) {
    const ready: T[] = [first as T]
    for (let next: T | null = stream.read(); next !== null; next = stream.read()) ready.push(next)
    yield ready
  }
}

/** Empty cells too many say nothing, and a closing row of totals is short; all else is a file that was cut. */
function fitted(record: string[], width: number, rowNo: number): string[] {
  if (record.length === width) return record
  if (record.length > width && record.slice(width).every((cell) => cell.trim() === '')) return record.slice(0, width)
  if (isTotalsWord(record.find((cell) => cell.trim() !== '') ?? '')) return record
  throw new FileFault(`第 ${rowNo} 行附近：列数和表头不一致，文件可能被截断`)
}

async function* inOne<T>(items: T[]): AsyncGenerator<T[]> {
  yield items
}
