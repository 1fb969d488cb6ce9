import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { createCallbackCipher } from 'wecom-sdk'
import { openAttributionFiles } from '../../config/attributionFiles.ts'
import type { Env } from '../../config/env.ts'
import { loadRules } from '../../config/rules.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import type { Deps } from '../deps.ts'
import { holdVersions } from '../features/credits/commands/holdVersions.ts'
import { type FollowUpContent, loadFollowUpContent } from '../features/followUps/loadPlaybooks.ts'
import type { Vendors } from '../features/vendors/contract.ts'
import { createCrashPoint } from '../jobs/crashPoints.ts'
import type { Clock } from '../jobs/types.ts'
import { namedThingsOf } from '../talkTracks/checkLibrary.ts'
import { loadTalkTracks } from '../talkTracks/library.ts'
import { openTrackFiles, type TrackFiles } from '../talkTracks/trackFiles.ts'
import { createTravelClock, systemClock, type TravelClock } from './clock.ts'
import { createLog } from './log.ts'
import { PRODUCT_ROOT } from './productRoot.ts'
import { openRedis } from './redis.ts'
import { createVault } from './vault.ts'
import { buildVendors } from './vendors.ts'
import { buildWeComClient } from './wecom.ts'

export interface FloorOptions {
  /** Where the travelling clock begins: the demo lives through the days before it opens. */
  travelFromMs?: number
  /** Instead of the system's or the travelling clock: tests. */
  clock?: Clock
  log?: Logger
  /** Of our keys in Redis; another one for each product that shares a Redis. Default `huitouke`. */
  redisPrefix?: string
  /** Instead of the product's own `templates`: tests that write into it. */
  templatesDir?: string
  /** Instead of reading and checking all content files again: tests that start the product many times. */
  content?: Content
}

export type Content = ReturnType<typeof loadContent>

/** What every role and every command stands on: everything of Deps that knows no feature, and the content files. */
export interface Floor extends Omit<Deps, 'emit' | 'enqueue'> {
  env: Env
  travel: TravelClock | undefined
  redis: Redis | undefined
  redisPrefix: string
  followUpContent: FollowUpContent
  trackFiles: TrackFiles
  vendors: Vendors
  cipher: ReturnType<typeof createCallbackCipher>
  publicOrigin: string
  version: string
  close(): Promise<void>
}

export async function openFloor(env: Env, options: FloorOptions = {}): Promise<Floor> {
  const log = options.log ?? createLog(env.LOG_LEVEL)
  const content = options.content ?? loadContent(env.BRAND_NAME, options.templatesDir)
  const db = await openDatabase(env.DATABASE_URL)
  await migrate(db)
  const travel = env.TIME_TRAVEL && !options.clock ? await createTravelClock(db, options.travelFromMs) : undefined
  const clock = options.clock ?? travel ?? systemClock
  await holdVersions({ db, clock, rules: content.rules })
  const redis = env.REDIS_URL ? openRedis(env.REDIS_URL, log) : undefined
  const redisPrefix = options.redisPrefix ?? 'huitouke'
  const publicBaseUrl = env.PUBLIC_BASE_URL ?? `http://${env.HOST}:${env.PORT}`
  return {
    env,
    log,
    db,
    clock,
    travel,
    redis,
    redisPrefix,
    ...content,
    wecom: buildWeComClient({ env, clock, log, redis, redisPrefix }),
    vault: createVault(env.DATA_KEY),
    vendors: buildVendors({ env, clock, redis, redisPrefix }),
    crashPoint: createCrashPoint(env.CRASH_AT),
    cipher: createCallbackCipher({
      token: env.WECOM_TOKEN,
      encodingAesKey: env.WECOM_ENCODING_AES_KEY,
      receiveId: env.WECOM_CORP_ID,
    }),
    memberSystem: memberSystemOf(env),
    site: { publicBaseUrl, corpId: env.WECOM_CORP_ID, agentId: env.WECOM_AGENT_ID },
    publicOrigin: new URL(publicBaseUrl).origin,
    version: readVersion(),
    close: () => closeFloor(db, redis),
  }
}

/** Rules, talk tracks and playbooks, all checked: a fault in any of them stops the start, with the file's name. */
export function loadContent(brandName: string, templates = join(PRODUCT_ROOT, 'templates')) {
  const rules = loadRules(join(PRODUCT_ROOT, 'config'))
  const named = namedThingsOf(rules)
  const [folder, known] = [join(templates, 'talk-tracks'), { brandName }]
  const talkTracks = loadTalkTracks(folder, known, named)
  return {
    rules,
    ruleFiles: openAttributionFiles(join(PRODUCT_ROOT, 'config', 'attribution')),
    talkTracks,
    trackFiles: openTrackFiles(folder, known, named),
    followUpContent: loadFollowUpContent(templates, talkTracks, rules.offers),
  }
}

function memberSystemOf({ MEMBER_WEBHOOK_URL: url, MEMBER_WEBHOOK_SECRET: secret }: Env): Deps['memberSystem'] {
  return url && secret ? { url, secret } : undefined
}

function readVersion(): string {
  return (JSON.parse(readFileSync(join(PRODUCT_ROOT, 'package.json'), 'utf8')) as { version: string }).version
}

async function closeFloor(db: Database, redis: Redis | undefined): Promise<void> {
  redis?.disconnect()
  await db.close()
}
