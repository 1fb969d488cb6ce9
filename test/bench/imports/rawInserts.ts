import type { Database } from '../../../app/db/database.ts'
import { type Cell, insertRows } from '../../../app/db/statements.ts'
import { startCpuWatch } from './importOrders.ts'

const ROWS = 1000
const ORDER_TABLES = ['orders', 'order_lines', 'order_line_guides']
const OTHER_TABLES = ['refunds', 'refund_lines', 'ledger_postings', 'ledger_entries', 'credit_explanations']

interface Cost {
  seconds: number
  cpuSeconds: number
}

export interface RawCosts {
  /** The rows of the orders and of their lines alone, as they are afterwards. */
  rawOrders: Cost
  /** All rows that the import left: also refunds, postings, entries and explanations. */
  rawAll: Cost
}

/**
 * Copies the rows an import left by multi-row statements of the same make, a transaction for as many as the import
 * takes; only the writing is counted.
 */
export async function insertRaw(source: Database, target: Database, serverPid: number | undefined): Promise<RawCosts> {
  const costOf = async (tables: readonly string[]) => {
    const sum: Cost = { seconds: 0, cpuSeconds: 0 }
    for (const table of tables) await copyTable(source, target, table, serverPid, sum)
    return sum
  }
  const rawOrders = await costOf(ORDER_TABLES)
  const others = await costOf(OTHER_TABLES)
  const rawAll = {
    seconds: rawOrders.seconds + others.seconds,
    cpuSeconds: rawOrders.cpuSeconds + others.cpuSeconds,
  }
  return { rawOrders, rawAll }
}

async function copyTable(
  source: Database,
  target: Database,
  table: string,
  serverPid: number | undefined,
  sum: Cost,
): Promise<void> {
  const keys = source.source.entityMetadatas
    .find(({ tableName }) => tableName === table)
    ?.primaryColumns.map(({ databaseName }) => databaseName) ?? ['id']
  const [first = 'id'] = keys
  let after = -1
  for (;;) {
    // By the first column of the key, whole values of it: rows of one order stay together.
    const rows: Record<string, Cell>[] = await source.read.query(
      `SELECT * FROM ${table} WHERE ${first} > ? AND ${first} <= (SELECT MAX(k) FROM
         (SELECT ${first} AS k FROM ${table} WHERE ${first} > ? ORDER BY ${first} LIMIT ${ROWS}) page) ORDER BY ${keys.join(', ')}`,
      [after, after],
    )
    const last = rows.at(-1)
    if (!last) return
    after = Number(last[first])
    const cells = rows.map((row) => Object.values(row))
    const cpuSince = startCpuWatch(serverPid)
    const startedMs = performance.now()
    await target.transaction((tx) => insertRows(tx, table, Object.keys(last), cells))
    sum.seconds += (performance.now() - startedMs) / 1000
    sum.cpuSeconds += cpuSince()
  }
}
