import type { EntityTarget, ObjectLiteral } from 'typeorm'
import type { Tx } from './database.ts'
import { toSnake } from './snakeNames.ts'

/**
 * Inserts a row unless its unique key exists.
 * @returns whether the row is new. Unlike INSERT IGNORE nothing is cut or coerced on the way.
 */
export async function insertOnce<T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  row: Partial<T>,
): Promise<boolean> {
  try {
    await tx.createQueryBuilder().insert().into(entity).values(row).execute()
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** True for the duplicate-key error of either database. */
export function isDuplicateKey(error: unknown): boolean {
  const { errno, code } = error as { errno?: number; code?: string }
  return errno === 1062 || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

export type Cell = string | number | null

/** Bound values a statement may carry in either database, with room to spare. */
const MAX_VALUES = 16_000

/** A few statements for all rows; the caller has made sure that none of their keys is taken. */
export async function insertRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  await runInParts(tx, `INSERT INTO ${table} (${columns.join(', ')}) VALUES `, columns.length, '', rows)
}

/**
 * As few statements as may be. SQLite has them in parts of 512 rows, 256 and so on: of each table there are then a handful,
 * which stay prepared, and not a new one for each number of rows.
 */
async function runInParts(tx: Tx, head: string, width: number, tail: string, rows: readonly (readonly Cell[])[]) {
  const largest = Math.floor(MAX_VALUES / width)
  const sizeFor = (left: number) =>
    isMysql(tx) ? Math.min(left, largest) : 2 ** Math.floor(Math.log2(Math.min(left, largest, 512)))
  for (let at = 0; at < rows.length; ) {
    const part = rows.slice(at, at + sizeFor(rows.length - at))
    const values: Cell[] = []
    for (const row of part) for (const cell of row) values.push(cell)
    await tx.query(head + marksOf(part.length, width) + tail, values)
    at += part.length
  }
}

function isMysql(tx: Tx): boolean {
  return tx.connection.options.type === 'mysql'
}

/** What stands in the brackets of an `IN`; of nothing, what matches nothing. For hundreds of values TypeORM's own way costs more than the answer. */
export function marksFor(values: readonly unknown[]): string {
  return values.length === 0 ? 'NULL' : values.map(() => '?').join(', ')
}

function marksOf(rows: number, columns: number): string {
  const row = `(${'?, '.repeat(columns - 1)}?)`
  return `${`${row}, `.repeat(rows - 1)}${row}`
}

/** A roll-up row by its primary key, and what to add to its counters; all names in camelCase. */
export interface Increment {
  keys: Record<string, Cell>
  sums: Record<string, number>
}

/**
 * Adds to the counters of a roll-up row, making the row where it is missing.
 * @param keys the primary key, in camelCase property names
 * @param increments counters and what to add, in camelCase property names
 */
export async function addUp(
  tx: Tx,
  table: string,
  keys: Record<string, Cell>,
  increments: Record<string, number>,
): Promise<void> {
  await addUpAll(tx, table, [{ keys, sums: increments }])
}

/** The same for many rows of one table. All of them name the same columns in the same order. */
export async function addUpAll(tx: Tx, table: string, increments: readonly Increment[]): Promise<void> {
  const [first] = increments
  if (!first) return
  const [keys, sums] = [Object.keys(first.keys).map(toSnake), Object.keys(first.sums).map(toSnake)]
  const names = [...keys, ...sums]
  const onClash = isMysql(tx)
    ? `ON DUPLICATE KEY UPDATE ${sums.map((name) => `${name} = ${name} + VALUES(${name})`).join(', ')}`
    : `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${sums.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`
  const head = `INSERT INTO ${table} (${names.join(', ')}) VALUES `
  const rows = increments.map((row) => [...Object.values(row.keys), ...Object.values(row.sums)])
  await runInParts(tx, head, names.length, ` ${onClash}`, rows)
}

/**
 * Holds a row until the transaction ends, so that what is decided from it stays true. SQLite has one writer and
 * every transaction already holds it; a row that does not exist is nobody's to hold.
 * @param column the primary key's column, in snake_case
 */
export async function lockRow(
  tx: Tx,
  table: string,
  column: string,
  value: string | number,
  mode: 'update' | 'share' = 'update',
): Promise<void> {
  await lockRows(tx, table, column, [value], mode)
}

/** The same for many, by ascending key: two who want the same rows then wait instead of meeting head on. */
export async function lockRows(
  tx: Tx,
  table: string,
  column: string,
  values: readonly (string | number)[],
  mode: 'update' | 'share' = 'update',
): Promise<void> {
  if (!isMysql(tx) || values.length === 0) return
  const lock = mode === 'update' ? 'FOR UPDATE' : 'LOCK IN SHARE MODE'
  await tx.query(`SELECT ${column} FROM ${table} WHERE ${column} IN (${marksFor(values)}) ORDER BY ${column} ${lock}`, [
    ...values,
  ])
}
