import { createHash } from 'node:crypto'
import type { Deps } from '../../../deps.ts'

const WELCOME_SECONDS = 20

interface Welcomable {
  userId: string
  externalUserId: string
  welcomeCode?: string
  createTimeMs?: number
}

/**
 * Puts the welcome on the fast lane before anything else is looked at: its code dies 20 s after the event. One job a
 * code, however often the event comes.
 */
export async function askForWelcome(deps: Deps, event: Welcomable, receivedAtMs: number): Promise<void> {
  const { welcomeCode, userId, externalUserId } = event
  if (!welcomeCode) return
  const codeHash = createHash('sha256').update(welcomeCode).digest('hex').slice(0, 32)
  // The later of the two: WeCom's clock and ours may be apart, and a code that is really over is answered 41050.
  const deadlineMs = Math.max(event.createTimeMs ?? 0, receivedAtMs) + WELCOME_SECONDS * 1000
  const payload = { welcomeCode, codeHash, userId, externalUserId, deadlineMs }
  const job = { kind: 'customers.welcome', payload, lane: 'fast' as const, dedupeKey: `welcome:${codeHash}` }
  await deps.db.transaction((tx) => deps.enqueue(tx, job))
}
