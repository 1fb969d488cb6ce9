import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { memoryPauseStore, memoryTokenStore, type PauseStore, type StoredToken, type TokenStore } from 'wecom-sdk'
import { z } from 'zod'

const TOKEN = z.object({ token: z.string(), expiresAtMs: z.number() })
const LOCK_MS = 15_000
const POLL_MS = 100

/** The token for all processes: whoever holds the lock refreshes, the others wait for the new one. */
export function redisTokenStore(redis: Redis, name: string): TokenStore {
  const own = memoryTokenStore()
  const key = `huitouke:token:${name}`
  const read = async () => parseToken(await redis.get(key))
  return {
    read: () => orElse(read, own.read),
    refresh: (stale, fetchFresh) =>
      own.refresh(stale, () => orElse(() => refreshShared(redis, key, read, stale, fetchFresh), fetchFresh)),
  }
}

async function refreshShared(
  redis: Redis,
  key: string,
  read: () => Promise<StoredToken | undefined>,
  stale: string | undefined,
  fetchFresh: () => Promise<StoredToken>,
): Promise<StoredToken> {
  const mine = randomUUID()
  const untilMs = performance.now() + LOCK_MS
  while (performance.now() < untilMs) {
    const current = await read()
    if (current && current.token !== stale) return current
    if ((await redis.set(`${key}:lock`, mine, 'PX', LOCK_MS, 'NX')) === 'OK') {
      const fresh = await fetchFresh()
      await redis.set(key, JSON.stringify(fresh), 'PX', Math.max(1000, fresh.expiresAtMs - Date.now()))
      await redis.del(`${key}:lock`)
      return fresh
    }
    await pause(POLL_MS)
  }
  return fetchFresh()
}

function parseToken(text: string | null): StoredToken | undefined {
  return text === null ? undefined : TOKEN.safeParse(JSON.parse(text)).data
}

export function redisPauseStore(redis: Redis, name: string): PauseStore {
  const own = memoryPauseStore()
  const keyOf = (api: string) => `huitouke:pause:${name}:${api}`
  return {
    read: (api) =>
      orElse(
        async () => Number(await redis.get(keyOf(api))) || undefined,
        () => own.read(api),
      ),
    async pause(api, untilMs) {
      await own.pause(api, untilMs)
      await orElse(
        async () => void (await redis.set(keyOf(api), String(untilMs), 'PX', Math.max(1, untilMs - Date.now()))),
        async () => undefined,
      )
    },
  }
}

/** Redis may vanish at any moment: each process then goes on by itself. */
async function orElse<T>(shared: () => Promise<T>, alone: () => Promise<T>): Promise<T> {
  try {
    return await shared()
  } catch (error) {
    if ((error as { retry?: unknown }).retry !== undefined) throw error
    return alone()
  }
}
