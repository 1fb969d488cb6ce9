import type { Database } from './database.ts'

const LOCK_NAME = "CONCAT('huitouke:', MD5(DATABASE()))"

/** Brings the schema up to date. Safe to run from several processes: on MySQL one waits for the other. */
export async function migrate(db: Database): Promise<string[]> {
  if (db.kind === 'sqlite') return runAll(db)
  const runner = db.source.createQueryRunner()
  try {
    // User locks are server-wide: named after the database, or strangers would wait for each other.
    await runner.query(`SELECT GET_LOCK(${LOCK_NAME}, 60)`)
    return await runAll(db)
  } finally {
    await runner.query(`SELECT RELEASE_LOCK(${LOCK_NAME})`)
    await runner.release()
  }
}

async function runAll(db: Database): Promise<string[]> {
  const applied = await db.source.runMigrations({ transaction: 'each' })
  return applied.map((migration) => migration.name)
}

/** The statements that would bring the schema to what the entities say; empty when nothing drifted. */
export async function findDrift(db: Database): Promise<string[]> {
  const { upQueries } = await db.source.driver.createSchemaBuilder().log()
  return upQueries.map((query) => query.query)
}
