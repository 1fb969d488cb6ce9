import type { Tx } from '../db/database.ts'

type Cell = string | number | null

/** Runs one UPDATE or DELETE and says how many rows it matched: the base of every conditional write. */
export async function changeRows(tx: Tx, statement: string, values: Cell[]): Promise<number> {
  const runner = tx.queryRunner
  if (!runner) throw new Error('changeRows needs a transaction')
  const result: { affected?: number } = await runner.query(statement, values, true)
  return result.affected ?? 0
}

export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
