import { loadEnv } from '../../config/env.ts'
import { openDatabase } from '../db/database.ts'
import { replay } from '../jobs/replay.ts'
import { CommandFault, runCommand } from './runCommand.ts'

const USAGE = `usage:
  npm run replay -- list             what is parked
  npm run replay -- inbox <id>       a stored callback
  npm run replay -- job <id>         a stored job
  npm run replay -- all              everything parked`

/** `npm run replay`: gives parked work another try. Running it twice does nothing twice. */
await runCommand(async () => {
  const [what, id] = process.argv.slice(2)
  const db = await openDatabase(loadEnv().DATABASE_URL)
  try {
    if (what === 'list') return await list(db)
    if (what === 'all') console.log(`Replayed ${await replay(db, 'all', Date.now())}.`)
    else if ((what === 'inbox' || what === 'job') && /^\d+$/.test(id ?? ''))
      console.log(`Replayed ${await replay(db, { kind: what, id: Number(id) }, Date.now())}.`)
    else throw new CommandFault(USAGE)
  } finally {
    await db.close()
  }
})

async function list(db: Awaited<ReturnType<typeof openDatabase>>): Promise<void> {
  const inbox = await db.read.query(`SELECT id, kind, attempts, last_error FROM inbox WHERE state = 'parked' ORDER BY id LIMIT 200`)
  const jobs = await db.read.query(`SELECT id, kind, attempts, last_error FROM jobs WHERE state = 'parked' ORDER BY id LIMIT 200`)
  console.table([...inbox.map((row: object) => ({ what: 'inbox', ...row })), ...jobs.map((row: object) => ({ what: 'job', ...row }))])
}
