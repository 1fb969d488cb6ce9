import { parseDocument } from 'yaml'
import { type ZodType, z } from 'zod'
import { FACT_NAMES } from './factNames.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, YYYY-MM-DD')
const samples = Object.fromEntries(FACT_NAMES.map((name) => [name, z.string().min(1).max(60).optional()]))

/** WeCom counts bytes: a Chinese character is three of them. */
const textOf = (maxBytes: number) =>
  z
    .string()
    .trim()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= maxBytes, `at most ${maxBytes} bytes`)
const media = z.string().regex(/^[a-z0-9-]{1,64}$/, 'a name of config/media.yaml')

/** Limits of add_msg_template, the strictest of those that take an attachment. */
const ATTACHMENT = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('image'), media }),
  z.strictObject({ kind: z.literal('video'), media }),
  z.strictObject({ kind: z.literal('file'), media }),
  z.strictObject({
    kind: z.literal('link'),
    title: textOf(128),
    url: z.url({ protocol: /^https$/ }).refine((url) => Buffer.byteLength(url) <= 2048, 'at most 2048 bytes'),
    description: textOf(512).optional(),
  }),
  z.strictObject({
    kind: z.literal('miniprogram'),
    title: textOf(64),
    appid: z.string().regex(/^wx[0-9a-zA-Z_-]{4,40}$/, 'the appid of the mini program, wx…'),
    page: z.string().regex(/^[^\s:?#][^\s:#]{0,511}$/, 'a page of the mini program, without a scheme'),
    media,
  }),
])

/** What stands above the text of a talk track, between two lines of `---`. */
export const TRACK_HEAD = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,64}$/, 'lower case letters, digits and hyphens, 3 to 64'),
  title: z.string().trim().min(1).max(20),
  set: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/, 'like new-friend/day-3'),
  channel: z.enum(['any', 'online', 'offline']).default('any'),
  level: z.enum(['any', 'new', 'skilled', 'gold']).default('any'),
  stage: z.enum(['any', 'lead', 'new', 'active', 'loyal', 'silent', 'churned']).default('any'),
  trade: z
    .string()
    .regex(/^[a-z]{2,20}$/)
    .default('any'),
  variant: z
    .string()
    .regex(/^[a-z0-9]{1,8}$/)
    .optional(),
  priority: z.int().min(0).max(100).default(0),
  validFrom: day.optional(),
  validTo: day.optional(),
  attachments: z.array(ATTACHMENT).max(9).default([]),
  caution: z.string().max(200).optional(),
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
    const document = parseDocument(match[1] ?? '')
    // A warning is an unknown tag: somebody meant something by it.
    const [wrong] = [...document.errors, ...document.warnings]
    if (wrong) throw wrong
    const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }))
    if (parsed.success) return { head: parsed.data, body, bodyLine, faults: [] }
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'front matter'}: ${issue.message}`)
    return { head: undefined, body, bodyLine, faults }
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no YAML'
    return { head: undefined, body, bodyLine, faults: [`front matter: ${message}`] }
  }
}
