import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { isValidOn } from '../../talkTracks/chooseTracks.ts'
import { TALK_TRACK_ROW } from '../followUps/contract.ts'
import { knowsRecipient, type Recipient, rowsOf } from './queries.ts'

const MAX_ROWS = 50
/** The welcome message goes out by itself, within 20 s of the adding; nobody sends it by hand. */
const AUTOMATIC = 'welcome'

const QUERY = z.strictObject({
  q: z.string().max(40).default(''),
  externalUserId: z.string().min(1).max(64).optional(),
  chatId: z.string().min(1).max(64).optional(),
})

/** Searching what to say. */
export function talkTrackRoutes(deps: Deps): Route[] {
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
        const day = businessDayOf(deps.clock.nowMs())
        const isForGroup = query.chatId !== undefined
        const tracks = deps.talkTracks
          .search(query.q)
          .filter((track) => track.set !== AUTOMATIC && isValidOn(track, day))
          .filter((track) => track.set.startsWith('group/') === isForGroup)
          .filter((track) => track.level === 'any' || track.level === actor.level)
        return { rows: await rowsOf(deps, actor, to, tracks.slice(0, MAX_ROWS)) }
      },
    }),
  ]
}

function recipientOf({ chatId, externalUserId }: z.output<typeof QUERY>): Recipient | undefined {
  if (chatId !== undefined) return { chatId }
  return externalUserId === undefined ? undefined : { externalUserId }
}
