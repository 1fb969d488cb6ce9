import type { Row } from './columns.ts'

/** The rows of one record. `endRow`: the last of them; records come in its order. */
export interface RowGroup {
  rows: Row[]
  endRow: number
}

/**
 * Which records' rows lie apart in the file, and where the last of each is. Made by one pass, used by the next: only
 * such records are held back, so that memory does not grow with the file.
 */
export class Apart {
  private readonly seen = new KeySet()
  private readonly lastRow = new Map<number, number>()

  get count(): number {
    return this.lastRow.size
  }

  /** A run of rows under one key begins. */
  begin(key: number, rowNo: number): void {
    if (!this.seen.add(key)) this.lastRow.set(key, rowNo)
  }

  reach(key: number, rowNo: number): void {
    if (this.lastRow.has(key)) this.lastRow.set(key, rowNo)
  }

  lastOf(key: number): number | undefined {
    return this.lastRow.get(key)
  }
}

/**
 * Groups rows by key as they come. A record whose rows lie apart is complete at its last row; without `apart` each run
 * of rows counts as a record.
 */
export class Gathering {
  private readonly held = new Map<number, Map<string, Row[]>>()
  private run: { key: string; rows: Row[] } | undefined
  private readonly keyOf: (row: Row) => string
  private readonly apart: Apart | undefined
  private readonly learn: Apart | undefined

  /** @param learn told of every run, for the pass after this one */
  constructor(keyOf: (row: Row) => string, apart: Apart | undefined, learn?: Apart) {
    this.keyOf = keyOf
    this.apart = apart
    this.learn = learn
  }

  /** The records that these rows complete. */
  *take(rows: readonly Row[]): Generator<RowGroup> {
    for (const row of rows) {
      const key = this.keyOf(row)
      if (this.run && this.run.key !== key) yield* this.end()
      const hash = hashOf(key)
      const lastRow = this.apart?.lastOf(hash)
      if (lastRow === undefined) {
        if (!this.run) this.learn?.begin(hash, row.rowNo)
        this.run ??= { key, rows: [] }
        this.run.rows.push(row)
        this.learn?.reach(hash, row.rowNo)
        continue
      }
      const groups = this.held.get(hash) ?? new Map<string, Row[]>()
      this.held.set(hash, groups.set(key, [...(groups.get(key) ?? []), row]))
      if (row.rowNo < lastRow) continue
      this.held.delete(hash)
      for (const rows of groups.values()) yield { rows, endRow: row.rowNo }
    }
  }

  /** The last of them, which no other row closes. */
  *end(): Generator<RowGroup> {
    const { run } = this
    this.run = undefined
    if (run) yield { rows: run.rows, endRow: run.rows.at(-1)?.rowNo ?? 0 }
  }
}

/** 53 bits: a million keys meet by chance once in ten thousand files, and then are merely held back. */
function hashOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 2_654_435_761)
    b = Math.imul(b ^ unit, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  return 4_294_967_296 * (b & 0x1fffff) + (a >>> 0)
}

const FIRST_SLOTS = 1 << 16
const MAX_FILL = 0.6

/** Numbers in flat memory: 8 bytes a slot, where a Set would take fifty. */
class KeySet {
  private slots = new Float64Array(FIRST_SLOTS).fill(-1)
  private size = 0

  /** @returns false when it was there */
  add(key: number): boolean {
    const at = this.slotOf(this.slots, key)
    if (this.slots[at] === key) return false
    this.slots[at] = key
    this.size += 1
    if (this.size > this.slots.length * MAX_FILL) this.grow()
    return true
  }

  private slotOf(slots: Float64Array, key: number): number {
    let at = key % slots.length
    while (slots[at] !== -1 && slots[at] !== key) at = (at + 1) % slots.length
    return at
  }

  private grow(): void {
    const wider = new Float64Array(this.slots.length * 2).fill(-1)
    for (const key of this.slots) if (key !== -1) wider[this.slotOf(wider, key)] = key
    this.slots = wider
  }
}
