import type { EntityManager } from 'typeorm'
import type { Deps } from '../deps.ts'
import { contactWaysJobs, contactWaysSchedules } from '../features/contactWays/jobs.ts'
import { contactWaysReactions } from '../features/contactWays/reactions.ts'
import { creditsJobs, creditsSchedules } from '../features/credits/jobs.ts'
import { purchasesOf } from '../features/credits/queries.ts'
import { creditsReactions } from '../features/credits/reactions.ts'
import { customersInbox } from '../features/customers/inbox.ts'
import { customersJobs, customersSchedules } from '../features/customers/jobs.ts'
import { customersReactions } from '../features/customers/reactions.ts'
import { followUpsInbox } from '../features/followUps/inbox.ts'
import { followUpsJobs, followUpsSchedules } from '../features/followUps/jobs.ts'
import type { FollowUpContent } from '../features/followUps/loadPlaybooks.ts'
import { followUpsReactions } from '../features/followUps/reactions.ts'
import { groupsInbox } from '../features/groups/inbox.ts'
import { groupsJobs, groupsSchedules } from '../features/groups/jobs.ts'
import { groupsReactions } from '../features/groups/reactions.ts'
import { lifecycleJobs, lifecycleSchedules } from '../features/lifecycle/jobs.ts'
import { lifecycleReactions } from '../features/lifecycle/reactions.ts'
import type { CallbackHandlers, Reactions } from '../features/reactions.ts'
import { sessionJobs, sessionSchedules } from '../features/session/jobs.ts'
import { staffInbox } from '../features/staff/inbox.ts'
import { defineJob } from '../jobs/defineJob.ts'
import { purgeJob, purgeSchedule } from '../jobs/purge.ts'
import type { JobDefinition, Schedule } from '../jobs/types.ts'

/** Everything that runs by itself, listed by hand: who wants to know what the product does reads this page. */

/** From facts to work. */
export const REACTIONS: Reactions[] = [
  contactWaysReactions,
  customersReactions,
  creditsReactions,
  followUpsReactions,
  groupsReactions,
  lifecycleReactions,
]

/** Every kind of job. `content`: the operators' playbooks and card texts, which follow-ups are made of. */
export function listJobs(content: FollowUpContent): JobDefinition<Deps>[] {
  return [
    ...customersJobs,
    ...contactWaysJobs,
    ...creditsJobs,
    ...followUpsJobs(content),
    ...groupsJobs,
    ...lifecycleJobs(readPurchases),
    ...sessionJobs,
    defineJob<Deps, Record<string, never>>(purgeJob),
  ]
}

/** Every sweep and nightly run. */
export const SCHEDULES: Schedule[] = [
  ...customersSchedules,
  ...contactWaysSchedules,
  ...creditsSchedules,
  ...followUpsSchedules,
  ...groupsSchedules,
  ...lifecycleSchedules,
  ...sessionSchedules,
  purgeSchedule,
]

/** Who handles which callback. */
export const CALLBACK_HANDLERS: CallbackHandlers[] = [customersInbox, groupsInbox, staffInbox, followUpsInbox]

async function readPurchases(read: EntityManager, externalUserId: string) {
  return (await purchasesOf(read, externalUserId)).map(({ paidAtMs, netFen }) => ({ atMs: paidAtMs, netFen }))
}
