import type { ColumnOptions, ValueTransformer } from 'typeorm'

/**
 * Reads and writes a BIGINT as a JavaScript number and refuses what a number cannot hold exactly.
 * MySQL hands big integers back as strings, SQLite as numbers; both pass through here.
 */
const exactInteger: ValueTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : checkedInteger(value)),
  from: (value: unknown) => (value === null || value === undefined ? value : checkedInteger(value)),
}

/** @throws RangeError when the value is no integer or lies beyond 2^53 − 1. */
function checkedInteger(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`not an exact integer: ${String(value).slice(0, 40)}`)
  return number
}

// Whatever sets the reading direction of what follows: embeddings, overrides, isolates and their ends.
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g

/** For statements of our own that write a `text`. */
export function withoutDirectionMarks(text: string): string {
  return text.replace(DIRECTION_MARKS, '')
}

/**
 * One mark of direction in a nickname would turn around the sentence it stands in, on every page, card and export.
 * Dropped here, where every name passes, whoever it came from.
 */
const inOneDirection: ValueTransformer = {
  to: (value: unknown) => (typeof value === 'string' ? withoutDirectionMarks(value) : value),
  from: (value: unknown) => value,
}

/** Money in fen. */
export const fen = { type: 'bigint', transformer: exactInteger, default: 0 } as const satisfies ColumnOptions
/** A moment in unix milliseconds, UTC: one meaning in every database and time zone. */
export const instant = { type: 'bigint', transformer: exactInteger } as const satisfies ColumnOptions
export const maybeInstant = { ...instant, nullable: true } as const satisfies ColumnOptions
/** A business day, `YYYY-MM-DD` in Asia/Shanghai. */
export const day = { type: 'varchar', length: 10 } as const satisfies ColumnOptions
export const maybeDay = { ...day, nullable: true } as const satisfies ColumnOptions
/** An id of WeCom or of a shop system: case-sensitive, at most 64 characters. */
export const key = { type: 'varchar', length: 64 } as const satisfies ColumnOptions
export const maybeKey = { ...key, nullable: true } as const satisfies ColumnOptions
/** A word of a closed list of ours. */
export const word = { type: 'varchar', length: 32 } as const satisfies ColumnOptions
/** The keyed hash of a phone or unionid, hex. */
export const hash = { type: 'varchar', length: 64 } as const satisfies ColumnOptions
export const maybeHash = { ...hash, nullable: true } as const satisfies ColumnOptions
/** A name or short text from outside, any Unicode that does not turn other text around. */
export const text = {
  ...{ type: 'varchar', length: 512, default: '' },
  transformer: inOneDirection,
} as const satisfies ColumnOptions
export const longText = { type: 'text' } as const satisfies ColumnOptions
export const json = { type: 'simple-json' } as const satisfies ColumnOptions
export const count = { type: 'int', default: 0 } as const satisfies ColumnOptions
export const bigId = { type: 'bigint', transformer: exactInteger } as const satisfies ColumnOptions
export const maybeBigId = { ...bigId, nullable: true } as const satisfies ColumnOptions
export const guideRef = { type: 'int' } as const satisfies ColumnOptions
export const maybeGuideRef = { type: 'int', nullable: true } as const satisfies ColumnOptions
export const flag = { type: 'boolean', default: false } as const satisfies ColumnOptions
