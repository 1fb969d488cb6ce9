import { loadEnv } from '../../config/env.ts'
import { openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { runCommand } from './runCommand.ts'

/** `npm run migrate`: brings the schema up to date. */
await runCommand(async () => {
  const db = await openDatabase(loadEnv().DATABASE_URL)
  try {
    const applied = await migrate(db)
    console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}`)
    return 0
  } finally {
    await db.close()
  }
})
