import type { Reactions } from '../reactions.ts'

/** What people are told of at once, as far as the hour allows. */
export const digestsReactions: Reactions = {
  ObjectionAnswered: ({ objectionId }) => [{ kind: 'digests.objection', payload: { objectionId } }],
}
