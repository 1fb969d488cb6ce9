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

/** One statement for as many rows as fit; the caller has made sure that none of their keys is taken. */
export async function insertRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const head = `INSERT INTO ${table} (${columns.join(', ')}) VALUES `
  await inChunks(rows, columns.length, (part) => tx.query(head + marksOf(part.length, columns.length), part.flat()))
}

async function inChunks<T>(rows: readonly T[], width: number, run: (part: T[]) => Promise<unknown>): Promise<void> {
  const size = Math.max(1, Math.floor(MAX_VALUES / width))
  for (let at = 0; at < rows.length; at += size) await run(rows.slice(at, at + size))
}

/** What stands in the brackets of an `IN`; of nothing, what matches nothing. For hundreds of values TypeORM's own way costs more than the answer. */
export function marksFor(values: readonly unknown[]): string {
  return values.length === 0 ? 'NULL' : values.map(() => '?').join(', ')
}

function marksOf(rows: number, columns: number): string {
  const row = `(${Array(columns).fill('?').join(', ')})`
  return Array(rows).fill(row).join(', ')
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
  const isMysql = tx.connection.options.type === 'mysql'
  const onClash = isMysql
    ? `ON DUPLICATE KEY UPDATE ${sums.map((name) => `${name} = ${name} + VALUES(${name})`).join(', ')}`
    : `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${sums.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`
  const head = `INSERT INTO ${table} (${names.join(', ')}) VALUES `
  const rows = increments.map((row) => [...Object.values(row.keys), ...Object.values(row.sums)])
  await inChunks(rows, names.length, (part) =>
    tx.query(`${head}${marksOf(part.length, names.length)} ${onClash}`, part.flat()),
  )
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
  if (tx.connection.options.type !== 'mysql' || values.length === 0) return
  const lock = mode === 'update' ? 'FOR UPDATE' : 'LOCK IN SHARE MODE'
  await tx.query(`SELECT ${column} FROM ${table} WHERE ${column} IN (${marksFor(values)}) ORDER BY ${column} ${lock}`, [
    ...values,
  ])
}
