import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { bindGroupJoins } from './commands/bindGroupJoins.ts'
import { markTag, syncTags } from './commands/changeTag.ts'
import { endGuideBindings } from './commands/endGuideBindings.ts'
import { reconcileGuide } from './commands/reconcileGuide.ts'
import { sendWelcome } from './commands/sendWelcome.ts'

const id = z.string().min(1).max(128)

const WELCOME = z.object({
  welcomeCode: z.string(),
  codeHash: id,
  userId: id,
  externalUserId: id,
  deadlineMs: z.number(),
})
const TAG = z.object({
  guideId: z.int(),
  userId: id,
  externalUserId: id,
  tagId: id,
  isOn: z.boolean(),
  toldAs: z.string().max(64).optional(),
})
const NOTHING = z.object({})
const GUIDE = z.object({ userId: id })
const CHAT = z.object({ chatId: id })
const LEFT = z.object({ guideId: z.int(), atMs: z.number() })

export const customersJobs: JobDefinition<Deps>[] = [
  defineJob({
    kind: 'customers.welcome',
    payload: WELCOME,
    lane: 'fast',
    maxAttempts: 6,
    leaseMs: 15_000,
    run: sendWelcome,
  }),
  defineJob({ kind: 'customers.markTag', payload: TAG, lane: 'normal', maxAttempts: 8, leaseMs: 30_000, run: markTag }),
  defineJob({
    kind: 'customers.syncTags',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 60_000,
    run: syncTags,
  }),
  defineJob({
    kind: 'customers.bindGroupJoins',
    payload: CHAT,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: async (deps, { chatId }) => `${await bindGroupJoins(deps, chatId)} joins`,
  }),
  defineJob({
    kind: 'customers.endBindings',
    payload: LEFT,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: (deps, left, run) => endGuideBindings(deps, left, run),
  }),
  defineJob({
    kind: 'customers.reconcile',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 60_000,
    run: reconcileAll,
  }),
  defineJob({
    kind: 'customers.reconcileGuide',
    payload: GUIDE,
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 600_000,
    async run(deps, { userId }, run) {
      const repairs = await reconcileGuide(deps, userId, run)
      if (repairs > 0) deps.log.warn({ repairs }, 'reconciler repaired customers')
      return `${repairs} repairs`
    },
  }),
]

/** One job a guide, so that a night's work can stop and go on anywhere. */
async function reconcileAll(deps: Deps): Promise<string> {
  const userIds = await deps.wecom.getFollowUserList()
  const day = businessDayOf(deps.clock.nowMs())
  const stamp = Math.floor(deps.clock.nowMs() / 60_000)
  await deps.db.transaction(async (tx) => {
    for (const userId of userIds) {
      const dedupeKey = `customers.reconcileGuide:${userId}:${day}:${stamp}`
      await deps.enqueue(tx, { kind: 'customers.reconcileGuide', payload: { userId }, lane: 'bulk', dedupeKey })
    }
  })
  return `${userIds.length} guides`
}

/** Off-minutes at night: WeCom asks to keep clear of :00 and :30. */
export const customersSchedules: Schedule[] = [
  { name: 'customers.reconcile', cron: '17 3 * * *', job: { kind: 'customers.reconcile', payload: {}, lane: 'bulk' } },
  { name: 'customers.syncTags', cron: '47 3 * * *', job: { kind: 'customers.syncTags', payload: {}, lane: 'bulk' } },
]
