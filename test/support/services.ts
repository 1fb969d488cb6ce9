import { Redis } from 'ioredis'
import { createConnection } from 'mysql2/promise'

/** What a developer's machine may lack. Without a service the suite says so and passes; in CI a missing one fails. */
const leftOut = new Set<string>()
/** An absent server refuses at once; a busy one must not be taken for absent. */
const CONNECT_MS = 20_000
const MYSQL_SERVER = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306'
const REDIS_SERVER = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'

async function mysqlAnswers(): Promise<boolean> {
  try {
    const connection = await createConnection({ uri: MYSQL_SERVER, connectTimeout: CONNECT_MS })
    await connection.end()
    return true
  } catch {
    return false
  }
}

async function redisAnswers(): Promise<boolean> {
  const redis = new Redis(REDIS_SERVER, { lazyConnect: true, retryStrategy: () => null, connectTimeout: CONNECT_MS })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}

const [hasMysql, hasRedis] = await Promise.all([mysqlAnswers(), redisAnswers()])

/** Server address without a database, or undefined when no MariaDB or MySQL answers. */
export function mariadbUrl(): string | undefined {
  return hasMysql ? MYSQL_SERVER : undefined
}

/** Redis, or undefined when none answers. */
export function redisUrl(): string | undefined {
  return hasRedis ? REDIS_SERVER : undefined
}

/** Defines the suites of `define` when MariaDB is here. */
export function withMariadb(define: (serverUrl: string) => void): void {
  if (hasMysql) define(MYSQL_SERVER)
  else leaveOut('MariaDB')
}

/** Defines the suites of `define` when Redis is here. */
export function withRedis(define: (url: string) => void): void {
  if (hasRedis) define(REDIS_SERVER)
  else leaveOut('Redis')
}

export function leaveOut(service: string): void {
  if (process.env.CI === 'true' && !leftOut.has(service)) {
    it(`${service} answers in CI`, () => {
      throw new Error(`${service} is missing and CI leaves nothing out`)
    })
  }
  leftOut.add(service)
}

/** What did not run for want of a server. */
export function leftOutServices(): string[] {
  return [...leftOut]
}
