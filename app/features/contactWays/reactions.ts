import type { Reactions } from '../reactions.ts'

/** A guide who was just imported has a QR today, not tomorrow morning. */
export const contactWaysReactions: Reactions = {
  ChainChanged: () => [{ kind: 'contactWays.ensure', payload: {}, lane: 'bulk' }],
}
