import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { type ActOutcome, actOnFollowUp } from './commands/actOnFollowUp.ts'
import { reportFreeSend, reportSent } from './commands/reportSent.ts'
import {
  DONE_REPORT,
  FOLLOW_UP,
  FOLLOW_UP_CHANGED,
  FOLLOW_UP_PARAMS,
  type FollowUpChanged,
  MY_FOLLOW_UPS,
  SENT_REPORT,
  SKIP_REPORT,
  SNOOZE_REPORT,
} from './contract.ts'
import type { Act } from './decideAct.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'
import { myFollowUp, myFollowUps, nextFollowUp } from './queries.ts'
import { type Viewing, viewing } from './views.ts'

const FREE_SEND = SENT_REPORT.required({ clientKey: true, text: true })
  .extend({ externalUserId: z.string().min(1).max(64).optional(), chatId: z.string().min(1).max(64).optional() })
  .refine(({ externalUserId, chatId }) => (externalUserId === undefined) !== (chatId === undefined), '要有一个收信人')

/** A guide's follow-ups: the list, one of them, and what can be done with it. Everybody else's do not exist. */
export function followUpRoutes(deps: Deps, content: FollowUpContent): Route[] {
  const views = viewing(deps, content)
  const act = (actor: Actor, id: number, what: Act) => actAndAnswer(deps, views, actor, id, what)
  const acting = { method: 'post', params: FOLLOW_UP_PARAMS, answer: FOLLOW_UP_CHANGED } as const
  return [
    route({
      method: 'get',
      path: '/api/follow-ups',
      access: 'guide',
      summary: 'My follow-ups for today',
      answer: MY_FOLLOW_UPS,
      handle: ({ actor }) => myFollowUps(views, actor),
    }),
    route({
      method: 'get',
      path: '/api/follow-ups/:id',
      access: 'guide',
      summary: 'One follow-up of mine, open or closed',
      params: FOLLOW_UP_PARAMS,
      answer: FOLLOW_UP,
      handle: ({ actor, params }) => ownView(views, actor, params.id),
    }),
    route({
      ...acting,
      access: 'guide',
      path: '/api/follow-ups/:id/sent',
      summary: 'How sending the sentence ended; only ok closes it. Without a body: ok, with the suggested text',
      body: SENT_REPORT,
      handle: async ({ actor, params, body }) => {
        const view = await ownView(views, actor, params.id)
        return answer(views, actor, params.id, await reportSent(deps, actor, view, body))
      },
    }),
    route({
      ...acting,
      access: 'guide',
      path: '/api/follow-ups/:id/done',
      summary: 'Followed up without a message',
      body: DONE_REPORT,
      handle: ({ actor, params, body }) => act(actor, params.id, { kind: 'done', note: body.note }),
    }),
    route({
      ...acting,
      access: 'guide',
      path: '/api/follow-ups/:id/snooze',
      summary: 'Put off',
      body: SNOOZE_REPORT,
      handle: ({ actor, params, body }) => act(actor, params.id, { kind: 'snooze', until: body.until }),
    }),
    route({
      ...acting,
      access: 'guide',
      path: '/api/follow-ups/:id/skip',
      summary: 'Skipped, with the reason',
      body: SKIP_REPORT,
      handle: ({ actor, params, body }) => act(actor, params.id, { kind: 'skip', reason: body.reason }),
    }),
    route({
      ...acting,
      access: 'guide',
      path: '/api/follow-ups/:id/reopen',
      summary: 'Undo closing, within 10 seconds',
      handle: ({ actor, params }) => act(actor, params.id, { kind: 'reopen' }),
    }),
    route({
      method: 'post',
      path: '/api/sends',
      access: 'guide',
      summary: 'A talk track was sent without a follow-up',
      body: FREE_SEND,
      answer: z.object({ isRecorded: z.literal(true) }),
      handle: async ({ actor, body: { externalUserId, chatId, ...report } }) => {
        const to = chatId === undefined ? { externalUserId: externalUserId ?? '' } : { chatId }
        await reportFreeSend(deps, actor, to, report)
        return { isRecorded: true as const }
      },
    }),
  ]
}

async function ownView(views: Viewing, actor: Actor, id: number) {
  const view = await myFollowUp(views, actor, id)
  if (!view) throw new AppError('NOT_FOUND')
  return view
}

async function actAndAnswer(deps: Deps, views: Viewing, actor: Actor, id: number, what: Act): Promise<FollowUpChanged> {
  const outcome = await actOnFollowUp(deps, { followUpId: id, guideId: actor.guideId, act: what })
  return answer(views, actor, id, outcome)
}

async function answer(views: Viewing, actor: Actor, id: number, outcome: ActOutcome): Promise<FollowUpChanged> {
  if (outcome === 'not_found') throw new AppError('NOT_FOUND')
  if (outcome === 'closed') throw new AppError('FOLLOW_UP_CLOSED')
  const followUp = await ownView(views, actor, id)
  return { followUp, next: await nextFollowUp(views, actor, followUp) }
}
