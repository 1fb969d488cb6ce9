import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { Counter } from 'prom-client'
import { createCallLimiter, createWeComClient, redisPauseStore, redisTokenStore, type WeComClient } from 'wecom-sdk'
import type { Env } from '../../config/env.ts'
import { registry } from '../http/metrics.ts'
import type { Clock } from '../jobs/types.ts'

const calls = new Counter({
  name: 'huitouke_wecom_calls_total',
  help: 'Calls to WeCom by API and errcode',
  labelNames: ['api', 'errcode'] as const,
  registers: [registry],
})

interface WeComParts {
  env: Env
  clock: Clock
  log: Logger
  redis: Redis | undefined
  redisPrefix: string
}

/** The client of this app. With Redis, token, limits and pauses are shared by all processes. */
export function buildWeComClient({ env, clock, log, redis, redisPrefix }: WeComParts): WeComClient {
  const name = `${redisPrefix}:${env.WECOM_CORP_ID}:${env.WECOM_AGENT_ID}`
  return createWeComClient({
    corpId: env.WECOM_CORP_ID,
    agentId: env.WECOM_AGENT_ID,
    secret: env.WECOM_SECRET,
    baseUrl: env.WECOM_API_BASE,
    nowMs: clock.nowMs,
    limiter: createCallLimiter({ store: redis ? { redis } : 'memory', name, processes: 3 }),
    ...(redis ? { tokens: redisTokenStore(redis, name), pause: redisPauseStore(redis, name) } : {}),
    onCall: ({ api, errcode, ms }) => {
      calls.inc({ api, errcode: String(errcode) })
      log.debug({ api, errcode, durationMs: Math.round(ms) }, 'wecom call')
    },
  })
}
