import { createHash } from 'node:crypto'

/** Makes platform-looking ids. The same seed gives the same ids, so that a failing run can be repeated. */
export interface IdSource {
  /** An id such as `wm…`: prefix plus 26 mixed-case letters and digits (ids are case-sensitive). */
  next(prefix: string, length?: number): string
  hex32(): string
  digits(length: number): string
  /** 0 ≤ n < below */
  integer(below: number): number
  bytes(length: number): Buffer
}

export function createIds(seed: string): IdSource {
  let count = 0
  const digest = (): Buffer => {
    count += 1
    return createHash('sha512').update(`${seed}:${count}`).digest()
  }
  return {
    next: (prefix, length = 26) =>
      prefix +
      digest()
        .toString('base64')
        .replace(/[^A-Za-z0-9]/g, '')
        .slice(0, length),
    hex32: () => digest().toString('hex').slice(0, 32),
    digits: (length) => {
      const text = digest().readBigUInt64BE().toString() + digest().readBigUInt64BE().toString()
      return `1${text}`.slice(0, length)
    },
    integer: (below) => digest().readUInt32BE() % below,
    bytes: (length) => digest().subarray(0, length),
  }
}
