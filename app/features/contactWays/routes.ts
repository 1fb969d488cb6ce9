import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { actorOf, guideByUserId, reachesStore } from '../staff/queries.ts'
import { ensureWay } from './commands/ensureContactWays.ts'
import { CONTACT_WAY_INPUT, CONTACT_WAY_ROW, CONTACT_WAYS } from './contract.ts'
import { contactWaysFor } from './queries.ts'

/** QRs by which customers find a guide; each carries its own token. */
export function contactWayRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/contact-ways',
      access: 'guide',
      summary: 'My QRs, and those of the stores in my reach',
      answer: CONTACT_WAYS,
      handle: async ({ actor }) => ({ rows: await contactWaysFor(deps.db.read, actor) }),
    }),
    route({
      method: 'post',
      path: '/api/contact-ways',
      access: 'manager',
      summary: 'A QR for a guide, a store and a campaign; the same again gives the same',
      body: CONTACT_WAY_INPUT,
      answer: CONTACT_WAY_ROW,
      async handle({ body, actor }) {
        const guideId = await guideInStore(deps, actor, body)
        const wanted = {
          kind: 'guide' as const,
          guideId,
          storeCode: body.storeCode,
          campaign: body.campaign,
          chatId: null,
        }
        const { way } = await ensureWay(deps, wanted)
        const rows = await contactWaysFor(deps.db.read, actor)
        const row = rows.find(({ state }) => state === way.state)
        if (!row) throw new AppError('NOT_FOUND')
        return row
      },
    }),
  ]
}

/** @throws AppError NOT_FOUND unless the store is in reach and the guide works there today */
async function guideInStore(
  deps: Deps,
  actor: Actor,
  ask: { guideUserId: string; storeCode: string },
): Promise<number> {
  const { read } = deps.db
  const isManager = actor.role === 'operator' || actor.role === 'store_manager'
  if (!isManager || !reachesStore(actor, ask.storeCode)) throw new AppError('NOT_FOUND')
  const guide = await guideByUserId(read, ask.guideUserId)
  const today = guide && (await actorOf(read, guide.id, businessDayOf(deps.clock.nowMs())))
  if (!today?.storeCodes.includes(ask.storeCode)) throw new AppError('NOT_FOUND')
  return today.guideId
}
