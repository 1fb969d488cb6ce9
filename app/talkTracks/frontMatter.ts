import { parse } from 'yaml'
import { type ZodType, z } from 'zod'
import { FACT_NAMES } from './factNames.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, YYYY-MM-DD')
const samples = Object.fromEntries(FACT_NAMES.map((name) => [name, z.string().min(1).max(60).optional()]))

/** What stands above the text of a talk track, between two lines of `---`. */
export const TRACK_HEAD = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,64}$/, 'lower case letters, digits and hyphens, 3 to 64'),
  title: z.string().trim().min(1).max(20),
  set: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/, 'like new-friend/day-3'),
  channel: z.enum(['any', 'online', 'offline']).default('any'),
  level: z.enum(['any', 'new', 'skilled', 'gold']).default('any'),
  priority: z.int().min(0).max(100).default(0),
  validFrom: day.optional(),
  validTo: day.optional(),
  sample: z.strictObject(samples).default({}),
})
export type TrackHead = z.output<typeof TRACK_HEAD>

export interface SplitFile<T> {
  head: T | undefined
  body: string
  /** Line of the file the body starts at, so that faults name lines of the file. */
  bodyLine: number
  faults: string[]
}

const FENCE = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/

/** Splits a file into its front matter (YAML, checked) and the text below it. */
export function splitFrontMatter<T>(source: string, schema: ZodType<T>): SplitFile<T> {
  const text = source.replace(/^\ufeff/, '')
  const match = FENCE.exec(text)
  if (!match)
    return { head: undefined, body: text, bodyLine: 1, faults: ['front matter between two lines of --- is missing'] }
  const body = text.slice(match[0].length)
  const bodyLine = match[0].split('\n').length
  try {
    const parsed = schema.safeParse(parse(match[1] ?? '', { maxAliasCount: 0 }))
    if (parsed.success) return { head: parsed.data, body, bodyLine, faults: [] }
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'front matter'}: ${issue.message}`)
    return { head: undefined, body, bodyLine, faults }
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no YAML'
    return { head: undefined, body, bodyLine, faults: [`front matter: ${message}`] }
  }
}
