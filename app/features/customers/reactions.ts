import type { Reactions } from '../reactions.ts'

export const customersReactions: Reactions = {
  GuideLeft: ({ guideId, atMs }) => [{ kind: 'customers.endBindings', payload: { guideId, atMs } }],
  GroupChanged: ({ chatId }) => [{ kind: 'customers.bindGroupJoins', payload: { chatId } }],
}
