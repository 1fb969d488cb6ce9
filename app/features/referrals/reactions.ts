import type { NewJob } from '../../jobs/types.ts'
import type { Reactions } from '../reactions.ts'

const look = ({ externalUserId }: { externalUserId: string }): NewJob[] => [
  { kind: 'referrals.recompute', payload: { externalUserId } },
]

/**
 * Everything a referral is decided by: how the friend came, what they bought and gave back, whether they complain. A
 * friendship found only at night by the reconciler is seen with the first purchase: before it there is nothing to give.
 */
export const referralsReactions: Reactions = {
  CustomerAdded: look,
  CustomerIdentified: look,
  CustomerFactsChanged: look,
  ComplaintOpened: look,
  ComplaintClosed: look,
}
