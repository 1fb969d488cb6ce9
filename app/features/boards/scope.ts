import type { EntityManager } from 'typeorm'
import { Region, Store } from '../../db/entities/org.ts'
import {
  always,
  containsSpans,
  isAlways,
  LAST_DAY,
  mergeSpans,
  type StoreSpan,
} from '../../domain/boards/storeSpans.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { type RegionSpan, readStoreSpans } from '../staff/queries.ts'
import type { BoardScope } from './contract.ts'

type Reach = Actor['reach']

/**
 * Which stores a board covers, and on which of their days: what a store did before it changed its region stays with
 * the region it was in. `all` also holds what belongs to no store.
 */
export type StoreScope = { kind: 'all' } | { kind: 'stores'; spans: StoreSpan[] }

export interface ScopeFilter {
  region?: string | undefined
  store?: string | undefined
}

/**
 * The actor's reach cut down by the filter.
 * @throws AppError NOT_FOUND for a region or store outside the reach: what one may not see does not exist. A region
 * is inside when every day of every store below it is.
 */
export async function findScope(read: EntityManager, reach: Reach, filter: ScopeFilter): Promise<StoreScope> {
  if (reach.kind === 'none') throw new AppError('FORBIDDEN')
  const { region, store } = filter
  if (region === undefined && store === undefined)
    return reach.kind === 'all' ? reach : { kind: 'stores', spans: spansOfReach(reach) }
  let covered = store === undefined ? [] : await spansOfStore(read, reach, store)
  if (region !== undefined) {
    const root = await read.findOneBy(Region, { code: region })
    const below = root ? mergeSpans(await readStoreSpans(read, root.path)) : []
    if (!root || !isInReach(below, reach)) throw new AppError('NOT_FOUND')
    covered = store === undefined ? below : below.filter(({ storeCode }) => storeCode === store)
  }
  if (store !== undefined && (covered.length === 0 || !isInReach(covered, reach))) throw new AppError('NOT_FOUND')
  return { kind: 'stores', spans: covered }
}

/** What the filter bar may offer: exactly what `findScope` accepts. */
export async function listScope(read: EntityManager, reach: Reach): Promise<BoardScope> {
  const order = { code: 'ASC' } as const
  const [regions, stores, stays] = await Promise.all([
    read.find(Region, { order }),
    read.find(Store, { order }),
    readStoreSpans(read),
  ])
  const known = new Set(spansOfReach(reach).map(({ storeCode }) => storeCode))
  return {
    regions: regions
      .filter(({ path }) => isInReach(mergeSpans(stays.filter((stay) => stay.path.startsWith(path)).map(bare)), reach))
      .map(({ code, name, parentCode }) => ({ code, name, parentCode })),
    stores: stores
      .filter(({ code }) => reach.kind === 'all' || known.has(code))
      .map(({ code, name, regionCode }) => ({ code, name, regionCode })),
  }
}

const bare = ({ storeCode, fromDay, toDay }: RegionSpan): StoreSpan => ({ storeCode, fromDay, toDay })

function spansOfReach(reach: Reach): StoreSpan[] {
  return reach.kind === 'stores' ? (reach.spans ?? reach.storeCodes.map(always)) : []
}

async function spansOfStore(read: EntityManager, reach: Reach, store: string): Promise<StoreSpan[]> {
  if (reach.kind !== 'all') return spansOfReach(reach).filter(({ storeCode }) => storeCode === store)
  return (await read.existsBy(Store, { code: store })) ? [always(store)] : []
}

function isInReach(spans: readonly StoreSpan[], reach: Reach): boolean {
  if (reach.kind === 'all') return true
  return spans.length > 0 && containsSpans(spansOfReach(reach), spans)
}

/** Where a row tells its store and its days, as SQL; without days it is of today. */
export interface ScopeColumns {
  store: string
  firstDay?: string
  /** Absent: the same day. */
  lastDay?: string
}

/** The scope as a condition on a row's store and days, with its parameters. */
export function scopeSql(scope: StoreScope, columns: string | ScopeColumns): { sql: string; params: string[] } {
  if (scope.kind === 'all') return { sql: '1 = 1', params: [] }
  const { store, firstDay, lastDay = firstDay } = typeof columns === 'string' ? { store: columns } : columns
  const isDated = firstDay !== undefined && lastDay !== undefined
  const whole = scope.spans.filter((span) => (isDated ? isAlways(span) : span.toDay === LAST_DAY))
  const parts = isDated ? scope.spans.filter((span) => !isAlways(span)) : []
  const conditions = parts.map(() => `(${store} = ? AND ${firstDay} <= ? AND ${lastDay} >= ?)`)
  if (whole.length > 0) conditions.unshift(`${store} IN (${whole.map(() => '?').join(', ')})`)
  if (conditions.length === 0) return { sql: '1 = 0', params: [] }
  return {
    sql: `(${conditions.join(' OR ')})`,
    params: [
      ...whole.map(({ storeCode }) => storeCode),
      ...parts.flatMap(({ storeCode, fromDay, toDay }) => [storeCode, toDay, fromDay]),
    ],
  }
}
