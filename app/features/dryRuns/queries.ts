import { type EntityManager, In } from 'typeorm'
import { CreditDryRun, CreditDryRunSum } from '../../db/entities/creditCases.ts'
import { Guide, Region, Store } from '../../db/entities/org.ts'
import type { SumRow } from './tally.ts'

export const PAGE_ROWS = 50

export async function findRun(read: EntityManager, id: number): Promise<CreditDryRun | undefined> {
  return (await read.findOneBy(CreditDryRun, { id })) ?? undefined
}

export function listRuns(read: EntityManager, limit: number): Promise<CreditDryRun[]> {
  return read.find(CreditDryRun, { order: { at: 'DESC', id: 'DESC' }, take: limit })
}

type StoredSum = Omit<SumRow, 'level'>

interface SumsWanted {
  level: SumRow['level']
  regionCode?: string | undefined
  storeCode?: string | undefined
  /** Absent: all of them. */
  range?: { offset: number; limit: number }
}

/** The rows of one level that change, the greatest gain first and the greatest loss last. */
export async function readSums(read: EntityManager, dryRunId: number, wanted: SumsWanted): Promise<StoredSum[]> {
  const { level, regionCode, storeCode, range } = wanted
  const inRegion = regionCode === undefined ? '' : 'AND region_code = ?'
  const inStore = storeCode === undefined ? '' : 'AND store_code = ?'
  const places = [regionCode, storeCode].filter((code) => code !== undefined)
  const rows: { [Name in keyof StoredSum]: StoredSum[Name] }[] = await read.query(
    `SELECT region_code AS regionCode, store_code AS storeCode, account, orders, before_fen AS beforeFen, after_fen AS afterFen
     FROM credit_dry_run_sums WHERE dry_run_id = ? AND level = ? ${inRegion} ${inStore} AND orders > 0
     ORDER BY after_fen - before_fen DESC, region_code, store_code, account ${range ? 'LIMIT ? OFFSET ?' : ''}`,
    [dryRunId, level, ...places, ...(range ? [range.limit, range.offset] : [])],
  )
  return rows.map((row) => ({ ...row, beforeFen: Number(row.beforeFen), afterFen: Number(row.afterFen) }))
}

export interface ChangedOrder {
  regionCode: string
  storeCode: string
  account: string
  orderId: number
  source: string
  orderNo: string
  day: string
  beforeFen: number
  afterFen: number
}

const CHANGED = `SELECT c.region_code AS regionCode, c.store_code AS storeCode, c.account, c.order_id AS orderId, o.source,
  o.order_no AS orderNo, o.business_day AS day, c.before_fen AS beforeFen, c.after_fen AS afterFen
  FROM credit_dry_run_orders c JOIN orders o ON o.id = c.order_id WHERE c.dry_run_id = ?`

/** One holder's orders by row id, after that one. */
export async function readHolderOrders(
  read: EntityManager,
  dryRunId: number,
  holder: { regionCode: string; storeCode: string; account: string },
  { after, limit }: { after: number; limit: number },
): Promise<ChangedOrder[]> {
  const sql = `${CHANGED} AND c.region_code = ? AND c.store_code = ? AND c.account = ? AND c.order_id > ?
    ORDER BY c.order_id LIMIT ?`
  const { regionCode, storeCode, account } = holder
  return ordersOf(await read.query(sql, [dryRunId, regionCode, storeCode, account, after, limit]))
}

/** How many rows all holders' orders are, without counting them. */
export async function countOrderRows(read: EntityManager, dryRunId: number): Promise<number> {
  const sum = await read.sum(CreditDryRunSum, 'orders', { dryRunId, level: 'holder' })
  return Number(sum ?? 0)
}

function ordersOf(rows: readonly ChangedOrder[]): ChangedOrder[] {
  return rows.map((row) => ({
    ...row,
    orderId: Number(row.orderId),
    beforeFen: Number(row.beforeFen),
    afterFen: Number(row.afterFen),
  }))
}

/** Names of everybody and everything that rows name by code. */
export interface DryRunNames {
  guides: ReadonlyMap<number, { name: string; userId: string }>
  stores: ReadonlyMap<string, string>
  regions: ReadonlyMap<string, string>
}

interface Place {
  regionCode: string
  storeCode: string
  account: string
}

export async function loadNames(read: EntityManager, rows: readonly Place[]): Promise<DryRunNames> {
  const ids = [...new Set(rows.flatMap(({ account }) => guideIdOf(account) ?? []))]
  const storeCodes = [...new Set(rows.flatMap(({ storeCode }) => storeCode || []))]
  const guides = ids.length === 0 ? [] : await read.findBy(Guide, { id: In(ids) })
  const stores = storeCodes.length === 0 ? [] : await read.findBy(Store, { code: In(storeCodes) })
  const regions = await read.find(Region)
  return {
    guides: new Map(guides.map(({ id, name, userId }) => [id, { name: name || userId, userId }])),
    stores: new Map(stores.map(({ code, name }) => [code, name])),
    regions: new Map(regions.map(({ code, name }) => [code, name])),
  }
}

/** `guide:12` → 12. */
export function guideIdOf(account: string): number | undefined {
  return account.startsWith('guide:') ? Number(account.slice('guide:'.length)) : undefined
}
