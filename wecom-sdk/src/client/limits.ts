import { setTimeout as sleep } from 'node:timers/promises'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { WeComError } from './errors.ts'

/** Asks for leave before a call goes out, so that WeCom never has to refuse. */
export interface CallLimiter {
  /** `subject` is the receiving member for message/send. Rejects with a `WeComError` 45009 that is ours. */
  take(api: string, subject?: string): Promise<void>
}

export interface CallWindow {
  calls: number
  seconds: number
}

/** Windows by API; `*` is for the APIs without their own. message/send is counted per receiving member. */
export type CallLimits = Readonly<Record<string, readonly CallWindow[]>>

/** The published rates, except message/send: the real 30 a minute drops the excess silently, so ours is 20. */
export const defaultCallLimits: CallLimits = {
  '*': [
    { calls: 10_000, seconds: 60 },
    { calls: 150_000, seconds: 3600 },
  ],
  'message/send': [
    { calls: 20, seconds: 60 },
    { calls: 1_000, seconds: 3600 },
  ],
  get_jsapi_ticket: [{ calls: 400, seconds: 3600 }],
  'ticket/get': [{ calls: 100, seconds: 3600 }],
}

export interface CallLimiterOptions {
  /** `memory` counts this process only; an ioredis client counts for all, and memory takes over while it is away. */
  store: 'memory' | { redis: unknown }
  /** Key prefix; one per corp and app. */
  name?: string
  limits?: CallLimits
  /** How long `take` may wait for room before it rejects. */
  maxWaitMs?: number
  /** With redis: how many processes share the limit while each has to count alone. */
  processes?: number
}

export function createCallLimiter(options: CallLimiterOptions): CallLimiter {
  const limits = options.limits ?? defaultCallLimits
  const maxWaitMs = options.maxWaitMs ?? 2_000
  const windows = new Map<string, RateLimiterAbstract[]>()
  for (const api of Object.keys(limits)) {
    windows.set(
      api,
      (limits[api] ?? []).map((window) => buildWindow(options, api, window)),
    )
  }
  return {
    async take(api, subject) {
      const key = subject === undefined ? api : `${api}|${subject.toLowerCase()}`
      const deadlineMs = performance.now() + maxWaitMs
      for (const window of windows.get(api) ?? windows.get('*') ?? []) await takeFrom(window, key, api, deadlineMs)
    },
  }
}

function buildWindow(options: CallLimiterOptions, api: string, { calls, seconds }: CallWindow): RateLimiterAbstract {
  const keyPrefix = `${options.name ?? 'wecom'}:${api}:${seconds}`
  if (options.store === 'memory') return new RateLimiterMemory({ keyPrefix, points: calls, duration: seconds })
  const share = Math.max(1, Math.floor(calls / (options.processes ?? 1)))
  const insuranceLimiter = new RateLimiterMemory({ keyPrefix, points: share, duration: seconds })
  const { redis } = options.store
  return new RateLimiterRedis({ storeClient: redis, keyPrefix, points: calls, duration: seconds, insuranceLimiter })
}

async function takeFrom(window: RateLimiterAbstract, key: string, api: string, deadlineMs: number): Promise<void> {
  for (;;) {
    const waitMs = await consume(window, key)
    if (waitMs === 0) return
    if (performance.now() + waitMs > deadlineMs) {
      throw new WeComError({ api, errcode: 45009, retryAfterMs: waitMs, isOurs: true })
    }
    await sleep(waitMs)
  }
}

/** 0 when a call may go, else the milliseconds until the window opens again. */
async function consume(window: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await window.consume(key)
    return 0
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext)
    throw refused
  }
}
