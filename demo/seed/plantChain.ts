import { importFile } from '../../app/boot/importFile.ts'
import { type Stage, settle } from '../stage.ts'
import { writeChainFiles, writeGroupsFile } from './files.ts'
import { planHabits } from './habits.ts'
import { addPeople, type History, planHistory } from './history.ts'
import { liveDays } from './livedDays.ts'
import { playMorning } from './morning.ts'
import { planOrders } from './orders.ts'
import { moveGuide, planSales } from './sales.ts'
import { openTill } from './till.ts'

export interface SeedSizes {
  season: number
  earlier: number
  /** Who buys the same again and again. */
  habits: number
  /** Days before the opening that are lived through, one by one. */
  livedDays: number
}

export type Say = (line: string) => void

const SETTLE_MS = 120_000

/**
 * Fills the chain through the product's own doors: imports, reading WeCom, signed webhooks, the pages. No table is
 * written by hand. What lies far back is found all at once, as after an outage; the last days are lived through.
 */
export async function plantChain(stage: Stage, sizes: SeedSizes, openingMs: number, say: Say): Promise<void> {
  const { local, chain, customers } = stage
  addPeople(local, chain)
  const fromMs = stage.deps.clock.nowMs()
  await importLists(stage)
  await moveGuide(stage, openingMs)
  say(`组织、商品与会员已导入：${chain.stores.length} 家门店，${chain.people.length} 位员工`)
  await runJob(stage, 'contactWays.ensure')
  const history = await readFriends(stage, openingMs, fromMs)
  say(`${customers.length} 位顾客与 ${stage.groups.length} 个客户群已从企业微信读入`)
  const plan = planOrders(chain, customers, sizes, openingMs)
  const sales = planSales(customers, openingMs)
  const orders = [...plan.orders, ...planHabits(customers, sizes.habits, openingMs), ...sales.orders]
  const till = openTill(stage, orders, [...plan.refunds, ...sales.refunds])
  await till.postUntil(fromMs)
  await settle(stage, SETTLE_MS)
  for (const kind of ['lifecycle.learn', 'lifecycle.scoreRfm']) await runJob(stage, kind)
  say(`${till.posted()} 笔订单与退款已入账`)
  await liveDays(stage, { history, till, openingMs, days: sizes.livedDays })
  await runJob(stage, 'groups.statistics')
  playMorning(stage)
  await settle(stage, SETTLE_MS)
  say(`最近 ${sizes.livedDays} 天已过完：跟进、回答、投诉、活动和直播都有了`)
}

async function readFriends(stage: Stage, openingMs: number, untilMs: number): Promise<History> {
  const { local, chain, customers } = stage
  const ways = new Map([...local.state.contactWays.values()].map(({ configId, users }) => [users[0], configId]))
  const history = planHistory(local, chain, customers, openingMs, (userid) => ways.get(userid))
  history.playUntil(untilMs)
  stage.groups.push(...history.groups)
  local.clock.set(stage.deps.clock.nowMs())
  await importGroups(stage)
  for (const kind of ['customers.reconcile', 'groups.reconcile', 'groups.statistics']) await runJob(stage, kind)
  return history
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
