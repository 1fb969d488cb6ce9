import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { type Route, route } from '../../http/route.ts'
import type { TrackFiles } from '../../talkTracks/trackFiles.ts'
import { acceptOffer, declineOffer } from './commands/decideOffer.ts'
import { offerTrack } from './commands/offerTrack.ts'
import {
  ACCEPT_INPUT,
  DECLINE_INPUT,
  OFFER,
  OFFER_ACCEPTED,
  OFFER_INPUT,
  OFFERS,
  OFFERS_QUERY,
} from './offerContract.ts'
import { listOffers, showOffer } from './offerQueries.ts'

const ID = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) })

/** A guide offers their own words, an operator makes them a talk track. */
export function offerRoutes(deps: Deps, playbooks: readonly Playbook[], files: TrackFiles): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/talk-track-offers',
      access: 'guide',
      summary: 'Offers an edited sentence as a new talk track; names and products in it become variables',
      body: OFFER_INPUT,
      answer: OFFER,
      handle: async ({ actor, body }) => showOffer(deps, await offerTrack(deps, playbooks, actor, body)),
    }),
    route({
      method: 'get',
      path: '/api/talk-track-offers',
      access: 'guide',
      summary: 'Offered talk tracks: an operator sees all, a guide their own with what became of them',
      query: OFFERS_QUERY,
      answer: OFFERS,
      handle: ({ actor, query }) => listOffers(deps, playbooks, actor, query.state),
    }),
    route({
      method: 'post',
      path: '/api/talk-track-offers/:id/accept',
      access: 'operator',
      summary: 'Writes the offer into templates/talk-tracks; said from the next start on',
      params: ID,
      body: ACCEPT_INPUT,
      answer: OFFER_ACCEPTED,
      handle: async ({ actor, params, body }) => {
        const file = await acceptOffer(deps, files, actor, params.id, body)
        const text = `已写入 templates/talk-tracks/${file}，下次启动后开始使用，记得提交到代码库`
        return { offer: await showOffer(deps, params.id), file, text }
      },
    }),
    route({
      method: 'post',
      path: '/api/talk-track-offers/:id/decline',
      access: 'operator',
      summary: 'Declines the offer, with a word why',
      params: ID,
      body: DECLINE_INPUT,
      answer: OFFER,
      handle: async ({ actor, params, body }) => {
        await declineOffer(deps, actor, params.id, body.note)
        return showOffer(deps, params.id)
      },
    }),
  ]
}
