import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Database, openDatabase } from '../../app/db/database.ts'
import { createBullEngine } from '../../app/jobs/bullEngine.ts'
import { createCrashPoint } from '../../app/jobs/crashPoints.ts'
import { createEmbeddedEngine } from '../../app/jobs/embeddedEngine.ts'
import { createEnqueue } from '../../app/jobs/enqueue.ts'
import { createInboxWriter } from '../../app/jobs/inboxWriter.ts'
import { waitUntilQuiet } from '../../app/jobs/quiet.ts'
import type { Clock, InboxHandler, JobDefinition, Schedule } from '../../app/jobs/types.ts'
import { event, silent } from '../jobs/support.ts'

/**
 * A process to be killed: stores numbered callbacks, handles them, and "calls WeCom" (one row of `calls`, committed
 * on its own) for each. What it acknowledged goes to stdout, one line each, before anything else happens.
 */
export interface ChildOrders {
  url: string
  redisUrl?: string
  prefix?: string
  crashAt?: string
  /** Pretends this much time has passed, so that the rows of the dead are free. */
  skewMs: number
  leaseMs: number
  /** Callbacks to store: numbers from..to for each of so many streams. */
  from: number
  to: number
  streams: number
  /** Ends the names of its streams. */
  suffix?: string
  works: boolean
  /** End once all is done; otherwise live until killed. */
  drains: boolean
}

const orders = JSON.parse(process.argv[2] ?? '{}') as ChildOrders
const db = await openDatabase(orders.url)
const clock: Clock = { nowMs: () => Date.now() + orders.skewMs, wallMs: () => Date.now() + orders.skewMs }
const crashPoint = createCrashPoint(orders.crashAt)
const deps = { db }
type FaultDeps = { db: Database }

const sendJob: JobDefinition<FaultDeps, { name: string }> = {
  kind: 'send',
  payload: z.strictObject({ name: z.string() }),
  lane: 'normal',
  maxAttempts: 50,
  leaseMs: orders.leaseMs,
  async run({ db }, { name }, job) {
    const wasSent = job.calledAtMs !== undefined && (await countCalls(db, name)) > 0
    if (!wasSent) {
      await job.markCall()
      await db.transaction((tx) => tx.query('INSERT INTO calls (name) VALUES (?)', [name]))
    }
    await db.transaction(async (tx) => {
      await tx.query('INSERT INTO effects (kind, name) VALUES (?, ?)', ['sent', name])
      await job.settle(tx, 'sent')
    })
    return undefined
  },
}

async function countCalls(db: Database, name: string): Promise<number> {
  const [row] = await db.read.query('SELECT COUNT(*) AS n FROM calls WHERE name = ?', [name])
  return Number(row.n)
}

const nightly: JobDefinition<FaultDeps, Record<string, never>> = {
  kind: 'nightly',
  payload: z.strictObject({}),
  lane: 'bulk',
  maxAttempts: 50,
  leaseMs: orders.leaseMs,
  run: async () => undefined,
}
const schedules: Schedule[] = [{ name: 'second', cron: '* * * * * *', job: { kind: 'nightly', payload: {} } }]
const definitions = [sendJob, nightly] as JobDefinition<FaultDeps>[]
const enqueue = createEnqueue(definitions, clock)

const inboxHandler: InboxHandler<FaultDeps> = async ({ db }, item) => {
  await db.transaction(async (tx) => {
    await tx.query('INSERT INTO effects (kind, name) VALUES (?, ?)', ['handled', item.body])
    await enqueue(tx, { kind: 'send', payload: { name: item.body } })
    await item.settle(tx)
  })
}

// The steps of a job are those of the one that calls out, never of the nightly one.
const slots = orders.crashAt?.startsWith('job.') ? { bulk: 0 } : {}
const settings = {
  db,
  clock,
  log: silent,
  deps,
  definitions,
  inboxHandler,
  schedules,
  enqueue,
  crashPoint,
  leaseMs: orders.leaseMs,
}
const engine = orders.redisUrl
  ? createBullEngine({ ...settings, redisUrl: orders.redisUrl, prefix: orders.prefix ?? 'faults', pollMs: 300 })
  : createEmbeddedEngine({ ...settings, slots, pollMs: 50 })
// A child is killed by its test, never by a disk that is slow for once.
const writer = createInboxWriter({ db, clock, crashPoint, onStored: () => engine.wake(), timeoutMs: 60_000 })

if (orders.works) await engine.start()
for (let n = orders.from; n <= orders.to; n += 1) {
  const names = Array.from({ length: orders.streams }, (_, stream) => `s${stream}${orders.suffix ?? ''}:${n}`)
  await Promise.all(
    names.map(async (name) => {
      await writer.store(event(name.split(':')[0] ?? '', name))
      process.stdout.write(`acked ${name}\n`)
    }),
  )
}
process.stdout.write('stored\n')
if (orders.drains) {
  await waitUntilQuiet(db, clock, 120_000)
  await engine.stop(5_000)
  await writer.close()
  await db.close()
} else await sleep(300_000)
