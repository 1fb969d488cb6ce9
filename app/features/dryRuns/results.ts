import type { Deps } from '../../deps.ts'
import type { DryRunOrders, DryRunSums, OrdersQuery, SumsQuery } from './contract.ts'
import { holderName, presentSum, regionName, storeName } from './present.ts'
import { loadNames, PAGE_ROWS, readHolderOrders, readSums } from './queries.ts'

/** One page of who gains and loses: the regions, a region's stores, or who holds in a store. */
export async function readSumsPage({ db }: Pick<Deps, 'db'>, runId: number, asked: SumsQuery): Promise<DryRunSums> {
  const { region: regionCode, store: storeCode, page } = asked
  const level = regionCode === undefined ? 'region' : storeCode === undefined ? 'store' : 'holder'
  const places = level === 'region' ? {} : { regionCode, storeCode }
  const range = { offset: page * PAGE_ROWS, limit: PAGE_ROWS + 1 }
  const rows = await readSums(db.read, runId, { level, ...places, range })
  const here = { regionCode: regionCode ?? '', storeCode: storeCode ?? '', account: '' }
  const names = await loadNames(db.read, [...rows, here])
  const path = [
    ...(regionCode === undefined ? [] : [regionName(here, names)]),
    ...(level === 'holder' ? [storeName(here, names)] : []),
  ]
  const shown = rows.slice(0, PAGE_ROWS).map((row) => presentSum(row, level, names))
  return { path, rows: shown, hasMore: rows.length > PAGE_ROWS }
}

/** One page of the orders behind a holder's row. */
export async function readOrdersPage(
  { db }: Pick<Deps, 'db'>,
  runId: number,
  { region: regionCode, store: storeCode, account, after }: OrdersQuery,
): Promise<DryRunOrders> {
  const holder = { regionCode, storeCode, account }
  const rows = await readHolderOrders(db.read, runId, holder, { after, limit: PAGE_ROWS + 1 })
  const names = await loadNames(db.read, [holder])
  const shown = rows.slice(0, PAGE_ROWS)
  return {
    path: [regionName(holder, names), storeName(holder, names), holderName(holder, names)],
    rows: shown.map(({ orderId, source, orderNo, day, beforeFen, afterFen }) => ({
      ...{ orderId, source, orderNo, day, beforeFen, afterFen },
    })),
    nextAfter: rows.length > PAGE_ROWS ? (shown.at(-1)?.orderId ?? null) : null,
  }
}
