import { OUTCOME_MS } from '../../domain/talkTracks/outcomes.ts'
import type { Reactions } from '../reactions.ts'

/** A follow-up is open for at most a month, and its answer can be corrected for two weeks more. */
const CORRECTION_MS = 45 * 86_400_000

/**
 * Facts that may be the outcome of a sentence. `CreditPosted` comes after the buyer of an order was looked for, so it
 * also covers who is identified late. A corrected answer leaves the place it stood at before.
 */
export const talkTracksReactions: Reactions = {
  SentenceSent: ({ externalUserId, atMs }) => [
    { kind: 'talkTracks.outcomes', payload: { externalUserId, fromMs: atMs, toMs: atMs } },
  ],
  AnswerRecorded: ({ externalUserId, atMs }) => [
    {
      kind: 'talkTracks.outcomes',
      payload: { externalUserId, fromMs: atMs - OUTCOME_MS - CORRECTION_MS, toMs: atMs },
    },
  ],
  CreditPosted: ({ orderId, formerBuyer }) => [
    { kind: 'talkTracks.orderOutcomes', payload: formerBuyer === undefined ? { orderId } : { orderId, formerBuyer } },
  ],
  OrderRefunded: ({ orderId }) =>
    orderId === undefined ? [] : [{ kind: 'talkTracks.orderOutcomes', payload: { orderId } }],
}
