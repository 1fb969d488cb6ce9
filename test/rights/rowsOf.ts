import { createHash } from 'node:crypto'
import type { Database } from '../../app/db/database.ts'

/** Looks are noted, sign-ins come and go: neither is a change of the business. */
const MAY_GROW = new Set(['audit_entries', 'oauth_states', 'schedule_runs'])

/** A fingerprint of every row per table: what differs afterwards was added, changed or removed. */
export async function rowsOf(db: Database): Promise<Record<string, string>> {
  const tables = db.source.entityMetadatas.map((entity) => entity.tableName).filter((table) => !MAY_GROW.has(table))
  const prints = await Promise.all(
    tables.map(async (table) => {
      const rows: object[] = await db.read.query(`SELECT * FROM ${table}`)
      const lines = rows.map((row) => JSON.stringify(row)).sort()
      return [table, `${rows.length} rows ${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 8)}`]
    }),
  )
  return Object.fromEntries(prints)
}
