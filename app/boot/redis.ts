import { Redis } from 'ioredis'
import type { Logger } from 'pino'

/** For commands: an absent Redis fails at once instead of queueing, and each user falls back to working alone. */
export function openRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (tries) => Math.min(tries * 200, 5000),
  })
  let wasDown = false
  redis.on('error', () => {
    if (!wasDown) log.warn('redis is away; going on without it')
    wasDown = true
  })
  redis.on('ready', () => {
    if (wasDown) log.info('redis is back')
    wasDown = false
  })
  return redis
}
