import type { EntityManager } from 'typeorm'
import { FIRST_DAY, LAST_DAY, type StoreSpan } from '../../domain/boards/storeSpans.ts'

/** Everything below a path as a pattern for LIKE with `|` as escape. */
const below = (path: string) => `${path.replace(/[|%_]/g, (sign) => `|${sign}`)}%`

/** Codes of the stores that are in a region and below it today. @param path `regions.path`, `/CN/EAST/` */
export async function storesUnderRegion(read: EntityManager, path: string): Promise<string[]> {
  const rows: { code: string }[] = await read.query(
    `SELECT s.code AS code FROM stores s JOIN regions r ON r.code = s.region_code WHERE r.path LIKE ? ESCAPE '|' ORDER BY s.code`,
    [below(path)],
  )
  return rows.map(({ code }) => code)
}

/** The same by the region's code; empty for one that does not exist. */
export async function storesOfRegion(read: EntityManager, regionCode: string): Promise<string[]> {
  const [region]: { path: string }[] = await read.query('SELECT path FROM regions WHERE code = ?', [regionCode])
  return region ? storesUnderRegion(read, region.path) : []
}

/** Stores whose last day is before that one. */
export async function closedStores(read: EntityManager, day: string): Promise<ReadonlySet<string>> {
  const rows: { code: string }[] = await read.query('SELECT code FROM stores WHERE closed_on < ?', [day])
  return new Set(rows.map(({ code }) => code))
}

/** One stay of a store in a region. */
export interface RegionSpan extends StoreSpan {
  path: string
}

/**
 * When which stores belonged to a region and what is below it. The first stay of a store goes back to the beginning;
 * a store without dates has always been where it is.
 */
export async function readStoreSpans(read: EntityManager, path = '/'): Promise<RegionSpan[]> {
  return read.query(
    `SELECT s.code AS storeCode, '${FIRST_DAY}' AS fromDay, '${LAST_DAY}' AS toDay, r.path AS path
     FROM stores s JOIN regions r ON r.code = s.region_code
     WHERE r.path LIKE ? ESCAPE '|' AND NOT EXISTS (SELECT 1 FROM store_regions x WHERE x.store_code = s.code)
     UNION ALL
     SELECT d.store_code AS storeCode,
       CASE WHEN EXISTS (SELECT 1 FROM store_regions x WHERE x.store_code = d.store_code AND x.from_day < d.from_day)
         THEN d.from_day ELSE '${FIRST_DAY}' END AS fromDay,
       COALESCE(d.to_day, '${LAST_DAY}') AS toDay, r.path AS path
     FROM store_regions d JOIN regions r ON r.code = d.region_code
     WHERE r.path LIKE ? ESCAPE '|'`,
    [below(path), below(path)],
  )
}
