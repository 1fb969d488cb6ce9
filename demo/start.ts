import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Middleware } from 'koa'
import { type LocalWeCom, startLocalWeCom } from 'wecom-sdk/local'
import { openProduct, type Product } from '../app/boot/product.ts'
import { loadEnv } from '../config/env.ts'
import { AGENT_ID, CORP_ID, demoSettings, freePort, makeSecrets } from './environment.ts'
import { startMemberSystem } from './malls/memberSystem.ts'
import { startWeixinShop } from './malls/weixinShop.ts'
import { CAST, planChain } from './seed/chain.ts'
import { planCustomers, planNewcomers } from './seed/customers.ts'
import { plantChain, type Say } from './seed/plantChain.ts'
import { DAY_MS, HOUR_MS, openingMs } from './seed/time.ts'
import { demoApi } from './server/api.ts'
import { createCallLog } from './server/callLog.ts'
import { badNetwork } from './server/network.ts'
import { framePages, injectBridge, ownName } from './server/pages.ts'
import { WECOM_DOOR, wecomDoor } from './server/wecomDoor.ts'
import type { Stage } from './stage.ts'

export interface DemoOptions {
  /** 0: any free port. */
  port: number
  say: Say
  nowMs: number
  /** How much of the chain; 1 is all of it. */
  scale?: number
}

export interface Demo {
  /** `http://127.0.0.1:<port>` */
  url: string
  stage: Stage
  close(): Promise<void>
}

const HISTORY_DAYS = 420
const GRACE_MS = 2_000
/** The mornings that are lived through one by one, the opening's among them. */
const LIVED_DAYS = 4
/** The product wakes early on the first of them: a night with nothing to show before it would only take time. */
const AWAKE_BEFORE_MS = 1.5 * HOUR_MS

/** Starts the local WeCom and the product, fills the chain, and answers once everything on it may be used. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const port = await freePort(options.port)
  const baseUrl = `http://127.0.0.1:${port}`
  const secrets = makeSecrets()
  const folder = mkdtempSync(join(tmpdir(), 'huitouke-demo-'))
  const opening = openingMs(options.nowMs)
  const local = await startLocalWeCom({
    corpId: CORP_ID,
    agentId: AGENT_ID,
    secret: secrets.app,
    trustedHosts: [`127.0.0.1:${port}`],
    qrBase: `${baseUrl}${WECOM_DOOR}`,
    nowMs: opening - HISTORY_DAYS * DAY_MS,
    ticking: true,
    seed: 'demo',
  })
  const shop = await startWeixinShop(secrets.shop)
  const members = await startMemberSystem(secrets.members)
  const databaseFile = join(folder, 'demo.sqlite')
  const places = { port, databaseFile, wecomBaseUrl: local.baseUrl, mallSettings: { ...shop.env, ...members.env } }
  const ready: { stage?: Stage } = {}
  const product = await openProduct(loadEnv(demoSettings(secrets, places)), {
    role: 'all',
    travelFromMs: opening - (LIVED_DAYS - 1) * DAY_MS - AWAKE_BEFORE_MS,
    before: frontDoors(local, baseUrl, () => ready.stage),
    htmlFilter: injectBridge,
  })
  const close = () => closeAll(product, { local, shop, members }, folder)
  try {
    await hurry(product)
    await product.start()
    const outside = { local, shop, members, baseUrl, secrets }
    const stage = { ...planStage(opening, options.scale ?? 1), ...outside, deps: product.deps, folder }
    await fillStage(stage, opening, options)
    ready.stage = stage
    return { url: baseUrl, stage, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What stands before the product's own routes. */
function frontDoors(local: LocalWeCom, baseUrl: string, stageNow: () => Stage | undefined): Middleware[] {
  const log = createCallLog(local)
  return [badNetwork, log.middleware, ownName(baseUrl), framePages(), wecomDoor(local.baseUrl), demoApi(stageNow, log)]
}

/** Who is there, before anything has happened. */
function planStage(opening: number, scale: number) {
  const chain = planChain()
  const counts = { customers: Math.round(220 * scale), strangers: Math.round(24 * scale) }
  return {
    chain,
    customers: planCustomers(chain, counts, opening),
    newcomers: planNewcomers(CAST.storeCode),
    groups: [],
    placed: [],
  }
}

async function fillStage(stage: Stage, opening: number, { say, scale = 1 }: DemoOptions): Promise<void> {
  await connectCallbacks(stage)
  say('回调地址已通过企业微信验证')
  const sizes = {
    season: Math.round(220 * scale),
    earlier: Math.round(80 * scale),
    habits: Math.round(24 * scale),
    livedDays: LIVED_DAYS,
  }
  await plantChain(stage, sizes, opening, say)
}

/** Made anew at each start and thrown away at the end: no need to wait for the disk at every commit. */
async function hurry(product: Product): Promise<void> {
  await product.deps.db.source.query('PRAGMA synchronous = OFF')
}

async function connectCallbacks({ local, baseUrl, secrets }: Stage): Promise<void> {
  local.setCallback({ url: `${baseUrl}/wecom/callback`, token: secrets.callbackToken, encodingAesKey: secrets.aesKey })
  const verified = await local.verifyCallbackUrl()
  if (!verified.ok) throw new Error(`the callback address was not verified: ${JSON.stringify(verified)}`)
}

async function closeAll(
  product: Product,
  { local, shop, members }: Pick<Stage, 'local' | 'shop' | 'members'>,
  folder: string,
): Promise<void> {
  await product.stop(GRACE_MS)
  await Promise.all([local.close(), shop.close(), members.close()])
  rmSync(folder, { recursive: true, force: true })
}
