import type { Tx } from '../../db/database.ts'
import { Binding, CustomerRelation } from '../../db/entities/customers.ts'
import { guideById } from '../staff/queries.ts'
import type { CustomerTruth } from './truth.ts'

/**
 * Who gave the customer away in a hand-over: the bound guide, if WeCom took the friendship from them. The clean-up on
 * their side may be told later than the add on the other, so the truth counts as well. A guide who deleted the
 * customer by hand has given nothing away.
 */
export async function findGiver(
  tx: Tx,
  externalUserId: string,
  truth: CustomerTruth | undefined,
): Promise<number | undefined> {
  const open = await tx.findOneBy(Binding, { openKey: externalUserId })
  if (!open) return undefined
  const { guideId } = open
  const relation = await tx.findOneBy(CustomerRelation, { externalUserId, guideId })
  if (relation?.state === 'transferred') return guideId
  const bound = await guideById(tx, guideId)
  if (!truth || !bound || relation?.state === 'guide_deleted') return undefined
  const isStillFriend = truth.follows.some(({ userId }) => userId.toLowerCase() === bound.userId.toLowerCase())
  return isStillFriend ? undefined : guideId
}
