import type { Tx } from '../../../db/database.ts'
import { Referral } from '../../../db/entities/referrals.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { decideReferral, type ReferralDecision } from '../../../domain/referrals/decideReferral.ts'
import { honoursToPost, rewardToPost } from '../../../domain/referrals/points.ts'
import { findJoin, loadReferralFacts, postedPointsOf } from '../facts.ts'
import { appendPoints, keepReferral, saveDecision } from '../store.ts'

export type ReferralDeps = Pick<Deps, 'db' | 'clock' | 'rules' | 'enqueue'>

/**
 * Brings a friend's referral to what the facts say today and posts only the missing points, with friend and referrer
 * held: repeats post nothing, two at once are one after the other.
 * @returns the state it is in; undefined for whoever came by no code
 */
export async function recomputeReferral(deps: ReferralDeps, friend: string): Promise<Referral['state'] | undefined> {
  // Asked of every customer who buys: most came another way, and cost no transaction.
  const { read } = deps.db
  if (!(await findJoin(read, friend)) && !(await read.existsBy(Referral, { friend }))) return undefined
  return deps.db.transaction(async (tx) => {
    const nowMs = deps.clock.nowMs()
    await lockRow(tx, 'customers', 'external_user_id', friend)
    const { referral: rules, holidays } = deps.rules
    const referral = await keepReferral(tx, friend, await findJoin(tx, friend), rules.points)
    if (!referral) return undefined
    // Friends come later than whoever brought them, so rows are always held in one direction.
    await lockRow(tx, 'customers', 'external_user_id', referral.referrer)
    const decision = decideReferral(await loadReferralFacts(tx, referral, nowMs), rules, holidays)
    await saveDecision(tx, referral.id, decision)
    await postPoints(tx, deps, referral, decision, nowMs)
    return decision.state
  })
}

async function postPoints(
  tx: Tx,
  deps: ReferralDeps,
  referral: Referral,
  decision: ReferralDecision,
  nowMs: number,
): Promise<void> {
  const posted = await postedPointsOf(tx, referral.referrer)
  const reward = rewardToPost(decision.state === 'rewarded' ? referral.points : 0, referral.id, posted)
  const friends = await tx.countBy(Referral, { referrer: referral.referrer, state: 'rewarded' })
  const honours = honoursToPost(friends, deps.rules.referral.honours, posted)
  for (const change of [...(reward ? [reward] : []), ...honours]) {
    const entryId = await appendPoints(tx, referral, change, nowMs)
    const dedupeKey = `referrals.sendPoints:${entryId}`
    await deps.enqueue(tx, { kind: 'referrals.sendPoints', payload: { entryId }, dedupeKey })
  }
}
