import { importFile } from '../../app/boot/importFile.ts'
import { moveProductClock, postHook, type Stage, settle } from '../stage.ts'
import { writeChainFiles, writeGroupsFile } from './files.ts'
import { addPeople, playHistory } from './history.ts'
import { playMorning } from './morning.ts'
import type { OrderBody, RefundBody } from './orders.ts'
import { planOrders } from './orders.ts'
import { instantText } from './time.ts'

export interface SeedSizes {
  season: number
  earlier: number
}

export type Say = (line: string) => void

const SETTLE_MS = 120_000
const BATCH = 250

/** Fills the chain through the product's own doors: imports, reading WeCom, signed webhooks. No table is written by hand. */
export async function plantChain(stage: Stage, sizes: SeedSizes, openingMs: number, say: Say): Promise<void> {
  const { local, chain, customers } = stage
  addPeople(local, chain)
  await moveProductClock(stage, { now: instantText(openingMs) })
  await importLists(stage)
  say(`组织、商品与会员已导入：${chain.stores.length} 家门店，${chain.people.length} 位员工`)
  await runJob(stage, 'contactWays.ensure')
  const ways = new Map([...local.state.contactWays.values()].map(({ configId, users }) => [users[0], configId]))
  stage.groups.push(...playHistory(local, chain, customers, openingMs, (userid) => ways.get(userid)))
  local.clock.set(stage.deps.clock.nowMs())
  await importGroups(stage)
  for (const kind of ['customers.reconcile', 'groups.reconcile', 'groups.statistics']) await runJob(stage, kind)
  say(`${customers.length} 位顾客与 ${stage.groups.length} 个客户群已从企业微信读入`)
  const { orders, refunds } = planOrders(chain, customers, sizes, openingMs)
  await postAll(stage, 'orders', orders)
  await postAll(stage, 'refunds', refunds)
  await settle(stage, SETTLE_MS)
  say(`${orders.length} 笔订单与 ${refunds.length} 笔退款已入账`)
  playMorning(stage)
  await settle(stage, SETTLE_MS)
}

async function importLists(stage: Stage): Promise<void> {
  const files = writeChainFiles(stage.folder, stage.chain, [...stage.customers, ...stage.newcomers])
  for (const kind of ['regions', 'stores', 'guides', 'products', 'members'] as const)
    await importChecked(stage, kind, files[kind])
  await settle(stage, SETTLE_MS)
}

async function importChecked(stage: Stage, kind: Parameters<typeof importFile>[1], path: string): Promise<void> {
  const report = await importFile(stage.deps, kind, path, {})
  if (report.faults.length > 0) throw new Error(`${kind}: ${JSON.stringify(report.faults.slice(0, 3))}`)
}

async function importGroups(stage: Stage): Promise<void> {
  const rows = stage.groups.map((group) => ({ ...group, fromDay: '2025-01-01' }))
  await importChecked(stage, 'groups', writeGroupsFile(stage.folder, rows))
}

/** What the nightly schedule would do, now. */
async function runJob({ deps, ...stage }: Stage, kind: string): Promise<void> {
  await deps.db.transaction((tx) => deps.enqueue(tx, { kind, payload: {} }))
  await settle(stage, SETTLE_MS)
}

async function postAll(stage: Stage, name: 'orders' | 'refunds', bodies: (OrderBody | RefundBody)[]): Promise<void> {
  for (const source of new Set(bodies.map((body) => body.source))) {
    const own = bodies.filter((body) => body.source === source)
    for (let from = 0; from < own.length; from += BATCH) {
      const answer = await postHook(stage, name, own.slice(from, from + BATCH))
      const items = answer.body as { accepted: boolean }[]
      if (answer.status !== 200 || items.some(({ accepted }) => !accepted))
        throw new Error(`/hooks/${name}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
    }
  }
}
