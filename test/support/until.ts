import { setTimeout as sleep } from 'node:timers/promises'

/** Long enough for a busy machine: only what never comes fails. */
const PATIENCE_MS = 90_000

/** Asks again and again until it is so; the words name what never came. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`never came: ${what}`)
    await sleep(5)
  }
}
