import type { Engine } from '../jobs/types.ts'

/** About how long the transaction around a stored job still takes. Too early is harmless: the engine looks again. */
const SOON_MS = 15

export interface Alarm {
  ring(): void
  wakes(engine: Engine): void
}

/** Wakes the engine shortly after a job was stored, once for all jobs of a transaction. */
export function createAlarm(): Alarm {
  let engine: Engine | undefined
  let timer: NodeJS.Timeout | undefined
  return {
    ring() {
      if (timer) return
      timer = setTimeout(() => {
        timer = undefined
        engine?.wake()
      }, SOON_MS).unref()
    },
    wakes(one) {
      engine = one
    },
  }
}
