import type { Tx } from '../../../db/database.ts'
import type { Deps } from '../../../deps.ts'

/** WeCom writes a group's details a while after telling of them; it names two seconds. */
const SETTLE_MS = 3000

/** @param because one read a cause, however often it is told */
export async function askForSync(tx: Tx, deps: Deps, chatId: string, because: string): Promise<void> {
  const dueAtMs = deps.clock.nowMs() + SETTLE_MS
  const dedupeKey = `groups.sync:${chatId}:${because}`.slice(0, 190)
  await deps.enqueue(tx, { kind: 'groups.sync', payload: { chatId }, dueAtMs, dedupeKey })
}
