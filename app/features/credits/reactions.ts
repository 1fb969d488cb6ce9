import type { NewJob } from '../../jobs/types.ts'
import type { Reactions } from '../reactions.ts'

/** Every fact that may decide an order, or decide it anew. */
export const creditsReactions: Reactions = {
  OrderRecorded: ({ orderId }) => [{ kind: 'credits.post', payload: { orderId } }],
  OrderRefunded: ({ orderId, refundId, isPosted }) => {
    if (isPosted) return []
    if (orderId === undefined) return [{ kind: 'credits.postRefund', payload: { refundId } }]
    return [{ kind: 'credits.post', payload: { orderId } }]
  },
  // A friendship is a touch: where rules count touches, decided orders paid since are looked at again.
  CustomerAdded: ({ externalUserId, atMs }) => [repost({ externalUserId, atMs, boundSinceMs: atMs })],
  FriendshipLearned: ({ externalUserId, atMs }) => [repost({ externalUserId, atMs, boundSinceMs: atMs })],
  CustomerIdentified: ({ externalUserId, atMs }) => [repost({ externalUserId, atMs })],
  BindingOpened: ({ externalUserId, atMs }) => [repost({ externalUserId, atMs, boundSinceMs: atMs })],
  BindingMoved: ({ externalUserId, atMs }) => [repost({ externalUserId, atMs, boundSinceMs: atMs })],
  // Told late, it may have ended before sales that were already given to it.
  BindingEnded: ({ externalUserId, atMs }) => [repost({ externalUserId, atMs, boundSinceMs: atMs })],
  ChainChanged: () => [{ kind: 'credits.settleStrangers', payload: {}, lane: 'bulk' }],
}

function repost(payload: { externalUserId: string; atMs: number; boundSinceMs?: number }): NewJob {
  return { kind: 'credits.repostCustomer', payload }
}
