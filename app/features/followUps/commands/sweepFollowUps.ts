import { IsNull, LessThanOrEqual } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { isQuietAt } from '../../../domain/followUps/fitSlot.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guideById } from '../../staff/queries.ts'
import { listCard } from '../cards.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { listPage } from '../pages.ts'
import { titleOf } from '../present.ts'
import { queueRefresh } from '../queueRefresh.ts'
import { closed } from '../recordPlan.ts'
import { changeFollowUp, lockCustomer, markReminded, withFigures } from '../store.ts'
import { namesOf } from '../views.ts'

const MAX_ROWS = 500
const HOUR_MS = 3_600_000

/** Ends what nobody acted on, with the reason, and reminds once of what waits too long. Reads open rows only. */
export async function sweepFollowUps(deps: Deps, content: FollowUpContent, job: JobRun): Promise<string> {
  const expired = await expire(deps)
  const reminded = await remind(deps, content)
  const outcome = `${expired} expired, ${reminded} reminded`
  await deps.db.transaction((tx) => job.settle(tx, outcome))
  return outcome
}

async function expire(deps: Deps): Promise<number> {
  const nowMs = deps.clock.nowMs()
  const past = LessThanOrEqual(nowMs)
  // Planned ones too: those of a guide who is not at work are never delivered.
  const where = [
    { state: 'due' as const, expiresAt: past },
    { state: 'planned' as const, dueAt: past, expiresAt: past },
  ]
  const rows = await deps.db.read.find(FollowUp, { where, order: { dueAt: 'ASC' }, take: MAX_ROWS })
  let count = 0
  for (const row of rows) {
    await deps.db.transaction(async (tx) => {
      await lockCustomer(tx, row.externalUserId)
      const change = { ...closed('expired', 'too_late', nowMs), cardResponseCode: null }
      if (!(await withFigures(tx, row, () => changeFollowUp(tx, row, change)))) return
      count += 1
      await queueRefresh(tx, deps, row)
      await deps.emit(tx, { name: 'FollowUpClosed', followUpId: row.id, how: 'expired', atMs: nowMs })
    })
  }
  return count
}

/** One reminder a follow-up, one card a guide, never in quiet hours. */
async function remind(deps: Deps, content: FollowUpContent): Promise<number> {
  const nowMs = deps.clock.nowMs()
  const { cadence } = deps.rules
  if (isQuietAt(nowMs, cadence)) return 0
  const sinceMs = nowMs - cadence.remindAfterHours * HOUR_MS
  const where = { state: 'due' as const, remindedAt: IsNull(), deliveredAt: LessThanOrEqual(sinceMs) }
  const rows = await deps.db.read.find(FollowUp, { where, order: { dueAt: 'ASC' }, take: MAX_ROWS })
  const fresh = rows.filter(({ expiresAt, dueAt }) => expiresAt > nowMs && dueAt <= sinceMs)
  for (const guideId of new Set(fresh.map((row) => row.guideId))) {
    const own = fresh.filter((row) => row.guideId === guideId)
    const guide = await guideById(deps.db.read, guideId)
    if (guide?.state !== 'active') continue
    await deps.db.transaction((tx) => remindGuide(tx, deps, content, guide, own))
  }
  return fresh.length
}

async function remindGuide(
  tx: Tx,
  deps: Deps,
  { cardTexts }: FollowUpContent,
  guide: { id: number; userId: string },
  own: readonly FollowUp[],
): Promise<void> {
  const late: FollowUp[] = []
  for (const row of own) {
    if (await markReminded(tx, row.id, deps.clock.nowMs())) late.push(row)
  }
  if (late.length === 0) return
  const ids = late.map(({ externalUserId }) => externalUserId)
  const names = await namesOf(tx, guide.id, ids)
  const rows = late.map((row) => ({ customerName: names.get(row.externalUserId) ?? '客户', title: titleOf(row) }))
  const card = listCard(cardTexts, 'reminder', { url: listPage(deps), rows })
  await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId: guide.userId, card } })
}
