import { loadEnv } from '../../config/env.ts'
import { openDatabase } from '../db/database.ts'
import { type ReplayTarget, replay } from '../jobs/replay.ts'
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
    if (what === 'all') return await replayAll(db)
    if (!/^\d+$/.test(id ?? '') || (what !== 'inbox' && what !== 'job')) throw new CommandFault(USAGE)
    return await replayOne(db, what === 'inbox' ? { inboxId: Number(id) } : { jobId: Number(id) })
  } finally {
    await db.close()
  }
})

type Db = Awaited<ReturnType<typeof openDatabase>>

async function replayOne(db: Db, target: ReplayTarget): Promise<number> {
  const outcome = await replay(db, target, Date.now())
  console.log(outcome === 'replayed' ? 'Back to work.' : 'Nothing parked under that number.')
  return outcome === 'replayed' ? 0 : 1
}

async function replayAll(db: Db): Promise<number> {
  const inbox: { id: number }[] = await db.read.query(`SELECT id FROM inbox WHERE state = 'parked' ORDER BY id`)
  const jobs: { id: number }[] = await db.read.query(`SELECT id FROM jobs WHERE state = 'parked' ORDER BY id`)
  for (const { id } of inbox) await replay(db, { inboxId: id }, Date.now())
  for (const { id } of jobs) await replay(db, { jobId: id }, Date.now())
  console.log(`Back to work: ${inbox.length} callbacks, ${jobs.length} jobs.`)
  return 0
}

async function list(db: Db): Promise<number> {
  const inbox = await db.read.query(
    `SELECT id, kind, attempts, last_error FROM inbox WHERE state = 'parked' ORDER BY id LIMIT 200`,
  )
  const jobs = await db.read.query(
    `SELECT id, kind, attempts, last_error FROM jobs WHERE state = 'parked' ORDER BY id LIMIT 200`,
  )
  console.table([
    ...inbox.map((row: object) => ({ what: 'inbox', ...row })),
    ...jobs.map((row: object) => ({ what: 'job', ...row })),
  ])
  return 0
}
