import { z } from 'zod'
import { MassSend } from '../../db/entities/outreach.ts'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { countSegment } from '../segments/queries.ts'
import { guideNames } from '../staff/queries.ts'
import { cancelMassSend } from './commands/cancelMassSend.ts'
import { createMassSend } from './commands/createMassSend.ts'
import {
  CHECK_INPUT,
  MASS_SEND,
  MASS_SEND_CHECK,
  MASS_SEND_DETAIL,
  MASS_SEND_INPUT,
  MASS_SENDS,
  type MassSendDetail,
} from './contract.ts'
import { presentDetail, presentMassSend } from './present.ts'
import { countTargets } from './queries.ts'
import { attachmentsOf, wordsOf } from './words.ts'

const ID = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })
const MOST = 50

/** Mass sends; a manager's own, an operator's all. */
export function massSendRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/mass-sends/check',
      access: 'manager',
      summary: 'What a mass send would say, whom it would reach and whom not: nothing is stored',
      body: CHECK_INPUT,
      answer: MASS_SEND_CHECK,
      handle: async ({ actor, body }) => {
        const { text, talkTrackId } = wordsOf(deps, body)
        const { massPerDay: perDay, massPerMonth: perMonth } = deps.rules.cadence
        const track = talkTrackId === null ? undefined : deps.talkTracks.find(talkTrackId)
        const count = await countSegment(deps, actor.reach, body.filter)
        const attachments = attachmentsOf(deps, track).length
        return { ...count, text, bytes: Buffer.byteLength(text), attachments, quota: { perDay, perMonth } }
      },
    }),
    route({
      method: 'post',
      path: '/api/mass-sends',
      access: 'manager',
      summary: 'Asks for a mass send, once per clientKey; guides confirm it in WeCom',
      body: MASS_SEND_INPUT,
      answer: MASS_SEND,
      handle: async ({ actor, body }) => presentMassSend(await createMassSend(deps, actor, body), []),
    }),
    route({
      method: 'get',
      path: '/api/mass-sends',
      access: 'manager',
      summary: 'Mass sends with their progress, newest first',
      answer: MASS_SENDS,
      handle: async ({ actor }) => {
        const order = { createdAt: 'DESC', id: 'DESC' } as const
        const sends = await deps.db.read.find(MassSend, { where: ownOf(actor), order, take: MOST })
        const counts = await countTargets(
          deps.db.read,
          sends.map(({ id }) => id),
        )
        return { massSends: sends.map((send) => presentMassSend(send, counts)) }
      },
    }),
    route({
      method: 'get',
      path: '/api/mass-sends/:id',
      access: 'manager',
      summary: 'One mass send, per guide and with the reasons of those left out',
      params: ID,
      answer: MASS_SEND_DETAIL,
      handle: ({ actor, params }) => detail(deps, actor, params.id),
    }),
    route({
      method: 'post',
      path: '/api/mass-sends/:id/cancel',
      access: 'manager',
      summary: 'Stops what has not left; what arrived stays',
      params: ID,
      answer: MASS_SEND_DETAIL,
      handle: async ({ actor, params }) => {
        await openMassSend(deps, actor, params.id)
        await cancelMassSend(deps, params.id)
        return detail(deps, actor, params.id)
      },
    }),
  ]
}

const ownOf = ({ reach, userId }: Actor) => (reach.kind === 'all' ? {} : { createdBy: userId })

async function openMassSend(deps: Deps, actor: Actor, id: number): Promise<MassSend> {
  const send = await deps.db.read.findOneBy(MassSend, { id, ...ownOf(actor) })
  if (!send) throw new AppError('NOT_FOUND')
  return send
}

async function detail(deps: Deps, actor: Actor, id: number): Promise<MassSendDetail> {
  const send = await openMassSend(deps, actor, id)
  const counts = await countTargets(deps.db.read, [id], true)
  const guideIds = counts.map(({ guideId }) => guideId)
  const names = await guideNames(deps.db.read, guideIds)
  return presentDetail(send, counts, names)
}
