import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What is stored in one transaction. `endRow`: how far the file is then. */
export interface SpilledBatch<T> {
  records: T[]
  endRow: number
}

interface Place {
  position: number
  length: number
  endRow: number
}

/**
 * Checked records on their way to the database, in the batches they will be stored in: a file may hold a million, and
 * what was read once need not be read again. They wait in a file without a name, so that a process that is killed leaves
 * nothing of them behind. Records must survive JSON.
 */
export class Spill<T> {
  private readonly places: Place[] = []
  private readonly perBatch: number
  private file: FileHandle | undefined
  private position = 0
  private waiting: T[] = []
  private ends: number[] = []

  /** @param perBatch records in one batch; more only where several end in the same row */
  constructor(perBatch: number) {
    this.perBatch = perBatch
  }

  get isEmpty(): boolean {
    return this.places.length === 0 && this.waiting.length === 0
  }

  /** @param endRow where the record ends in the file: it never falls */
  async add(record: T, endRow: number): Promise<void> {
    if (this.waiting.length >= this.perBatch && endRow > (this.ends.at(-1) ?? 0)) await this.flush()
    this.waiting.push(record)
    this.ends.push(endRow)
  }

  /** What ends behind that row, oldest first. */
  async *batches(afterRow: number): AsyncGenerator<SpilledBatch<T>> {
    if (this.waiting.length > 0) await this.flush()
    for (const { position, length, endRow } of this.places) {
      if (endRow <= afterRow) continue
      const bytes = Buffer.alloc(length)
      const read = await this.file?.read(bytes, 0, length, position)
      if (read?.bytesRead !== length) throw new Error('what was read of the file is no longer on disk')
      const { records, ends } = JSON.parse(bytes.toString()) as { records: T[]; ends: number[] }
      yield { records: records.filter((_, index) => (ends[index] ?? 0) > afterRow), endRow }
    }
  }

  async close(): Promise<void> {
    await this.file?.close()
    this.file = undefined
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ records: this.waiting, ends: this.ends }))
    this.file ??= await openNameless()
    await this.file.write(bytes, 0, bytes.length, this.position)
    this.places.push({ position: this.position, length: bytes.length, endRow: this.ends.at(-1) ?? 0 })
    this.position += bytes.length
    this.waiting = []
    this.ends = []
  }
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `huitouke-import-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await rm(path)
  return file
}
