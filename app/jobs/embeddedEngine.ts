import cron, { type ScheduledTask } from 'node-cron'
import type { Tx } from '../db/database.ts'
import { createSqlPumps, DEFAULT_SLOTS, type Slots } from './lanes.ts'
import { fireDueSchedules } from './schedules.ts'
import type { Engine, NewJob, Schedule } from './types.ts'
import { createWorkshop, type WorkshopSettings } from './workshop.ts'

export interface EngineSettings<D> extends WorkshopSettings<D> {
  schedules: readonly Schedule[]
  /** The `enqueue` of Deps. */
  enqueue(tx: Tx, job: NewJob): Promise<void>
  slots?: Partial<Slots>
  pollMs?: number
}

const POLL_MS = 200
const EXPIRY_MS = 1_000

/** Runs everything inside this process: no Redis, no function lost. */
export function createEmbeddedEngine<D>(settings: EngineSettings<D>): Engine {
  const { db, clock, log, schedules, enqueue, pollMs = POLL_MS } = settings
  const shop = createWorkshop(settings)
  const pumps = createSqlPumps(shop, log, { ...DEFAULT_SLOTS, ...settings.slots }, pollMs)
  let minute: ScheduledTask | undefined
  let expiry: NodeJS.Timeout | undefined

  const tick = () =>
    fireDueSchedules(db, schedules, clock.nowMs(), { enqueue, ...pickCrashPoint(settings) })
      .then(() => pumps.wake())
      .catch((error) => log.warn({ err: error }, 'schedules not checked'))
  const returnExpired = () =>
    shop.returnExpired().then(
      (count) => (count > 0 ? pumps.wake() : undefined),
      (error) => log.warn({ err: error }, 'expired leases not checked'),
    )

  return {
    async start() {
      await returnExpired()
      await tick()
      minute = cron.schedule('* * * * *', tick, { name: 'schedules', noOverlap: true, suppressMissedWarning: true })
      expiry = setInterval(returnExpired, EXPIRY_MS)
      pumps.start()
    },
    async stop(graceMs) {
      await minute?.destroy()
      clearInterval(expiry)
      await pumps.stop(graceMs)
    },
    wake: () => pumps.wake(),
  }
}

export function pickCrashPoint(settings: { crashPoint?(name: string): void }) {
  return settings.crashPoint ? { crashPoint: settings.crashPoint } : {}
}
