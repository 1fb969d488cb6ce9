import type { NewJob } from '../../jobs/types.ts'
import type { Reactions } from '../reactions.ts'

const ofOrder = (orderId: number): NewJob => ({ kind: 'lifecycle.recomputeBuyer', payload: { orderId } })
const ofCustomer = (externalUserId: string): NewJob => ({ kind: 'lifecycle.recompute', payload: { externalUserId } })

/** `CreditPosted` comes after the buyer of an order was looked for, so it also covers late identification. */
export const lifecycleReactions: Reactions = {
  CreditPosted: ({ orderId, formerBuyer }) => [
    ofOrder(orderId),
    ...(formerBuyer === undefined ? [] : [ofCustomer(formerBuyer)]),
  ],
  OrderRefunded: ({ orderId }) => (orderId === undefined ? [] : [ofOrder(orderId)]),
  CustomerAdded: ({ externalUserId }) => [ofCustomer(externalUserId)],
  ProductChanged: ({ productCode }) => [
    { kind: 'lifecycle.tellBuyers', payload: { productCode, mayMoveStages: true }, lane: 'bulk' },
  ],
  VisitRecorded: ({ externalUserId }) => [ofCustomer(externalUserId)],
}
