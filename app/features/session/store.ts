import { IsNull, LessThan, MoreThan } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { OAuthState } from '../../db/entities/operations.ts'

export const STATE_LIFE_MS = 10 * 60_000

export async function keepState(tx: Tx, row: Omit<OAuthState, 'usedAt'>): Promise<void> {
  await tx.insert(OAuthState, { ...row, usedAt: null })
}

/** Round trips nobody came back from. */
export async function forgetStates(tx: Tx, beforeMs: number): Promise<void> {
  await tx.delete(OAuthState, { createdAt: LessThan(beforeMs) })
}

/** Uses the state up, if it is fresh, unused and this browser's. @returns its row, or undefined. */
export async function useState(
  tx: Tx,
  state: string,
  browserKey: string,
  nowMs: number,
): Promise<OAuthState | undefined> {
  const found = { state, browserKey, usedAt: IsNull(), createdAt: MoreThan(nowMs - STATE_LIFE_MS) }
  const { affected } = await tx.update(OAuthState, found, { usedAt: nowMs })
  return affected === 1 ? ((await tx.findOneBy(OAuthState, { state })) ?? undefined) : undefined
}
