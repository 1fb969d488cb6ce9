import { type ZodType, z } from 'zod'
import type { Deps } from '../../deps.ts'
import { parseJson } from '../../http/body.ts'
import { AppError } from '../../http/errors.ts'
import type { RouteRequest } from '../../http/route.ts'
import type { Accepted, ItemAnswer, RecordOutcome } from './contract.ts'
import { findSigners, type IntakeTrust } from './signature.ts'

const MAX_ITEMS = 500
/** Names the paths of a form in the language of whoever reads the answer. */
const { localeError } = z.locales.zhCN()

export interface IntakeDoor<Input> {
  schema: ZodType<Input>
  numberKey: 'orderNo' | 'refundNo'
  record(input: Input): Promise<RecordOutcome>
}

/** Takes one signed body: one object and one answer, or up to 500 answered one by one, each on its own. */
export async function takeIn<Input>(
  deps: Pick<Deps, 'log'>,
  trust: IntakeTrust,
  request: RouteRequest<unknown, unknown, unknown>,
  door: IntakeDoor<Input>,
): Promise<Accepted | ItemAnswer[]> {
  const body = openBody(trust, request)
  if (!Array.isArray(body)) return takeOne(body, door)
  const answers: ItemAnswer[] = []
  for (const [index, item] of body.entries()) answers.push(await takeItem(item, index, door, deps))
  return answers
}

function openBody(
  { secrets, clocks }: IntakeTrust,
  { koa, rawBody }: RouteRequest<unknown, unknown, unknown>,
): unknown {
  const signers = findSigners(secrets, {
    timestamp: koa.get('x-huitouke-timestamp'),
    signature: koa.get('x-huitouke-signature'),
    rawBody,
    nowsMs: clocks.map((nowMs) => nowMs()),
  })
  if (signers.size === 0) throw new AppError('BAD_SIGNATURE')
  const body = parseJson(rawBody)
  const items: unknown[] = Array.isArray(body) ? body : [body]
  if (items.length === 0 || items.length > MAX_ITEMS) {
    throw new AppError('BAD_REQUEST', [{ path: '', message: `一次 1 到 ${MAX_ITEMS} 条` }])
  }
  // One source must not speak for another. An item without a readable source is a fault of form, told later.
  const foreign = items.map(sourceOf).find((source) => source !== undefined && !signers.has(source))
  if (foreign !== undefined) throw new AppError('BAD_SIGNATURE')
  return body
}

async function takeOne<Input>(item: unknown, door: IntakeDoor<Input>): Promise<Accepted> {
  const parsed = door.schema.safeParse(item, { error: localeError })
  if (!parsed.success) throw new AppError('BAD_REQUEST', parsed.error.issues.map(faultOf))
  const outcome = await door.record(parsed.data)
  if (outcome.kind === 'conflict') throw new AppError('CONFLICT')
  return { accepted: true, duplicate: outcome.kind === 'duplicate' }
}

async function takeItem<Input>(
  item: unknown,
  index: number,
  door: IntakeDoor<Input>,
  deps: Pick<Deps, 'log'>,
): Promise<ItemAnswer> {
  const number = textOf(item, door.numberKey) ?? null
  try {
    return { index, number, ...(await takeOne(item, door)) }
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('INTERNAL')
    if (known.code === 'INTERNAL') deps.log.error({ err: error, index }, 'intake of one item failed')
    const { code, message, details } = known
    return { index, number, accepted: false, error: { code, message, ...(details === undefined ? {} : { details }) } }
  }
}

function faultOf(issue: z.core.$ZodIssue) {
  return { path: issue.path.join('.'), message: issue.message }
}

function sourceOf(item: unknown): string | undefined {
  return textOf(item, 'source')?.trim() || undefined
}

function textOf(item: unknown, name: string): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined
  const value: unknown = Object.getOwnPropertyDescriptor(item, name)?.value
  return typeof value === 'string' ? value.slice(0, 64) : undefined
}
