import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../../deps.ts'
import { freeCard, holdCard } from './store.ts'

/** Longer than any call to WeCom with all it waits for; the card of a worker that died is free again after it. */
const HOLD_MS = 60_000
const PATIENCE_MS = 3_000
const LOOK_EVERY_MS = 50

/**
 * Changes of one follow-up's card go one after another, each with what is true once its turn has come: two on their
 * way to WeCom at once land in any order, and the older truth would stay.
 * @throws after some seconds of waiting, to be tried again soon at the cost of no try
 */
export async function inTurn<T>(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  followUpId: number,
  work: () => Promise<T>,
): Promise<T> {
  const endMs = clock.wallMs() + PATIENCE_MS
  for (;;) {
    const wallMs = clock.wallMs()
    const untilWallMs = wallMs + HOLD_MS
    if (await db.transaction((tx) => holdCard(tx, followUpId, { wallMs, untilWallMs }))) {
      return work().finally(() => db.transaction((tx) => freeCard(tx, followUpId, untilWallMs)))
    }
    if (wallMs > endMs)
      throw Object.assign(new Error('another change of this card is on its way'), { retryAfterMs: 1_000 })
    await sleep(LOOK_EVERY_MS)
  }
}
