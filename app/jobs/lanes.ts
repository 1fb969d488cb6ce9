import type { Logger } from 'pino'
import { createPump, type Pump } from './pump.ts'
import type { Lane } from './types.ts'
import type { Workshop } from './workshop.ts'

/** How many run at once. The fast lane has slots of its own: a welcome never waits behind a sync. */
export type Slots = Record<Lane | 'streams', number>

export const DEFAULT_SLOTS: Slots = { fast: 4, normal: 4, bulk: 2, streams: 4 }
export const LANES = ['fast', 'normal', 'bulk'] as const satisfies readonly Lane[]

/** The pumps that draw work straight from SQL. */
export interface SqlPumps {
  start(): void
  wake(): void
  stop(graceMs: number): Promise<void>
}

export function createSqlPumps(shop: Workshop, log: Logger, slots: Slots, pollMs: number): SqlPumps {
  // What one task stores may be work for any lane.
  const afterwards = async (run: Promise<void>) => {
    await run
    for (const pump of pumps) pump.wake()
  }
  const pumps: Pump[] = [
    createPump({
      name: 'streams',
      slots: slots.streams,
      pollMs,
      log,
      claim: (limit) => shop.claimStreams(limit),
      run: (claim) => afterwards(shop.runStream(claim)),
    }),
    ...LANES.map((lane) =>
      createPump({
        name: lane,
        slots: slots[lane],
        pollMs,
        log,
        claim: (limit) => shop.claimJobs(lane, limit),
        run: (job) => afterwards(shop.runJob(job)),
      }),
    ),
  ]
  return {
    start: () => {
      for (const pump of pumps) pump.start()
    },
    wake: () => {
      for (const pump of pumps) pump.wake()
    },
    async stop(graceMs) {
      const left = await Promise.all(pumps.map((pump) => pump.stop(graceMs)))
      if (left.every((count) => count === 0)) return
      shop.abort()
      await Promise.all(pumps.map((pump) => pump.stop(1_000)))
    },
  }
}
