import type { EntityManager } from 'typeorm'
import { Region, Store } from '../../db/entities/org.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import type { BoardScope } from './contract.ts'

type Reach = Actor['reach']

/** Which stores a board covers. `all` also holds what belongs to no store. */
export type StoreScope = { kind: 'all' } | { kind: 'stores'; storeCodes: string[] }

export interface ScopeFilter {
  region?: string | undefined
  store?: string | undefined
}

/**
 * The actor's reach cut down by the filter.
 * @throws AppError NOT_FOUND for a region or store outside the reach: what one may not see does not exist. A region
 * is inside when every store below it is.
 */
export async function findScope(read: EntityManager, reach: Reach, filter: ScopeFilter): Promise<StoreScope> {
  if (reach.kind === 'none') throw new AppError('FORBIDDEN')
  const { region, store } = filter
  if (region === undefined && store === undefined) return reach
  const [regions, stores] = await Promise.all([read.find(Region), read.find(Store)])
  let covered = stores
  if (region !== undefined) {
    const root = regions.find((row) => row.code === region)
    const below = root ? storesBelow(root, regions, stores) : []
    if (!root || !isInReach(below, reach)) throw new AppError('NOT_FOUND')
    covered = below
  }
  if (store !== undefined) {
    covered = covered.filter((row) => row.code === store)
    if (covered.length === 0 || !isInReach(covered, reach)) throw new AppError('NOT_FOUND')
  }
  return { kind: 'stores', storeCodes: covered.map((row) => row.code) }
}

/** What the filter bar may offer: exactly what `findScope` accepts. */
export async function listScope(read: EntityManager, reach: Reach): Promise<BoardScope> {
  const order = { code: 'ASC' } as const
  const [regions, stores] = await Promise.all([read.find(Region, { order }), read.find(Store, { order })])
  return {
    regions: regions
      .filter((region) => isInReach(storesBelow(region, regions, stores), reach))
      .map(({ code, name, parentCode }) => ({ code, name, parentCode })),
    stores: stores
      .filter((store) => isInReach([store], reach))
      .map(({ code, name, regionCode }) => ({ code, name, regionCode })),
  }
}

function storesBelow(root: Region, regions: readonly Region[], stores: readonly Store[]): Store[] {
  const codes = new Set(regions.filter((region) => region.path.startsWith(root.path)).map((region) => region.code))
  return stores.filter((store) => codes.has(store.regionCode))
}

function isInReach(stores: readonly Store[], reach: Reach): boolean {
  if (reach.kind === 'all') return true
  if (reach.kind === 'none') return false
  const codes = new Set(reach.storeCodes)
  return stores.length > 0 && stores.every((store) => codes.has(store.code))
}

/** The scope as a condition on a store column, with its parameters. */
export function scopeSql(scope: StoreScope, column: string): { sql: string; params: string[] } {
  if (scope.kind === 'all') return { sql: '1 = 1', params: [] }
  if (scope.storeCodes.length === 0) return { sql: '1 = 0', params: [] }
  const marks = scope.storeCodes.map(() => '?').join(', ')
  return { sql: `${column} IN (${marks})`, params: scope.storeCodes }
}
