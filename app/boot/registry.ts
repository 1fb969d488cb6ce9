import type { Deps } from '../deps.ts'
import { readLeaderboard } from '../features/boards/leaderboard.ts'
import { campaignsJobs, campaignsSchedules } from '../features/campaigns/jobs.ts'
import { contactWaysJobs, contactWaysSchedules } from '../features/contactWays/jobs.ts'
import { contactWaysReactions } from '../features/contactWays/reactions.ts'
import { creditsJobs, creditsSchedules } from '../features/credits/jobs.ts'
import { creditsReactions } from '../features/credits/reactions.ts'
import { customersInbox } from '../features/customers/inbox.ts'
import { customersJobs, customersSchedules } from '../features/customers/jobs.ts'
import { customersReactions } from '../features/customers/reactions.ts'
import { digestsInbox } from '../features/digests/inbox.ts'
import { digestsJobs, digestsSchedules } from '../features/digests/jobs.ts'
import { digestsReactions } from '../features/digests/reactions.ts'
import { dryRunsJobs } from '../features/dryRuns/jobs.ts'
import { dateJobs, dateSchedules } from '../features/followUps/dates/jobs.ts'
import { followUpsInbox } from '../features/followUps/inbox.ts'
import { followUpsJobs, followUpsSchedules } from '../features/followUps/jobs.ts'
import type { FollowUpContent } from '../features/followUps/loadPlaybooks.ts'
import { followUpsReactions } from '../features/followUps/reactions.ts'
import { showGroupBoard } from '../features/groups/commands/showGroupBoard.ts'
import { groupsInbox } from '../features/groups/inbox.ts'
import { groupsJobs, groupsSchedules } from '../features/groups/jobs.ts'
import { groupsReactions } from '../features/groups/reactions.ts'
import { ledgerJobs, ledgerSchedules } from '../features/ledger/jobs.ts'
import { lifecycleJobs, lifecycleSchedules } from '../features/lifecycle/jobs.ts'
import { lifecycleReactions } from '../features/lifecycle/reactions.ts'
import { liveJobs, liveSchedules } from '../features/live/jobs.ts'
import { massSendsJobs, massSendsSchedules } from '../features/massSends/jobs.ts'
import { recordOrderIn } from '../features/orders/commands/recordOrder.ts'
import { recordRefundIn } from '../features/orders/commands/recordRefund.ts'
import type { CallbackHandlers, Reactions } from '../features/reactions.ts'
import { referralsJobs, referralsSchedules } from '../features/referrals/jobs.ts'
import { referralsReactions } from '../features/referrals/reactions.ts'
import { segmentsJobs } from '../features/segments/jobs.ts'
import { sessionJobs, sessionSchedules } from '../features/session/jobs.ts'
import { staffInbox } from '../features/staff/inbox.ts'
import { talkTracksJobs } from '../features/talkTracks/jobs.ts'
import { talkTracksReactions } from '../features/talkTracks/reactions.ts'
import type { Vendors } from '../features/vendors/contract.ts'
import { vendorsJobs, vendorsSchedules } from '../features/vendors/jobs.ts'
import { defineJob } from '../jobs/defineJob.ts'
import { purgeJob, purgeSchedule } from '../jobs/purge.ts'
import type { JobDefinition, Schedule } from '../jobs/types.ts'

/** Everything that runs by itself, listed by hand: who wants to know what the product does reads this page. */

/** From facts to work. */
export const REACTIONS: Reactions[] = [
  contactWaysReactions,
  customersReactions,
  creditsReactions,
  digestsReactions,
  followUpsReactions,
  groupsReactions,
  lifecycleReactions,
  referralsReactions,
  talkTracksReactions,
]

/** Every kind of job. `content`: the operators' playbooks and card texts, which follow-ups are made of. */
export function listJobs(content: FollowUpContent, vendors: Vendors): JobDefinition<Deps>[] {
  return [
    ...customersJobs,
    ...contactWaysJobs,
    ...creditsJobs,
    ...dryRunsJobs,
    ...followUpsJobs(content),
    ...dateJobs(content.playbooks),
    ...digestsJobs({ cardTexts: content.cardTexts, readLeaderboard, showGroupBoard }),
    ...campaignsJobs(content.playbooks),
    ...liveJobs(content.playbooks),
    ...groupsJobs,
    ...ledgerJobs,
    ...lifecycleJobs,
    ...massSendsJobs,
    ...referralsJobs,
    ...segmentsJobs,
    ...sessionJobs,
    ...talkTracksJobs,
    ...vendorsJobs(vendors, { recordOrder: recordOrderIn, recordRefund: recordRefundIn }),
    defineJob<Deps, Record<string, never>>(purgeJob),
  ]
}

/** Every sweep and nightly run. */
export const SCHEDULES: Schedule[] = [
  ...customersSchedules,
  ...contactWaysSchedules,
  ...creditsSchedules,
  ...followUpsSchedules,
  ...dateSchedules,
  ...digestsSchedules,
  ...campaignsSchedules,
  ...liveSchedules,
  ...groupsSchedules,
  ...ledgerSchedules,
  ...lifecycleSchedules,
  ...massSendsSchedules,
  ...referralsSchedules,
  ...sessionSchedules,
  ...vendorsSchedules,
  purgeSchedule,
]

/** Who handles which callback. */
export const CALLBACK_HANDLERS: CallbackHandlers[] = [
  customersInbox,
  groupsInbox,
  staffInbox,
  followUpsInbox,
  digestsInbox,
]
