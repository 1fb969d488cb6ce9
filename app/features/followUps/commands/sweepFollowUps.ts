import { IsNull, LessThanOrEqual, MoreThan } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { isQuietAt } from '../../../domain/followUps/fitSlot.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { listCard } from '../../../talkTracks/noticeCard.ts'
import { guideById, guidesAtWork } from '../../staff/queries.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { listPage } from '../pages.ts'
import { titleOf } from '../present.ts'
import { queueRefresh } from '../queueRefresh.ts'
import { changeFollowUp, closed, lockCustomer, markReminded, withFigures } from '../store.ts'
import { namesOf } from '../views.ts'
import { escalate, expireCards } from './expireCards.ts'

const MAX_ROWS = 500
const HOUR_MS = 3_600_000

/**
 * Ends what nobody acted on, with the reason; takes cards out of use before they die; reminds once of what waits too
 * long, and shows it to the manager when it still waits. Reads open rows only.
 */
export async function sweepFollowUps(deps: Deps, content: FollowUpContent, job: JobRun): Promise<string> {
  const expired = await expire(deps)
  const silenced = await expireCards(deps)
  const reminded = await remind(deps, content)
  const escalated = await escalate(deps)
  const outcome = `${expired} expired, ${silenced} cards ended, ${reminded} reminded, ${escalated} escalated`
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
  for (const { id, version, externalUserId } of rows) {
    await deps.db.transaction(async (tx) => {
      await lockCustomer(tx, externalUserId)
      // As it is now: the code of a card that was on its way may have come.
      const row = await tx.findOneBy(FollowUp, { id, version })
      if (!row) return
      // Nobody did anything about it: the manager sees that too.
      const escalatedAt = row.escalatedAt ?? nowMs
      const change = { ...closed('expired', 'too_late', nowMs), cardResponseCode: null, escalatedAt }
      if (!(await withFigures(tx, row, () => changeFollowUp(tx, row, change)))) return
      count += 1
      await queueRefresh(tx, deps, row)
      await deps.emit(tx, { name: 'FollowUpClosed', followUpId: row.id, how: 'expired', atMs: nowMs })
      // A place is free again.
      await deps.enqueue(tx, { kind: 'followUps.replan', payload: { externalUserId: row.externalUserId } })
    })
  }
  return count
}

/** One reminder a follow-up, one card a guide and day, never in quiet hours. */
async function remind(deps: Deps, content: FollowUpContent): Promise<number> {
  const nowMs = deps.clock.nowMs()
  const { cadence } = deps.rules
  if (isQuietAt(nowMs, cadence)) return 0
  const sinceMs = nowMs - cadence.remindAfterHours * HOUR_MS
  let count = 0
  // All of them, page by page: those of guides who are off stay unreminded, and must not keep the others waiting.
  for (let afterId = 0; ; ) {
    const rows = await lateRows(deps, sinceMs, afterId)
    const fresh = rows.filter(({ expiresAt }) => expiresAt > nowMs)
    count += await remindAll(deps, content, fresh)
    const last = rows.at(-1)
    if (!last || rows.length < MAX_ROWS) return count
    afterId = last.id
  }
}

/** Shown, not done and not reminded of, by id. */
function lateRows({ db }: Pick<Deps, 'db'>, sinceMs: number, afterId: number): Promise<FollowUp[]> {
  const since = LessThanOrEqual(sinceMs)
  const where = { state: 'due' as const, remindedAt: IsNull(), deliveredAt: since, dueAt: since, id: MoreThan(afterId) }
  return db.read.find(FollowUp, { where, order: { id: 'ASC' }, take: MAX_ROWS })
}

async function remindAll(deps: Deps, content: FollowUpContent, fresh: readonly FollowUp[]): Promise<number> {
  const guideIds = [...new Set(fresh.map((row) => row.guideId))]
  // Somebody off or gone is not reminded; on the next day at work they are.
  for (const guideId of await guidesAtWork(deps.db.read, guideIds, businessDayOf(deps.clock.nowMs()))) {
    const own = fresh.filter((row) => row.guideId === guideId)
    const guide = await guideById(deps.db.read, guideId)
    if (!guide) continue
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
  const dedupeKey = `reminder:${guide.id}:${businessDayOf(deps.clock.nowMs())}`
  await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId: guide.userId, card }, dedupeKey })
}
