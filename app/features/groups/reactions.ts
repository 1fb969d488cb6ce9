import type { Reactions } from '../reactions.ts'

export const groupsReactions: Reactions = {
  GroupChanged: ({ chatId }) => [{ kind: 'groups.fetchNew', payload: { chatId } }],
}
