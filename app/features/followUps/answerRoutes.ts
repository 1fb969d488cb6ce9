import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { openComplaintOf } from '../complaints/queries.ts'
import { CUSTOMER_PARAMS } from '../customers/contract.ts'
import { muteCustomer } from './commands/muteCustomer.ts'
import { type OpenComplaint, recordAnswer } from './commands/recordAnswer.ts'
import {
  ANSWER_REPORT,
  FOLLOW_UP_ANSWERED,
  FOLLOW_UP_PARAMS,
  FOLLOW_UP_TRACKS,
  type FollowUpAnswered,
  MUTE,
  MUTE_INPUT,
} from './contract.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'
import { myFollowUp, myTracks, nextFollowUp } from './queries.ts'
import { viewing } from './views.ts'

export interface AnswerRouteParts {
  openComplaint: OpenComplaint
}

/** What the guide found out, what else could be said, and who wants to be left in peace. */
export function answerRoutes(deps: Deps, content: FollowUpContent, { openComplaint }: AnswerRouteParts): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/follow-ups/:id/answers',
      access: 'guide',
      summary: 'What the customer answered to what the follow-up asks; up to 14 days after it was closed',
      params: FOLLOW_UP_PARAMS,
      body: ANSWER_REPORT,
      answer: FOLLOW_UP_ANSWERED,
      async handle({ actor, params, body }) {
        await recordAnswer(deps, content, openComplaint, { followUpId: params.id, guideId: actor.guideId, ...body })
        return answered(deps, content, actor, params.id)
      },
    }),
    route({
      method: 'get',
      path: '/api/follow-ups/:id/tracks',
      access: 'guide',
      summary: 'Other talk tracks for this follow-up, filled in',
      params: FOLLOW_UP_PARAMS,
      answer: FOLLOW_UP_TRACKS,
      async handle({ actor, params }) {
        const rows = await myTracks(viewing(deps, content), actor, params.id)
        if (!rows) throw new AppError('NOT_FOUND')
        return { rows }
      },
    }),
    route({
      method: 'post',
      path: '/api/customers/:externalUserId/mute',
      access: 'guide',
      summary: 'No prompts of this customer until tomorrow, or ever; or prompts again',
      params: CUSTOMER_PARAMS,
      body: MUTE_INPUT,
      answer: MUTE,
      handle: ({ actor, params, body }) => muteCustomer(deps, content, actor, { ...params, ...body }),
    }),
  ]
}

async function answered(deps: Deps, content: FollowUpContent, actor: Actor, id: number): Promise<FollowUpAnswered> {
  const views = viewing(deps, content)
  const followUp = await myFollowUp(views, actor, id)
  if (!followUp) throw new AppError('NOT_FOUND')
  const next = await nextFollowUp(views, actor, followUp)
  const complaint = await openComplaintOf(deps.db.read, actor.guideId, followUp.externalUserId)
  return { followUp, next, complaint }
}
