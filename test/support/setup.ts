import { dropTestDatabases } from './db.ts'
import { leftOutLine } from './parts.ts'
import { leftOutServices } from './services.ts'

// Loaded before every test file. The host's time zone must never matter.
process.env.TZ = 'America/New_York'

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await dropTestDatabases()
    const line = leftOutLine(leftOutServices())
    if (line) console.log(line)
  },
}
