import type { Context } from 'koa'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { actorOf } from '../staff/queries.ts'

/** What the signed cookie holds: who, never what they may do. */
export interface SessionContent {
  guideId: number
  userId: string
  corpId: string
}

/**
 * The actor behind a session, with today's roles and reach read afresh: a guide who left or changed store is treated
 * so at once, whatever the cookie says.
 */
export function createAuthenticate(
  deps: Pick<Deps, 'db' | 'clock' | 'site'>,
): (ctx: Context) => Promise<Actor | undefined> {
  return async (ctx) => {
    const { guideId, corpId } = (ctx.session ?? {}) as Partial<SessionContent>
    if (!Number.isSafeInteger(guideId) || guideId === undefined || corpId !== deps.site.corpId) return undefined
    return actorOf(deps.db.read, guideId, businessDayOf(deps.clock.nowMs()))
  }
}
