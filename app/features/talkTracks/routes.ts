import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { TALK_TRACK_ROW } from '../followUps/contract.ts'
import { LIBRARY } from './contract.ts'
import { libraryOf } from './library.ts'
import { findTalkTracks, knowsRecipient, type Recipient } from './queries.ts'

const QUERY = z.strictObject({
  q: z.string().max(40).default(''),
  externalUserId: z.string().min(1).max(64).optional(),
  chatId: z.string().min(1).max(64).optional(),
})

/** Searching what to say; the whole library for operators. */
export function talkTrackRoutes(deps: Deps, playbooks: readonly Playbook[]): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/talk-tracks',
      access: 'guide',
      summary: 'Talk tracks that contain the words, filled in for the customer or group',
      query: QUERY,
      answer: z.object({ rows: z.array(TALK_TRACK_ROW) }),
      handle: async ({ actor, query }) => {
        const to = recipientOf(query)
        if (to && !(await knowsRecipient(deps, actor, to))) throw new AppError('NOT_FOUND')
        return { rows: await findTalkTracks(deps, actor, query.q, to) }
      },
    }),
    route({
      method: 'get',
      path: '/api/talk-tracks/library',
      access: 'operator',
      summary: 'Every talk track with its sample filled in, by set, and what to look at',
      query: z.strictObject({ q: z.string().max(40).default('') }),
      answer: LIBRARY,
      handle: async ({ query }) => libraryOf(deps, playbooks, query.q, businessDayOf(deps.clock.nowMs())),
    }),
  ]
}

function recipientOf({ chatId, externalUserId }: z.output<typeof QUERY>): Recipient | undefined {
  if (chatId !== undefined) return { chatId }
  return externalUserId === undefined ? undefined : { externalUserId }
}
