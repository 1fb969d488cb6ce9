import type { LocalWeCom } from 'wecom-sdk/local'
import type { Product } from '../../app/boot/product.ts'
import { SCHEDULES } from '../../app/boot/registry.ts'
import { settle } from '../../app/features/operations/settle.ts'
import { waitUntilQuiet } from '../../app/jobs/quiet.ts'
import { fireDueSchedules } from '../../app/jobs/schedules.ts'
import type { Clock } from '../../app/jobs/types.ts'

/** Longer than the lease of a claim: on a busy machine even what a lost connection left taken comes back. */
const SETTLE_MS = 120_000

/** Runs due schedules and everything that is due until nothing is left. */
export function createSettle(product: Product, local: LocalWeCom, clock: Clock): () => Promise<void> {
  const { deps, engine } = product
  let firedAtMs: number | undefined
  const parts = {
    engine,
    schedules: SCHEDULES,
    // Asked again at the same moment nothing more is due, and to see that costs more than most rounds.
    fireDueSchedules: async () => {
      const nowMs = clock.nowMs()
      if (nowMs !== firedAtMs) await fireDueSchedules(deps.db, SCHEDULES, nowMs, { enqueue: deps.enqueue })
      firedAtMs = nowMs
    },
    waitUntilQuiet: async (timeoutMs: number) => {
      await local.delivery.idle()
      return waitUntilQuiet(deps.db, clock, timeoutMs)
    },
  }
  return async () => {
    const quiet = await settle(deps, parts, SETTLE_MS)
    if (!quiet.settled) throw new Error(`not settled: ${JSON.stringify(quiet)}`)
  }
}
