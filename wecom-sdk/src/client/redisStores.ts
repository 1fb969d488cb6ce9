import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryPauseStore, type PauseStore } from './pauses.ts'
import type { StoredToken, TokenStore } from './tokens.ts'

/** What is used of an ioredis client; give it `enableOfflineQueue: false`, so that a lost Redis is noticed at once. */
export interface RedisLike {
  get(key: string): Promise<string | null>
  set(key: string, value: string, px: 'PX', ttlMs: number): Promise<unknown>
  set(key: string, value: string, px: 'PX', ttlMs: number, nx: 'NX'): Promise<unknown>
  eval(script: string, keyCount: number, key: string, value: string): Promise<unknown>
}

const LOCK_MS = 15_000
const WAIT_MS = 50
const UNLOCK = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"

/**
 * One token for all processes and one refresh for all: a lock in Redis, then the comparison with the stale token.
 * Redis may vanish at any moment: each process then goes on with the last token it saw and refreshes by itself.
 */
export function redisTokenStore(redis: RedisLike, key: string): TokenStore {
  let last: StoredToken | undefined
  let flight: Promise<StoredToken> | undefined

  async function readShared(): Promise<StoredToken | undefined> {
    const text = await redis.get(key)
    if (text !== null) last = JSON.parse(text) as StoredToken
    return text === null ? undefined : last
  }

  async function refresh(stale: string | undefined, fetchFresh: () => Promise<StoredToken>): Promise<StoredToken> {
    const owner = randomUUID()
    const isMine = await waitForTurn(owner, stale).catch(() => true)
    try {
      // Another process may have finished while we waited.
      const stored = await readShared().catch(() => last)
      if (!isMine || (stored && stored.token !== stale)) return stored ?? (await fetchFresh())
      last = await fetchFresh()
      await redis.set(key, JSON.stringify(last), 'PX', 7_200_000).catch(() => undefined)
      return last
    } finally {
      await redis.eval(UNLOCK, 1, `${key}:lock`, owner).catch(() => undefined)
    }
  }

  /** True with the lock held; false when another token appeared meanwhile. */
  async function waitForTurn(owner: string, stale: string | undefined): Promise<boolean> {
    for (;;) {
      if (await redis.set(`${key}:lock`, owner, 'PX', LOCK_MS, 'NX')) return true
      const stored = await readShared()
      if (stored && stored.token !== stale) return false
      await sleep(WAIT_MS)
    }
  }

  return {
    read: () => readShared().catch(() => last),
    refresh(stale, fetchFresh) {
      flight ??= refresh(stale, fetchFresh).finally(() => {
        flight = undefined
      })
      return flight
    },
  }
}

/** Pauses seen by all processes; by this one alone while Redis is away. `prefix` is one per corp. */
export function redisPauseStore(redis: RedisLike, prefix: string): PauseStore {
  const own = memoryPauseStore()
  return {
    async read(api) {
      const shared = await redis.get(`${prefix}:${api}`).catch(() => null)
      return Math.max(Number(shared ?? 0), (await own.read(api)) ?? 0) || undefined
    },
    async pause(api, untilMs) {
      await own.pause(api, untilMs)
      await redis.set(`${prefix}:${api}`, String(untilMs), 'PX', 3_700_000).catch(() => undefined)
    },
  }
}
