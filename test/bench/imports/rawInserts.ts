import type { Database } from '../../../app/db/database.ts'
import { type Cell, insertRows } from '../../../app/db/statements.ts'
import { startCpuWatch } from './importOrders.ts'

const ROWS = 1024
const ORDER_TABLES = ['orders', 'order_lines', 'order_line_guides']
const OTHER_TABLES = ['refunds', 'refund_lines', 'ledger_postings', 'ledger_entries', 'credit_explanations', 'jobs']
/** Their keys begin with a day or a guide: there are few of them, and they are counted off. */
const ROLL_UPS = ['guide_days', 'guide_months', 'pool_days']

interface Cost {
  seconds: number
  cpuSeconds: number
}

export interface RawCosts {
  /** The rows of the orders and of their lines alone, as they are afterwards. */
  rawOrders: Cost
  /** All rows that the import left: also refunds, postings, entries, explanations, roll-ups and jobs. */
  rawAll: Cost
}

/**
 * Copies the rows an import left by multi-row statements of the same make, a transaction for as many as the import
 * takes; only the writing is counted.
 */
export async function insertRaw(source: Database, target: Database, serverPid: number | undefined): Promise<RawCosts> {
  const costOf = async (tables: readonly string[], pagesOf: PagesOf) => {
    const sum: Cost = { seconds: 0, cpuSeconds: 0 }
    for (const table of tables)
      for await (const rows of pagesOf(source, table, keysOf(source, table)))
        await insertPage(target, table, rows, serverPid, sum)
    return sum
  }
  const rawOrders = await costOf(ORDER_TABLES, byFirstKey)
  const others = await costOf(OTHER_TABLES, byFirstKey)
  const rollUps = await costOf(ROLL_UPS, byCount)
  const rawAll = {
    seconds: rawOrders.seconds + others.seconds + rollUps.seconds,
    cpuSeconds: rawOrders.cpuSeconds + others.cpuSeconds + rollUps.cpuSeconds,
  }
  return { rawOrders, rawAll }
}

type Row = Record<string, Cell>
type PagesOf = (source: Database, table: string, keys: readonly string[]) => AsyncGenerator<Row[]>

function keysOf({ source }: Database, table: string): string[] {
  const entity = source.entityMetadatas.find(({ tableName }) => tableName === table)
  return entity?.primaryColumns.map(({ databaseName }) => databaseName) ?? ['id']
}

/** By the first column of the key, a number, whole values of it: rows of one order stay together. */
async function* byFirstKey({ read }: Database, table: string, keys: readonly string[]): AsyncGenerator<Row[]> {
  const [first = 'id'] = keys
  const page = `SELECT MAX(k) AS last FROM (SELECT ${first} AS k FROM ${table} WHERE ${first} > ? ORDER BY ${first} LIMIT ${ROWS}) page`
  const rows = `SELECT * FROM ${table} WHERE ${first} > ? AND ${first} <= ? ORDER BY ${keys.join(', ')}`
  for (let after = -1; ; ) {
    // Two questions: with the one inside the other MariaDB reads the table from its start.
    const [answer]: { last: number | null }[] = await read.query(page, [after])
    const last = answer?.last ?? null
    if (last === null) return
    yield await read.query(rows, [after, Number(last)])
    after = Number(last)
  }
}

async function* byCount({ read }: Database, table: string, keys: readonly string[]): AsyncGenerator<Row[]> {
  for (let at = 0; ; at += ROWS) {
    const rows: Row[] = await read.query(
      `SELECT * FROM ${table} ORDER BY ${keys.join(', ')} LIMIT ${ROWS} OFFSET ${at}`,
    )
    if (rows.length === 0) return
    yield rows
  }
}

async function insertPage(target: Database, table: string, rows: Row[], serverPid: number | undefined, sum: Cost) {
  const columns = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => Object.values(row))
  const cpuSince = startCpuWatch(serverPid)
  const startedMs = performance.now()
  await target.transaction((tx) => insertRows(tx, table, columns, cells))
  sum.seconds += (performance.now() - startedMs) / 1000
  sum.cpuSeconds += cpuSince()
}
