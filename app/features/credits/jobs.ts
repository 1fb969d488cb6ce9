import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { Schedule } from '../../jobs/types.ts'
import { meetRefunds } from './commands/meetRefunds.ts'
import { postCredit } from './commands/postCredit.ts'
import { postRefund } from './commands/postRefund.ts'
import { repostCustomer } from './commands/repostCustomer.ts'
import { repostDue } from './commands/repostDue.ts'
import { settleStrangers } from './commands/settleStrangers.ts'

const POST = z.object({ orderId: z.int() })
const POST_REFUND = z.object({ refundId: z.int() })
const MEET = z.object({ fromOrderId: z.int(), toOrderId: z.int() })
const REPOST = z.object({ externalUserId: z.string(), atMs: z.int(), boundSinceMs: z.int().optional() })

const postJob = defineJob<Deps, z.output<typeof POST>>({
  kind: 'credits.post',
  payload: POST,
  lane: 'normal',
  maxAttempts: 12,
  leaseMs: 60_000,
  run: async (deps, payload) => `${await postCredit(deps, payload)} postings`,
})

const postRefundJob = defineJob<Deps, z.output<typeof POST_REFUND>>({
  kind: 'credits.postRefund',
  payload: POST_REFUND,
  lane: 'normal',
  maxAttempts: 12,
  leaseMs: 60_000,
  run: async (deps, payload) => `${await postRefund(deps, payload)} postings`,
})

const meetRefundsJob = defineJob<Deps, z.output<typeof MEET>>({
  kind: 'credits.meetRefunds',
  payload: MEET,
  lane: 'normal',
  maxAttempts: 12,
  leaseMs: 60_000,
  run: async (deps, payload) => `${await meetRefunds(deps, payload)} orders`,
})

const repostJob = defineJob<Deps, z.output<typeof REPOST>>({
  kind: 'credits.repostCustomer',
  payload: REPOST,
  lane: 'normal',
  maxAttempts: 12,
  leaseMs: 300_000,
  run: async (deps, payload, job) => `${await repostCustomer(deps, payload, job.signal)} postings`,
})

const endWaitsJob = defineJob<Deps, object>({
  kind: 'credits.endWaits',
  payload: z.object({}),
  lane: 'bulk',
  maxAttempts: 5,
  leaseMs: 600_000,
  run: async (deps, _payload, job) => `${await repostDue(deps, 'waiting_until', job.signal)} orders`,
})

const settleJob = defineJob<Deps, object>({
  kind: 'credits.settle',
  payload: z.object({}),
  lane: 'bulk',
  maxAttempts: 5,
  leaseMs: 600_000,
  run: async (deps, _payload, job) => `${await repostDue(deps, 'settles_at', job.signal)} orders`,
})

const settleStrangersJob = defineJob<Deps, object>({
  kind: 'credits.settleStrangers',
  payload: z.object({}),
  lane: 'bulk',
  maxAttempts: 5,
  leaseMs: 600_000,
  run: async (deps, _payload, job) => `${await settleStrangers(deps, job.signal)} matters`,
})

export const creditsJobs = [
  ...[postJob, postRefundJob, meetRefundsJob, repostJob],
  ...[endWaitsJob, settleJob, settleStrangersJob],
]

/** At off-minutes: the end of a wait or a freeze is dated by itself, not by when it is noticed. */
export const creditsSchedules: Schedule[] = [
  { name: 'credits.endWaits', cron: '23 * * * *', job: { kind: 'credits.endWaits', payload: {}, lane: 'bulk' } },
  { name: 'credits.settle', cron: '41 * * * *', job: { kind: 'credits.settle', payload: {}, lane: 'bulk' } },
]
