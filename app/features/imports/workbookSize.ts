import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { FileFault } from './fileFault.ts'

/** A workbook is held whole: what unpacks to more than this belongs into a CSV, which is not. */
const MOST_BYTES = 256 * 1024 * 1024
/** The sheet is made a full rectangle: one stray cell in the last corner would be 17 thousand million. */
const MOST_CELLS = 6_000_000

const DIRECTORY_END = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const STORED = 0

interface Packed {
  name: string
  bytes: Buffer
  isStored: boolean
}

/**
 * Unpacks a workbook without keeping anything of it, to see how large it would be.
 * @throws FileFault when it is no zip, or too large to be read
 */
export async function refuseHuge(workbook: Buffer): Promise<void> {
  let left = MOST_BYTES
  for (const { name, bytes, isStored } of entriesOf(workbook)) {
    if (!name.endsWith('.xml')) continue
    const isSheet = name.startsWith('xl/worksheets/')
    const extent = { rows: 0, columns: 0 }
    const look = async (chunks: AsyncIterable<Buffer>) => {
      let tail = ''
      for await (const chunk of chunks) {
        left -= chunk.length
        const text = isSheet ? tail + chunk.toString('latin1') : ''
        widen(extent, text)
        if (left < 0 || extent.rows * extent.columns > MOST_CELLS) throw new FileFault('xlsx 太大，请另存为 csv 再导入')
        tail = text.slice(-LONGEST_REFERENCE)
      }
    }
    try {
      await (isStored ? look(single(bytes)) : pipeline(single(bytes), createInflateRaw(), look))
    } catch (error) {
      throw error instanceof FileFault ? error : new FileFault('xlsx 打不开，文件可能损坏')
    }
  }
}

async function* single(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

const LONGEST_REFERENCE = 16
const REFERENCE = /\br="([A-Z]{0,3})(\d{1,7})"/g

/** Rows and cells name their places: `r="7"`, `r="AB7"`. */
function widen(extent: { rows: number; columns: number }, text: string): void {
  for (const [, letters = '', row = ''] of text.matchAll(REFERENCE)) {
    extent.rows = Math.max(extent.rows, Number(row))
    let column = 0
    for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
    extent.columns = Math.max(extent.columns, column)
  }
}

/** The files of a zip, by its directory. */
function entriesOf(zip: Buffer): Packed[] {
  try {
    const end = zip.lastIndexOf(littleEndian(DIRECTORY_END))
    const count = zip.readUInt16LE(end + 10)
    const entries: Packed[] = []
    let at = zip.readUInt32LE(end + 16)
    for (let no = 0; no < count; no += 1) {
      if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('no entry')
      const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
      const name = zip.toString('utf8', at + 46, at + 46 + Number(nameLength))
      const local = zip.readUInt32LE(at + 42)
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20))
      entries.push({ name, bytes, isStored: zip.readUInt16LE(at + 10) === STORED })
      at += 46 + Number(nameLength) + Number(extraLength) + Number(noteLength)
    }
    return entries
  } catch {
    throw new FileFault('xlsx 打不开，文件可能损坏')
  }
}

function littleEndian(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(number)
  return bytes
}
