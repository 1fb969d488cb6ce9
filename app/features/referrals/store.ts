import type { Tx } from '../../db/database.ts'
import { PointEntry, Referral, ReferralCode } from '../../db/entities/referrals.ts'
import { insertOnce } from '../../db/statements.ts'
import type { ReferralDecision } from '../../domain/referrals/decideReferral.ts'
import type { PointChange } from '../../domain/referrals/points.ts'
import { accountOf, type Join } from './facts.ts'

/** The code of a customer and their guide: what two taps at once write, they write once. */
export async function keepCode(tx: Tx, row: ReferralCode): Promise<void> {
  await insertOnce(tx, ReferralCode, row)
}

/**
 * The friend's one referral, made where it is missing. An earlier scan that is told later takes its place, unless
 * points were given for the one we knew.
 */
export async function keepReferral(
  tx: Tx,
  friend: string,
  join: Join | undefined,
  promised: number,
): Promise<Referral | null> {
  const known = await tx.findOneBy(Referral, { friend })
  if (!join) return known
  if (!known) {
    const blank = { orderId: null, releaseAt: null, state: 'joined', why: 'no_order', lookAt: null } as const
    await insertOnce(tx, Referral, { friend, ...join, ...blank, points: promised })
    return tx.findOneBy(Referral, { friend })
  }
  if (join.joinedAt >= known.joinedAt || (await tx.existsBy(PointEntry, { referralId: known.id }))) return known
  await tx.update(Referral, { id: known.id }, join)
  return { ...known, ...join }
}

export async function saveDecision(tx: Tx, id: number, decision: ReferralDecision): Promise<void> {
  const { state, why, orderId = null, releaseAtMs: releaseAt = null, lookAtMs: lookAt = null } = decision
  await tx.update(Referral, { id }, { state, why, orderId, releaseAt, lookAt })
}

/** Both sides of a giving or taking: they sum to 0. @returns the id of the referrer's side */
export async function appendPoints(
  tx: Tx,
  { id: referralId, referrer }: Pick<Referral, 'id' | 'referrer'>,
  { cause, level, round, points }: PointChange,
  nowMs: number,
): Promise<number> {
  const pair = { referralId, cause, level, round, at: nowMs }
  const { identifiers } = await tx.insert(PointEntry, { ...pair, account: accountOf(referrer), points, sentAt: null })
  // Our own side of the books is told to nobody.
  await tx.insert(PointEntry, { ...pair, account: 'issued', points: 0 - points, sentAt: nowMs })
  return Number((identifiers[0] as { id: number }).id)
}

export async function markSent(tx: Tx, entryId: number, nowMs: number): Promise<void> {
  await tx.update(PointEntry, { id: entryId }, { sentAt: nowMs })
}
