import { IsNull, LessThanOrEqual, Not } from 'typeorm'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { queueRefresh } from '../queueRefresh.ts'
import { changeFollowUp, lockCustomer, markEscalated } from '../store.ts'

const MAX_ROWS = 500
const HOUR_MS = 3_600_000
/** What can change a card dies after 72 h: two hours are left for retries. */
const CARD_LIFE_MS = 70 * HOUR_MS

/**
 * Takes the buttons off cards that soon could not be changed any more: what is done later in the sidebar would not
 * show on them. The follow-up itself stays open, without a card. Reads open rows only.
 */
export async function expireCards(deps: Deps): Promise<number> {
  const cardSentAt = LessThanOrEqual(deps.clock.nowMs() - CARD_LIFE_MS)
  const where = { state: 'due' as const, cardSentAt, cardResponseCode: Not(IsNull()) }
  const rows = await deps.db.read.find(FollowUp, { where, order: { dueAt: 'ASC' }, take: MAX_ROWS })
  let count = 0
  for (const row of rows) {
    await deps.db.transaction(async (tx) => {
      await lockCustomer(tx, row.externalUserId)
      if (!(await changeFollowUp(tx, row, { cardTaskId: null, cardResponseCode: null }))) return
      count += 1
      await queueRefresh(tx, deps, row)
    })
  }
  return count
}

/** What was shown long ago and is still undone: the manager sees it from now on. Asked once a follow-up. */
export async function escalate(deps: Deps): Promise<number> {
  const nowMs = deps.clock.nowMs()
  const since = LessThanOrEqual(nowMs - deps.rules.cadence.escalateAfterHours * HOUR_MS)
  const where = { state: 'due' as const, escalatedAt: IsNull(), dueAt: since, deliveredAt: since }
  const rows = await deps.db.read.find(FollowUp, { where, order: { dueAt: 'ASC' }, take: MAX_ROWS })
  if (rows.length === 0) return 0
  return deps.db.transaction(async (tx) => {
    let count = 0
    for (const { id } of rows) if (await markEscalated(tx, id, nowMs)) count += 1
    return count
  })
}
