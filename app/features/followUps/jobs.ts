import type { TemplateCard } from 'wecom-sdk'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { deliverDue } from './commands/deliverDue.ts'
import { deliverFollowUps } from './commands/deliverFollowUps.ts'
import { endForLost, endForRefund, moveToNewGuide } from './commands/endFollowUps.ts'
import { planForNewFriend } from './commands/planForNewFriend.ts'
import { planForIdentified, planForOrder } from './commands/planForOrder.ts'
import { refreshCard } from './commands/refreshCard.ts'
import { resendCard } from './commands/resendCard.ts'
import { sendCard } from './commands/sendCard.ts'
import { sweepFollowUps } from './commands/sweepFollowUps.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'

const key = z.string().min(1).max(128)
const id = z.int().positive()
const NOTHING = z.unknown()
const CUSTOMER = z.object({ externalUserId: key })
const FRIEND = z.object({ externalUserId: key, guideId: id, atMs: z.int() })
const CARD = z.custom<TemplateCard>((value) => z.looseObject({ card_type: z.string() }).safeParse(value).success)
const SEND = z.object({ userId: key, card: CARD, followUpId: id.optional() })
const REFRESH = z.object({ followUpId: id, guideId: id, taskId: key, responseCode: z.string().min(1).max(256) })

/** Work on follow-ups. `content` is what operators wrote: playbooks and card texts, read once at start. */
export function followUpsJobs(content: FollowUpContent): JobDefinition<Deps>[] {
  const { playbooks } = content
  return [
    job('plan', FRIEND, (deps, friend, run) => planForNewFriend(deps, playbooks, friend, run)),
    job('planForOrder', z.object({ orderId: id }), (deps, { orderId }, run) =>
      planForOrder(deps, playbooks, orderId, run),
    ),
    job('planForIdentified', CUSTOMER, (deps, { externalUserId }, run) => planForIdentified(deps, externalUserId, run)),
    job('endForRefund', z.object({ orderId: id, refundId: id }), (deps, refund, run) =>
      endForRefund(deps, playbooks, refund, run),
    ),
    job('endForLost', z.object({ externalUserId: key, guideId: id }), endForLost),
    job('move', CUSTOMER, (deps, { externalUserId }, run) => moveToNewGuide(deps, externalUserId, run)),
    job('deliverDue', NOTHING, (deps, _, run) => deliverDue(deps, run)),
    job('deliver', z.object({ guideId: id }), (deps, { guideId }, run) =>
      deliverFollowUps(deps, content, guideId, run),
    ),
    job('sendCard', SEND, sendCard),
    job('refreshCard', REFRESH, (deps, card, run) => refreshCard(deps, content, card, run)),
    job('resendCard', z.object({ followUpId: id, taskId: key }), (deps, card, run) =>
      resendCard(deps, content, card, run),
    ),
    job('sweep', NOTHING, (deps, _, run) => sweepFollowUps(deps, content, run)),
  ]
}

type Run<P> = JobDefinition<Deps, P>['run']

function job<P>(name: string, payload: z.ZodType<P>, run: Run<P>): JobDefinition<Deps> {
  return defineJob({
    kind: `followUps.${name}`,
    payload,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run,
  })
}

export const followUpsSchedules: Schedule[] = [
  { name: 'followUps.deliverDue', cron: '* * * * *', job: { kind: 'followUps.deliverDue', payload: {} } },
  { name: 'followUps.sweep', cron: '3-59/5 * * * *', job: { kind: 'followUps.sweep', payload: {} } },
]
