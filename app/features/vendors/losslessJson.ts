import { parse } from 'lossless-json'
import { parseJson } from '../../http/body.ts'
import { UnreadableError } from './faults.ts'

/**
 * Plain, shallow JSON in which every number stays the text it was written as: ids of malls exceed 2^53, and an amount
 * must never have been a float. A key given twice with two values is refused.
 * @throws UnreadableError
 */
export function readLossless(text: string, path = ''): unknown {
  try {
    parseJson(Buffer.from(text, 'utf8'))
    return parse(text, undefined, (number) => number)
  } catch {
    throw new UnreadableError([{ path, message: '不是合法的 JSON' }])
  }
}
