import { ApiRefusal } from '../errors.ts'
import type { World } from '../world.ts'

export interface Page<T> {
  rows: T[]
  /** Spread into the answer: on the last page `next_cursor` is empty or missing, by setting. */
  cursor: { next_cursor?: string }
}

/** Cuts one page. Cursors are opaque to the caller: an offset dressed up. */
export function pageOf<T>(world: World, all: T[], cursor: string | undefined, limit: number): Page<T> {
  const from = cursor ? readCursor(cursor) : 0
  const size = world.settings.shortPages ? Math.max(1, Math.floor(limit / 2)) : limit
  const rows = all.slice(from, from + size)
  const next = from + size
  if (next < all.length) return { rows, cursor: { next_cursor: writeCursor(next) } }
  return { rows, cursor: world.settings.lastPageCursor === 'empty' ? { next_cursor: '' } : {} }
}

const writeCursor = (offset: number): string => Buffer.from(`local-cursor:${offset}`).toString('base64url')

function readCursor(cursor: string): number {
  const match = /^local-cursor:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (!match) throw new ApiRefusal(40035, 'invalid cursor')
  return Number(match[1])
}
