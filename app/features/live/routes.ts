import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { callNow } from './commands/callViewers.ts'
import { saveLiveSession } from './commands/saveSession.ts'
import { takeViewers } from './commands/takeViewers.ts'
import { LIVE_INPUT, LIVE_RESULT, LIVE_SESSIONS, VIEWERS_INPUT, VIEWERS_TAKEN } from './contract.ts'
import { listSessions, readLiveResult } from './queries.ts'

const ID = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })
const VIEWERS_BYTES = 256 * 1024

/** Live broadcasts, and everything inside the 72 or 48 hours after them. */
export function liveRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/live-sessions',
      access: 'manager',
      summary: 'Live sessions, newest first',
      answer: LIVE_SESSIONS,
      handle: () => listSessions(deps.db.read, deps.clock.nowMs()),
    }),
    route({
      method: 'get',
      path: '/api/live-sessions/:id',
      access: 'manager',
      summary: 'One session: invited, watched, came back to the shop, and the follow-ups; stores in reach',
      params: ID,
      answer: LIVE_RESULT,
      handle: ({ actor, params }) => readLiveResult(deps, actor, params.id),
    }),
    route({
      method: 'post',
      path: '/api/live-sessions',
      access: 'operator',
      summary: 'A new session',
      body: LIVE_INPUT,
      answer: LIVE_RESULT,
      handle: async ({ actor, body }) =>
        readLiveResult(deps, actor, await saveLiveSession(deps, actor, undefined, body)),
    }),
    route({
      method: 'post',
      path: '/api/live-sessions/:id',
      access: 'operator',
      summary: 'Changes a session whose follow-ups have not begun',
      params: ID,
      body: LIVE_INPUT,
      answer: LIVE_RESULT,
      handle: async ({ actor, params, body }) =>
        readLiveResult(deps, actor, await saveLiveSession(deps, actor, params.id, body)),
    }),
    route({
      method: 'post',
      path: '/api/live-sessions/:id/viewers',
      access: 'operator',
      summary: 'Adds who was invited and who watched; the same list again changes nothing',
      params: ID,
      body: VIEWERS_INPUT,
      bodyLimitBytes: VIEWERS_BYTES,
      answer: VIEWERS_TAKEN,
      handle: ({ actor, params, body }) => takeViewers(deps, actor, params.id, body),
    }),
    route({
      method: 'post',
      path: '/api/live-sessions/:id/call',
      access: 'operator',
      summary: 'The list is complete: asks for the follow-ups now; again changes nothing',
      params: ID,
      answer: LIVE_RESULT,
      handle: async ({ actor, params }) => {
        await callNow(deps, actor, params.id)
        return readLiveResult(deps, actor, params.id)
      },
    }),
  ]
}
