import { createHmac } from 'node:crypto'
import type { LocalWeCom } from 'wecom-sdk/local'
import type { Deps } from '../app/deps.ts'
import type { DemoSecrets } from './environment.ts'
import type { MemberSystem } from './malls/memberSystem.ts'
import type { LocalShop } from './malls/weixinShop.ts'
import type { SeedChain } from './seed/chain.ts'
import type { SeedCustomer } from './seed/customers.ts'
import type { SeedGroup } from './seed/history.ts'
import type { OrderBody, RefundBody } from './seed/orders.ts'

/** Everything the demo's acts work on: the local WeCom on one side, the product's own doors on the other. */
export interface Stage {
  local: LocalWeCom
  /** The chain's 微信小店. */
  shop: LocalShop
  /** Where the chain keeps its members' points. */
  members: MemberSystem
  /** `http://127.0.0.1:<port>` of the product. */
  baseUrl: string
  secrets: DemoSecrets
  /** The product's parts, for what an operator does in the shell (imports). */
  deps: Deps
  chain: SeedChain
  customers: SeedCustomer[]
  newcomers: SeedCustomer[]
  groups: SeedGroup[]
  /** Orders placed on stage, newest last, for the button that takes one back. */
  placed: { externalUserId: string; order: OrderBody; refundedLines: string[] }[]
  folder: string
}

export interface HookAnswer {
  status: number
  body: unknown
}

/** Posts to `/hooks/<name>` as a till or a mall would: signed with its source's secret, over HTTP. */
export async function postHook(
  stage: Pick<Stage, 'baseUrl' | 'secrets' | 'deps'>,
  name: 'orders' | 'refunds',
  body: OrderBody | RefundBody | (OrderBody | RefundBody)[],
): Promise<HookAnswer> {
  const source = (Array.isArray(body) ? body[0] : body)?.source ?? ''
  const text = JSON.stringify(body)
  const timestamp = String(Math.floor(stage.deps.clock.nowMs() / 1000))
  const signature = createHmac('sha256', stage.secrets.intake[source] ?? '')
    .update(`${timestamp}.${text}`)
    .digest('hex')
  const answer = await fetch(`${stage.baseUrl}/hooks/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-huitouke-timestamp': timestamp,
      'x-huitouke-signature': `sha256=${signature}`,
    },
    body: text,
  })
  return { status: answer.status, body: await answer.json() }
}

async function postDev(stage: Pick<Stage, 'baseUrl'>, name: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${stage.baseUrl}/dev/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const told: unknown = await answer.json()
  if (!answer.ok) throw new Error(`/dev/${name} answered ${answer.status}: ${JSON.stringify(told)}`)
  return told
}

/** Lets WeCom deliver and the product work until nothing is left to do now. */
export async function settle(stage: Pick<Stage, 'baseUrl' | 'local'>, timeoutMs = 60_000): Promise<void> {
  await stage.local.delivery.idle()
  const told = (await postDev(stage, 'settle', { timeoutMs })) as { settled: boolean; waiting: number }
  if (!told.settled) throw new Error(`still ${told.waiting} pieces of work after ${timeoutMs} ms`)
}

/** Forward only. */
async function moveProductClock(
  stage: Pick<Stage, 'baseUrl'>,
  to: { now: string } | { advance: string },
): Promise<number> {
  const { now } = (await postDev(stage, 'clock', to)) as { now: string }
  return Date.parse(now)
}

/** Both clocks, the product's and WeCom's, are one on stage. */
export async function advanceClocks(stage: Pick<Stage, 'baseUrl' | 'local'>, advance: string): Promise<number> {
  const nowMs = await moveProductClock(stage, { advance })
  stage.local.clock.set(nowMs)
  return nowMs
}

/** Both clocks to one instant that lies ahead. */
export async function advanceClocksTo(stage: Pick<Stage, 'baseUrl' | 'local'>, atMs: number): Promise<void> {
  stage.local.clock.set(await moveProductClock(stage, { now: new Date(atMs).toISOString() }))
}
