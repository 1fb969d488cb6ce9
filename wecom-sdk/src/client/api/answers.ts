import { z } from 'zod'

/** Nothing but success. */
export const done = z.looseObject({})

/** WeCom leaves empty lists out, or writes null. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((list) => list ?? [])
}

/** Absent, null and empty all mean: that was the last page. */
export const nextCursor = z
  .string()
  .nullish()
  .transform((cursor) => cursor || undefined)

/** Empty text counts as absent. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined)
