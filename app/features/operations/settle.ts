import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { Engine, Schedule } from '../../jobs/types.ts'

interface Quiet {
  settled: boolean
  waiting: number
  parked: number
}

export interface SettleParts {
  schedules: Schedule[]
  fireDueSchedules(): Promise<void>
  waitUntilQuiet(timeoutMs: number): Promise<Quiet>
  engine: Engine
}

const MAX_ROUNDS = 8

/** Work begets work: sweeps run again until a whole round has nothing to do. */
export async function settle(deps: Deps, parts: SettleParts, timeoutMs: number): Promise<Quiet> {
  const endMs = deps.clock.wallMs() + timeoutMs
  // What a moved clock made due, nobody announced.
  parts.engine.wake()
  let last = await parts.waitUntilQuiet(timeoutMs)
  for (let round = 0; round < MAX_ROUNDS && last.settled; round += 1) {
    const before = await jobsDone(deps)
    await parts.fireDueSchedules()
    const sweeps = await fireSweeps(deps, parts.schedules)
    parts.engine.wake()
    last = await parts.waitUntilQuiet(Math.max(1, endMs - deps.clock.wallMs()))
    if ((await jobsDone(deps)) === before + sweeps) break
  }
  return last
}

async function jobsDone(deps: Deps): Promise<number> {
  const [row] = await deps.db.read.query(`SELECT COUNT(*) AS n FROM jobs WHERE state = 'done'`)
  return Number(row.n)
}

/** What runs every hour or oftener by its cron is a sweep: here at once, whatever the minute. */
async function fireSweeps(deps: Deps, schedules: Schedule[]): Promise<number> {
  const sweeps = schedules.filter((schedule) => /^\S+ \* /.test(schedule.cron))
  await deps.db.transaction(async (tx) => {
    for (const { name, job } of sweeps) await deps.enqueue(tx, { ...job, dedupeKey: `${name}:settle:${randomUUID()}` })
  })
  return sweeps.length
}
