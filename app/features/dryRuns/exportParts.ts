import type { EntityManager } from 'typeorm'
import type { TableFile } from '../../http/tableFile.ts'
import { holdersTable, ordersTable } from './export.ts'
import { loadNames, readHolderOrders, readSums } from './queries.ts'

const PART_ROWS = 2_000

/** A run's table a part at a time, the first one even without rows: its titles. Holders are few, their orders any number. */
export async function* readTableParts(
  read: EntityManager,
  dryRunId: number,
  of: 'holders' | 'orders',
): AsyncGenerator<TableFile> {
  const holders = await readSums(read, dryRunId, { level: 'holder' })
  const names = await loadNames(read, holders)
  if (of === 'holders') return yield holdersTable(holders, names)
  yield ordersTable([], names)
  for (const holder of holders)
    for (let after: number | undefined = 0; after !== undefined; ) {
      const rows = await readHolderOrders(read, dryRunId, holder, { after, limit: PART_ROWS })
      yield ordersTable(rows, names)
      after = rows.length === PART_ROWS ? rows.at(-1)?.orderId : undefined
    }
}
