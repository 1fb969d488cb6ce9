import type { MassSend } from '../../db/entities/outreach.ts'

/** A guide who has not confirmed by then will not: what was new is old. */
const OPEN_MS = 3 * 86_400_000

/** Whether nothing of it may reach a customer any more. */
export function isOver({ state, createdAt }: Pick<MassSend, 'state' | 'createdAt'>, nowMs: number): boolean {
  return state === 'cancelled' || nowMs - createdAt > OPEN_MS
}
