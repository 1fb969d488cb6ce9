import { Redis } from 'ioredis'
import type { Env } from '../../../config/env.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { ClockReading } from './checkWeCom.ts'
import { type Check, describe, fault, ok, skipped } from './finding.ts'

/** Webhooks are refused beyond 300 s; long before that something is wrong with the host. */
const DRIFT_LIMIT_MS = 30_000
const REDIS_TIMEOUT_MS = 2_000

/** The machine itself: clock, time zone, Redis. */
export function checkHost(env: Env, clock: () => ClockReading | undefined): Check[] {
  return [
    { name: 'clock', title: '时钟 / clock', look: async () => judgeClock(clock()) },
    { name: 'time_zone', title: '时区 / time zone', look: async () => judgeTimeZone(Date.now()) },
    { name: 'redis', title: 'Redis', look: () => askRedis(env.REDIS_URL) },
  ]
}

export function judgeClock(reading: ClockReading | undefined) {
  if (!reading) return skipped('企业微信没有应答 / no answer from WeCom')
  const driftMs = reading.oursMs - reading.theirsMs
  const seconds = `${driftMs >= 0 ? '+' : ''}${Math.round(driftMs / 1000)} s`
  if (Math.abs(driftMs) <= DRIFT_LIMIT_MS) return ok(seconds)
  return fault(
    `与企业微信相差 / off by ${seconds}`,
    '开启 NTP 对时（timedatectl set-ntp true）/ turn on time synchronisation',
  )
}

/** Our days are Shanghai's whatever the host says; this proves that the runtime agrees. */
function judgeTimeZone(nowMs: number) {
  const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(nowMs)
  const host = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (shanghai === businessDayOf(nowMs)) return ok(`业务日 ${shanghai}（Asia/Shanghai），主机 / host ${host}`)
  return fault(`${shanghai} ≠ ${businessDayOf(nowMs)}`, '安装带完整 ICU 的 Node.js / use a Node.js with full ICU')
}

async function askRedis(url: string | undefined) {
  if (!url) return skipped('未设置，单进程运行 / not set: one process')
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: REDIS_TIMEOUT_MS })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.ping()
    return ok()
  } catch (error) {
    return fault(describe(error), '检查 REDIS_URL、密码与防火墙 / check REDIS_URL, password and firewall')
  } finally {
    redis.disconnect()
  }
}
