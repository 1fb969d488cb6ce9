import { z } from 'zod'
import type { RetryClass } from '../../jobs/types.ts'

/** Names faults in the language of whoever reads the answer; never repeats a value. */
const { localeError } = z.locales.zhCN()

export interface Fault {
  path: string
  message: string
}

export interface About {
  kind: string
  number: string
}

/** Genuine, but not what this vendor promised: refused at the door, listed for a person when it was fetched. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
  readonly retry: RetryClass = 'never'
  readonly faults: readonly Fault[]
  /** What it concerns, as far as that could be read. */
  readonly about: About | undefined
  constructor(faults: readonly Fault[], about?: About) {
    super(faults.map(({ path, message }) => `${path} ${message}`.trim()).join('; '))
    this.faults = faults
    this.about = about
  }
}

/** Gives faults found inside the number they concern, so that a person can be told of it. */
export function tellingAbout<T>(about: About, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof UnreadableError ? new UnreadableError(error.faults, about) : error
  }
}

/** @throws UnreadableError with every fault by its path */
export function readAs<T>(schema: z.ZodType<T>, value: unknown, within = ''): T {
  const parsed = schema.safeParse(value, { error: localeError })
  if (parsed.success) return parsed.data
  throw new UnreadableError(
    parsed.error.issues.map(({ path, message }) => ({ path: [within, ...path].filter(String).join('.'), message })),
  )
}

/** The vendor's API did not give what was asked. The message names the call and the code, never an address or a token. */
export class VendorApiError extends Error {
  override readonly name = 'VendorApiError'
  readonly retry: RetryClass
  /** The token was refused: a fresh one may do. */
  readonly isTokenFault: boolean
  constructor(message: string, retry: RetryClass, isTokenFault = false) {
    super(message)
    this.retry = retry
    this.isTokenFault = isTokenFault
  }
}

const ASK_AGAIN_MS = 600_000

/** A refund that names lines of an order which has not arrived: looked at again, without using up a try. */
export class OrderAwaitedError extends Error {
  override readonly name = 'OrderAwaitedError'
  readonly retry: RetryClass = 'later'
  readonly retryAfterMs = ASK_AGAIN_MS
}

/** Another event told the same a moment ago: with that in view there is nothing left to say. */
export class RacedError extends Error {
  override readonly name = 'RacedError'
  readonly retry: RetryClass = 'now'
}
