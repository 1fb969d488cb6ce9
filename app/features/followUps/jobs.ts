import type { TemplateCard } from 'wecom-sdk'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { clickMenu } from './commands/clickMenu.ts'
import { deliverDue } from './commands/deliverDue.ts'
import { deliverFollowUps } from './commands/deliverFollowUps.ts'
import { refreshCard } from './commands/refreshCard.ts'
import { replanCustomer } from './commands/replanCustomer.ts'
import { replanBuyer, replanGuide } from './commands/replanMany.ts'
import { resendCard } from './commands/resendCard.ts'
import { sendCard } from './commands/sendCard.ts'
import { startPlaybook } from './commands/startPlaybook.ts'
import { sweepFollowUps } from './commands/sweepFollowUps.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'

const key = z.string().min(1).max(128)
const id = z.int().positive()
const NOTHING = z.unknown()
const CUSTOMER = z.object({ externalUserId: key })
const OPEN_OF = z.object({
  guideId: id,
  fromMs: z.int().optional(),
  toMs: z.int().optional(),
  after: z.string().max(128).optional(),
})
const CALL = z.object({
  playbookId: key,
  externalUserId: key,
  anchorKey: key,
  startAtMs: z.int(),
  endsAtMs: z.int().optional(),
  data: z.record(z.string(), z.string()),
})
const DELIVERY = z.object({ guideId: id, customers: z.array(key), isAlone: z.boolean().optional() })
const CARD = z.custom<TemplateCard>((value) => z.looseObject({ card_type: z.string() }).safeParse(value).success)
const SEND = z.object({ userId: key, card: CARD, followUpId: id.optional() })
const CODE = { taskId: key, responseCode: z.string().min(1).max(256) }
const REFRESH = z.object({ followUpId: id, guideId: id, ...CODE, isClicked: z.boolean().optional() })
const MENU = z.object({ followUpId: id, guideId: id, key: z.string().min(1).max(128), clicked: z.object(CODE) })

/** Work on follow-ups. `content` is what operators wrote: playbooks and card texts, read once at start. */
export function followUpsJobs(content: FollowUpContent): JobDefinition<Deps>[] {
  const { playbooks } = content
  return [
    job('replan', CUSTOMER, (deps, { externalUserId }, run) => replanCustomer(deps, playbooks, externalUserId, run)),
    job('replanForOrder', z.object({ orderId: id }), (deps, { orderId }, run) =>
      replanBuyer(deps, playbooks, orderId, run),
    ),
    job('replanGuide', OPEN_OF, replanGuide),
    job('start', CALL, (deps, call, run) => startPlaybook(deps, playbooks, call, run)),
    job('deliverDue', NOTHING, (deps, _, run) => deliverDue(deps, run)),
    job('deliver', DELIVERY, (deps, delivery, run) => deliverFollowUps(deps, content, delivery, run)),
    job('sendCard', SEND, sendCard),
    job('refreshCard', REFRESH, (deps, card, run) => refreshCard(deps, content, card, run)),
    job('clickMenu', MENU, (deps, click) => clickMenu(deps, content, click)),
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
