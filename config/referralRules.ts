import { z } from 'zod'
import type { ReferralRules } from '../app/domain/referrals/facts.ts'

const POINTS = z.int().min(1).max(1_000_000)
const STAGE = z.enum(['lead', 'new', 'active', 'loyal', 'silent', 'churned'])

/** `config/referral.yaml`. */
export const REFERRAL = z
  .strictObject({
    points: POINTS,
    windowDays: z.int().min(0).max(250),
    assumeCompletedDays: z.int().min(0).max(90),
    stages: z.array(STAGE).min(1),
    honours: z.array(
      z.strictObject({ friends: z.int().min(1).max(1000), title: z.string().trim().min(1).max(12), points: POINTS }),
    ),
    lateRefund: z.enum(['take_back', 'keep']),
  })
  .refine(
    ({ honours }) => honours.every(({ friends }, at) => friends > (honours[at - 1]?.friends ?? 0)),
    'honours: each needs more friends than the one before',
  )

/**
 * What customers are told beforehand is what they get.
 * @throws Error when the benefit of that name promises something else
 */
export function holdPromise({ points }: ReferralRules, offers: Record<string, { text: string }>): void {
  const said = offers.referral?.text
  if (said !== undefined && !said.includes(`${points} 积分`))
    throw new Error(`config/offers.yaml: referral must say "${points} 积分", as config/referral.yaml gives`)
}
