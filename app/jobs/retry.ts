import type { RetryClass } from './types.ts'

/** After a failed try: again at a time, or a person looks at it. */
export type NextTry = { kind: 'again'; delayMs: number; counts: boolean } | { kind: 'park' }

const FIRST_DELAY_MS = 2_000
const LONGEST_DELAY_MS = 600_000
const AT_ONCE_MS = 50

/**
 * @param attempts tries so far, the failed one included
 * @param randomness 0..1; spreads the tries of many rows that failed together
 */
export function nextTry(error: unknown, attempts: number, maxAttempts: number, randomness: number): NextTry {
  const { retry, retryAfterMs } = readRetry(error)
  if (retry === 'never') return { kind: 'park' }
  // A limit of WeCom is no fault of the job: waiting it out costs no try.
  if (retryAfterMs !== undefined) return { kind: 'again', delayMs: retryAfterMs, counts: false }
  if (attempts >= maxAttempts) return { kind: 'park' }
  if (retry === 'now') return { kind: 'again', delayMs: AT_ONCE_MS, counts: true }
  return { kind: 'again', delayMs: backoffMs(attempts, randomness), counts: true }
}

/** 2^n seconds, up to ten minutes, less up to a quarter of it. */
export function backoffMs(attempts: number, randomness: number): number {
  const fullMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1))
  return Math.round(fullMs * (1 - randomness / 4))
}

function readRetry(error: unknown): { retry: RetryClass; retryAfterMs: number | undefined } {
  const { retry, retryAfterMs } = (error ?? {}) as { retry?: unknown; retryAfterMs?: unknown }
  return {
    retry: retry === 'now' || retry === 'never' ? retry : 'later',
    retryAfterMs: typeof retryAfterMs === 'number' && retryAfterMs >= 0 ? retryAfterMs : undefined,
  }
}

const LONGEST_REASON = 200

/** Why it failed, short enough to store. SQL errors are cut to their code: their text quotes values. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const { code, driverError } = error as Error & { code?: unknown; driverError?: { code?: unknown } }
  if (driverError) return `${error.name} ${String(driverError.code ?? code ?? '')}`.slice(0, LONGEST_REASON)
  return `${error.name}: ${error.message}`.slice(0, LONGEST_REASON)
}

/** The row was settled or taken over by someone else: whatever this run did must roll back. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
  readonly retry: RetryClass = 'later'
}
