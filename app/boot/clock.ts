import type { Database } from '../db/database.ts'
import { Setting } from '../db/entities/operations.ts'
import type { Clock } from '../jobs/types.ts'

export const systemClock: Clock = { nowMs: () => Date.now(), wallMs: () => Date.now() }

/** A clock that runs on but may be moved forward: for checks and the demo. All processes share the offset by SQL. */
export interface TravelClock extends Clock {
  /** @returns the new now; a move backwards leaves the clock where it is. */
  moveTo(targetMs: number): Promise<number>
  /** Reads the offset another process may have set. */
  refresh(): Promise<void>
}

const NAME = 'clock.offsetMs'

/** @param fromMs where a database that has not travelled yet begins, the past too; absent: now */
export async function createTravelClock(db: Database, fromMs?: number): Promise<TravelClock> {
  const stored = async (): Promise<number | undefined> => {
    const row = await db.read.findOneBy(Setting, { name: NAME })
    return row ? Number(row.value) : undefined
  }
  let offsetMs = (await stored()) ?? (fromMs === undefined ? 0 : fromMs - Date.now())
  const clock: TravelClock = {
    nowMs: () => Date.now() + offsetMs,
    wallMs: () => Date.now(),
    async moveTo(targetMs) {
      if (targetMs <= clock.nowMs()) return clock.nowMs()
      offsetMs = targetMs - Date.now()
      await db.transaction((tx) =>
        tx.upsert(Setting, { name: NAME, value: String(offsetMs), updatedAt: Date.now() }, ['name']),
      )
      return clock.nowMs()
    },
    async refresh() {
      const told = await stored()
      // The offset only grows: an answer that was overtaken by a move must not turn the clock back.
      if (told !== undefined) offsetMs = Math.max(offsetMs, told)
    },
  }
  return clock
}
