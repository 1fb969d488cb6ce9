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

type Cell = string | number | null

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
  const names = [...Object.keys(keys), ...Object.keys(increments)].map(toSnake)
  const sums = Object.keys(increments).map(toSnake)
  const values = [...Object.values(keys), ...Object.values(increments)]
  const marks = names.map(() => '?').join(', ')
  const isMysql = tx.connection.options.type === 'mysql'
  const onClash = isMysql
    ? `ON DUPLICATE KEY UPDATE ${sums.map((name) => `${name} = ${name} + VALUES(${name})`).join(', ')}`
    : `ON CONFLICT (${Object.keys(keys).map(toSnake).join(', ')}) DO UPDATE SET ${sums.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`
  await tx.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks}) ${onClash}`, values)
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
  if (tx.connection.options.type !== 'mysql') return
  const lock = mode === 'update' ? 'FOR UPDATE' : 'LOCK IN SHARE MODE'
  await tx.query(`SELECT ${column} FROM ${table} WHERE ${column} = ? ${lock}`, [value])
}
