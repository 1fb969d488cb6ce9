import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalWeCom } from 'wecom-sdk/local'
import { openProduct, type Product } from '../app/boot/product.ts'
import { loadEnv } from '../config/env.ts'
import { AGENT_ID, CORP_ID, demoSettings, freePort, makeSecrets } from './environment.ts'
import { CAST, planChain } from './seed/chain.ts'
import { planCustomers, planNewcomers } from './seed/customers.ts'
import { plantChain, type Say } from './seed/plantChain.ts'
import { DAY_MS, openingMs } from './seed/time.ts'
import { demoApi } from './server/api.ts'
import { createCallLog } from './server/callLog.ts'
import { badNetwork } from './server/network.ts'
import { oauthDoor } from './server/oauth.ts'
import { framePages, injectBridge } from './server/pages.ts'
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

/** Starts the local WeCom and the product, fills the chain, and answers once everything on it may be used. */
export async function startDemo({ port: wanted, say, nowMs, scale = 1 }: DemoOptions): Promise<Demo> {
  const port = await freePort(wanted)
  const secrets = makeSecrets()
  const folder = mkdtempSync(join(tmpdir(), 'huitouke-demo-'))
  const opening = openingMs(nowMs)
  const local = await startLocalWeCom({
    corpId: CORP_ID,
    agentId: AGENT_ID,
    secret: secrets.app,
    trustedHosts: [`127.0.0.1:${port}`],
    nowMs: opening - HISTORY_DAYS * DAY_MS,
    ticking: true,
    seed: 'demo',
  })
  const log = createCallLog(local)
  const ready: { stage?: Stage } = {}
  const settings = demoSettings(secrets, {
    port,
    databaseFile: join(folder, 'demo.sqlite'),
    wecomBaseUrl: local.baseUrl,
  })
  const product = await openProduct(loadEnv(settings), {
    role: 'all',
    before: [
      badNetwork,
      log.middleware,
      framePages(),
      oauthDoor(local.baseUrl),
      demoApi(
        () => ready.stage,
        () => log,
      ),
    ],
    htmlFilter: injectBridge,
  })
  const close = () => closeAll(product, local, folder)
  try {
    await hurry(product)
    await product.start()
    const chain = planChain()
    const counts = { customers: Math.round(1500 * scale), strangers: Math.round(120 * scale) }
    const stage: Stage = {
      local,
      baseUrl: `http://127.0.0.1:${port}`,
      secrets,
      deps: product.deps,
      chain,
      customers: planCustomers(chain, counts, opening),
      newcomers: planNewcomers(CAST.storeCode),
      groups: [],
      placed: [],
      folder,
    }
    const sizes = { season: Math.round(1500 * scale), earlier: Math.round(260 * scale) }
    await connectCallbacks(stage)
    say('回调地址已通过企业微信验证')
    await plantChain(stage, sizes, opening, say)
    ready.stage = stage
    return { url: stage.baseUrl, stage, close }
  } catch (error) {
    await close()
    throw error
  }
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

async function closeAll(product: Product, local: { close(): Promise<void> }, folder: string): Promise<void> {
  await product.stop(GRACE_MS)
  await local.close()
  rmSync(folder, { recursive: true, force: true })
}
