import type { Deps } from '../../deps.ts'
import { honourAt } from '../../domain/referrals/points.ts'
import type { Actor } from '../../http/actor.ts'
import { openWholeCustomer } from '../customers/queries.ts'
import { whyNoCode } from './commands/makeCode.ts'
import type { CustomerReferral } from './contract.ts'
import { promiseText, stateText } from './present.ts'
import { codeOf, type FriendRow, referralsOf, referrerTotals } from './queries.ts'

/** @throws AppError NOT_FOUND for a customer who is none of the actor's business */
export async function showReferral(deps: Deps, actor: Actor, externalUserId: string): Promise<CustomerReferral> {
  const head = await openWholeCustomer(deps, actor, externalUserId)
  const { read } = deps.db
  const [code, [came], friends, totals] = await Promise.all([
    codeOf(read, externalUserId, actor.guideId),
    referralsOf(read, actor, externalUserId, 'friend'),
    referralsOf(read, actor, externalUserId, 'referrer'),
    referrerTotals(read, externalUserId),
  ])
  const { referral: rules } = deps.rules
  const { held, next } = honourAt(totals.friends, rules.honours)
  return {
    promiseText: promiseText(rules),
    whyNot: code ? null : (whyNoCode(deps, actor, head) ?? null),
    code: code ? { qrCode: code.qrCode } : null,
    referredBy: came ? presentFriend(came, '另一位客户') : null,
    friends: friends.map((row) => presentFriend(row, '一位朋友')),
    rewardedFriends: totals.friends,
    points: totals.points,
    honourText: held?.title ?? null,
    nextHonourText: next ? `再有 ${next.friends - totals.friends} 位成交，成为${next.title}` : null,
  }
}

function presentFriend(row: FriendRow, stranger: string): CustomerReferral['friends'][number] {
  const { name, state, why, points, joinedAt, releaseAt } = row
  return {
    name: Number(row.isSeen) === 1 ? name : stranger,
    joinedAtMs: joinedAt,
    state,
    stateText: stateText(why, releaseAt),
    points,
  }
}
