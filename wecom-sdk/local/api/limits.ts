import { ApiRefusal } from '../errors.ts'
import type { World } from '../world.ts'

interface Window {
  startedAtMs: number
  count: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** Counts calls per API; a block lasts until the window that was exceeded ends. */
export interface CallCounter {
  enter(api: string): void
  leave(api: string): void
  /** Refuses 45033 and 45009. */
  check(api: string): void
}

export function createCallCounter(world: World): CallCounter {
  const windows = new Map<string, Window>()
  const inFlight = new Map<string, number>()

  const count = (key: string, lengthMs: number): number => {
    const now = world.clock.nowMs()
    const held = windows.get(key)
    const window = held && now - held.startedAtMs < lengthMs ? held : { startedAtMs: now, count: 0 }
    window.count += 1
    windows.set(key, window)
    return window.count
  }
  const shift = (api: string, by: number): void => {
    inFlight.set(api, (inFlight.get(api) ?? 0) + by)
  }

  return {
    enter: (api) => shift(api, 1),
    leave: (api) => shift(api, -1),
    check: (api) => {
      if ((inFlight.get(api) ?? 0) > world.settings.maxParallel) throw new ApiRefusal(45033)
      // Message sending has its own, silent limit per member and is outside the base rate.
      if (api === 'message/send') return
      const minute = count(`${api} minute`, MINUTE_MS)
      const hour = count(`${api} hour`, HOUR_MS)
      if (minute > world.settings.perMinute || hour > world.settings.perHour) throw new ApiRefusal(45009)
    },
  }
}
