import type { Reactions } from '../reactions.ts'

/**
 * Facts that start, stop or move follow-ups. An order is looked at when it is recorded and again when its credit is
 * posted, because the buyer may become known in between; planning twice changes nothing.
 */
export const followUpsReactions: Reactions = {
  CustomerAdded: ({ externalUserId, guideId, atMs }) => [
    { kind: 'followUps.plan', payload: { externalUserId, guideId, atMs } },
  ],
  OrderRecorded: ({ orderId }) => [{ kind: 'followUps.planForOrder', payload: { orderId } }],
  CreditPosted: ({ orderId }) => [{ kind: 'followUps.planForOrder', payload: { orderId } }],
  CustomerIdentified: ({ externalUserId }) => [{ kind: 'followUps.planForIdentified', payload: { externalUserId } }],
  OrderRefunded: ({ orderId, refundId }) =>
    orderId === undefined ? [] : [{ kind: 'followUps.endForRefund', payload: { orderId, refundId } }],
  CustomerLost: ({ externalUserId, guideId }) => [
    { kind: 'followUps.endForLost', payload: { externalUserId, guideId } },
  ],
  BindingMoved: ({ externalUserId }) => [{ kind: 'followUps.move', payload: { externalUserId } }],
}
