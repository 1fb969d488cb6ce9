import { randomBytes, randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import type { Logger } from 'pino'
import { type LocalWeCom, startLocalWeCom } from 'wecom-sdk/local'
import { type Content, loadContent } from '../../app/boot/floor.ts'
import { createLog } from '../../app/boot/log.ts'
import { openProduct, type Product } from '../../app/boot/product.ts'
import type { Clock } from '../../app/jobs/types.ts'
import { loadEnv } from '../../config/env.ts'
import { type DatabaseKind, makeTestDatabase, skipDiskWaits } from './db.ts'
import { redisUrl } from './services.ts'
import { createSettle } from './settle.ts'

/** Saturday morning in Shanghai, inside talking hours. */
export const START_MS = Date.parse('2026-11-21T10:00:00+08:00')

/** Stands still until it is moved; leases run on the real clock. */
export interface TestClock extends Clock {
  moveTo(ms: number): void
  advance(ms: number): void
}

export interface Browser {
  get(path: string): Promise<Response>
  post(path: string, body?: unknown): Promise<Response>
  cookie: string
}

export interface TestApp {
  url: string
  product: Product
  deps: Product['deps']
  local: LocalWeCom
  clock: TestClock
  secrets: { intake: Record<string, string> }
  /** A signed-in browser, through the real OAuth road of the local WeCom. */
  signIn(userId: string): Promise<Browser>
  anonymous: Browser
  /** Runs due schedules and everything that is due until nothing is left. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** What a test may want otherwise: settings on top of the usual ones, its own log, another corp at the local WeCom. */
export interface TestWishes {
  env?: Record<string, string>
  log?: Logger
  corp?: { corpId?: string; secret?: string }
  /** The product's own travelling clock instead of the test's: with TIME_TRAVEL=1. */
  travels?: boolean
  templatesDir?: string
}

const CORP = { corpId: 'wwlocal0000000001', agentId: 1000002, secret: 'local-secret-of-the-app' }
const CALLBACK = { token: 'LocalToken1', encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }
const INTAKE = { 'pos-east': 'pos-east-secret', mall: 'mall-secret' }

/**
 * The whole product in this process: real database, real HTTP, a local WeCom, and a clock that obeys. On SQLite it
 * works alone; on MariaDB it works through Redis too, where there is one.
 */
export async function startTestApp(kind: DatabaseKind, wishes: TestWishes = {}): Promise<TestApp> {
  const database = await makeTestDatabase(kind)
  const local = await startLocalWeCom({ ...CORP, ...wishes.corp, nowMs: START_MS, settings: {} })
  const clock = createTestClock(local)
  const redis = kind === 'mysql' ? redisUrl() : undefined
  const settings = { ...testEnv(database.url, local.baseUrl, await freePort()), ...(redis ? { REDIS_URL: redis } : {}) }
  const env = loadEnv({ ...settings, ...wishes.env })
  const redisPrefix = `test-${randomBytes(6).toString('hex')}`
  const { templatesDir, log = createLog('silent') } = wishes
  const files = templatesDir ? { templatesDir } : { content: shippedContent(env.BRAND_NAME) }
  const options = { role: 'all' as const, log, redisPrefix, ...files }
  const product = await openProduct(env, wishes.travels ? options : { ...options, clock })
  await skipDiskWaits(product.deps.db)
  await product.start()
  const url = `http://127.0.0.1:${product.port}`
  local.trustedHosts.push(new URL(url).host)
  const { WECOM_TOKEN: token, WECOM_ENCODING_AES_KEY: encodingAesKey } = env
  local.setCallback({ token, encodingAesKey, url: `${url}/wecom/callback` })
  return {
    url,
    product,
    deps: product.deps,
    local,
    clock,
    secrets: { intake: INTAKE },
    anonymous: browserWith(url, ''),
    signIn: (userId) => signIn(url, userId),
    settle: createSettle(product, local, clock),
    async stop() {
      await product.stop(2000)
      await local.close()
      await database.drop()
    },
  }
}

const contents = new Map<string, Content>()

/** The shipped files are read and checked once a run, not at each of a thousand starts: nobody writes into them. */
function shippedContent(brandName: string): Content {
  const content = contents.get(brandName) ?? loadContent(brandName)
  contents.set(brandName, content)
  return content
}

function createTestClock(local: LocalWeCom): TestClock {
  let nowMs = START_MS
  const moveTo = (ms: number) => {
    nowMs = Math.max(nowMs, ms)
    local.clock.set(nowMs)
  }
  return { nowMs: () => nowMs, wallMs: () => Date.now(), moveTo, advance: (ms) => moveTo(nowMs + ms) }
}

/** Under the range from which the system serves whoever asks for any port, so that nobody else is given it meanwhile. */
let nextPort = 20_000 + randomInt(12_000)

/** The product must know its own address before it listens: it is part of OAuth and of what the JS-SDK signs. */
async function freePort(): Promise<number> {
  const port = nextPort
  nextPort = port < 32_000 ? port + 1 : 20_000
  const server = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!isFree) return freePort()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function testEnv(databaseUrl: string, localUrl: string, port: number): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'test',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    WECOM_CORP_ID: CORP.corpId,
    WECOM_AGENT_ID: String(CORP.agentId),
    WECOM_SECRET: CORP.secret,
    WECOM_TOKEN: CALLBACK.token,
    WECOM_ENCODING_AES_KEY: CALLBACK.encodingAesKey,
    WECOM_API_BASE: localUrl,
    WECOM_OAUTH_BASE: localUrl,
    WECOM_VERIFY_FILES: 'AbCdEf0123456789',
    SESSION_SECRET: randomBytes(24).toString('hex'),
    DATA_KEY: randomBytes(32).toString('base64'),
    INTAKE_SECRETS: Object.entries(INTAKE)
      .map((pair) => pair.join(':'))
      .join(','),
  }
}

function browserWith(url: string, cookie: string): Browser {
  const headers: Record<string, string> = cookie ? { cookie } : {}
  return {
    cookie,
    get: (path) => fetch(url + path, { headers, redirect: 'manual' }),
    post: (path, body) =>
      fetch(url + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        redirect: 'manual',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

/** Walks the OAuth road as a browser would: our door → the local WeCom as this person → our callback. */
async function signIn(url: string, userId: string): Promise<Browser> {
  const start = await fetch(`${url}/auth/wecom?return=/sidebar/`, { redirect: 'manual' })
  const jar = cookiesOf(start)
  const authorize = new URL(start.headers.get('location') ?? '')
  authorize.searchParams.set('as', userId)
  const granted = await fetch(authorize, { redirect: 'manual' })
  const back = new URL(granted.headers.get('location') ?? '')
  const done = await fetch(url + back.pathname + back.search, { redirect: 'manual', headers: { cookie: jar } })
  if (done.status !== 302)
    throw new Error(`sign-in of ${userId} answered ${done.status}: ${(await done.text()).slice(0, 300)}`)
  return browserWith(url, cookiesOf(done))
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
