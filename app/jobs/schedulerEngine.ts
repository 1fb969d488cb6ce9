import cron, { type ScheduledTask } from 'node-cron'
import { type EngineSettings, pickCrashPoint } from './embeddedEngine.ts'
import { fireDueSchedules } from './schedules.ts'
import type { Engine } from './types.ts'

/** Ticks the schedules and runs nothing. Each slot fires once, however many processes tick beside it. */
export function createSchedulerEngine<D>(settings: EngineSettings<D>): Engine {
  const { db, clock, log, schedules, enqueue } = settings
  let minute: ScheduledTask | undefined
  const tick = () =>
    fireDueSchedules(db, schedules, clock.nowMs(), { enqueue, ...pickCrashPoint(settings) }).then(
      (fired) => (fired.length > 0 ? log.info({ fired }, 'schedules fired') : undefined),
      (error) => log.warn({ err: error }, 'schedules not checked'),
    )
  return {
    async start() {
      await tick()
      minute = cron.schedule('* * * * *', tick, { name: 'schedules', noOverlap: true, suppressMissedWarning: true })
    },
    async stop() {
      await minute?.destroy()
    },
    wake: () => undefined,
  }
}
