import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { defineJob } from '../../jobs/defineJob.ts'
import type { JobDefinition, Schedule } from '../../jobs/types.ts'
import { fetchNewGroup } from './commands/fetchNewGroup.ts'
import { readStatistics } from './commands/readStatistics.ts'
import { reconcileGroups } from './commands/reconcileGroups.ts'
import { syncGroup } from './commands/syncGroup.ts'
import { ownersOfGroups } from './statisticsQueries.ts'

const CHAT = z.object({ chatId: z.string().min(1).max(64) })
const OWNER = z.object({ ownerUserId: z.string().min(1).max(64) })
const NOTHING = z.object({})

export const groupsJobs: JobDefinition<Deps>[] = [
  defineJob({
    kind: 'groups.sync',
    payload: CHAT,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: (deps, { chatId }) => syncGroup(deps, chatId),
  }),
  defineJob({
    kind: 'groups.fetchNew',
    payload: CHAT,
    lane: 'normal',
    maxAttempts: 8,
    leaseMs: 60_000,
    run: (deps, { chatId }) => fetchNewGroup(deps, chatId),
  }),
  defineJob({
    kind: 'groups.reconcile',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 300_000,
    run: async (deps) => `${await reconcileGroups(deps)} groups`,
  }),
  defineJob({
    kind: 'groups.statistics',
    payload: NOTHING,
    lane: 'bulk',
    maxAttempts: 5,
    leaseMs: 60_000,
    run: askForStatistics,
  }),
  defineJob({
    kind: 'groups.readStatistics',
    payload: OWNER,
    lane: 'bulk',
    maxAttempts: 6,
    leaseMs: 120_000,
    run: (deps, { ownerUserId }) => readStatistics(deps, ownerUserId),
  }),
]

/** One job an owner: WeCom adds several owners up into one figure. */
async function askForStatistics(deps: Deps): Promise<string> {
  const owners = await ownersOfGroups(deps.db.read)
  const day = businessDayOf(deps.clock.nowMs())
  const stamp = Math.floor(deps.clock.nowMs() / 60_000)
  await deps.db.transaction(async (tx) => {
    for (const ownerUserId of owners) {
      const dedupeKey = `groups.readStatistics:${ownerUserId}:${day}:${stamp}`
      await deps.enqueue(tx, { kind: 'groups.readStatistics', payload: { ownerUserId }, lane: 'bulk', dedupeKey })
    }
  })
  return `${owners.length} owners`
}

/** WeCom's figures of yesterday are there in the early morning; clear of :00 and :30. */
export const groupsSchedules: Schedule[] = [
  { name: 'groups.reconcile', cron: '37 3 * * *', job: { kind: 'groups.reconcile', payload: {}, lane: 'bulk' } },
  { name: 'groups.statistics', cron: '23 5 * * *', job: { kind: 'groups.statistics', payload: {}, lane: 'bulk' } },
]
