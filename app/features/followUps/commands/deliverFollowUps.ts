import { LessThanOrEqual } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import type { CardFacts } from '../../../talkTracks/cardTexts.ts'
import { actorOf, storeOfGuideOn } from '../../staff/queries.ts'
import { readCardFacts } from '../cardFacts.ts'
import { cardTaskId } from '../cardLimits.ts'
import { followUpCard, listCard } from '../cards.ts'
import { decideDelivery } from '../decideDelivery.ts'
import { dropFollowUp } from '../exits.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { mannersTowards } from '../manners.ts'
import { followUpPage, listPage } from '../pages.ts'
import { isFriend } from '../people.ts'
import { titleOf } from '../present.ts'
import { closed } from '../recordPlan.ts'
import { changeFollowUp, lockCustomer, withFigures } from '../store.ts'
import { namesOf } from '../views.ts'

const MAX_AT_ONCE = 200

interface Prepared {
  row: FollowUp
  facts: CardFacts
}
interface Shown extends Prepared {
  taskId: string
}

/**
 * Brings everything that is due to one guide: expires, merges and moves by what is true now, then shows the rest:
 * a card each, or one digest when more than `digestOver` come at once. Cards leave by jobs of their own.
 */
export async function deliverFollowUps(
  deps: Deps,
  content: FollowUpContent,
  guideId: number,
  job: JobRun,
): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const today = businessDayOf(nowMs)
  const actor = await actorOf(deps.db.read, guideId, today)
  // Somebody off or gone gets no card; their follow-ups wait to be moved, or expire.
  if (!actor) return 'guide is not at work'
  const due = await deps.db.read.find(FollowUp, {
    where: { guideId, state: 'planned', dueAt: LessThanOrEqual(nowMs) },
    order: { dueAt: 'ASC', id: 'ASC' },
    take: MAX_AT_ONCE,
  })
  const prepared: Prepared[] = []
  for (const row of due) prepared.push({ row, facts: await readCardFacts(deps, row, actor.level) })
  const storeCode = (await storeOfGuideOn(deps.db.read, guideId, today)) ?? null
  return deps.db.transaction(async (tx) => {
    const shown: Shown[] = []
    for (const each of prepared) {
      const taskId = await deliverOne(tx, deps, each.row, storeCode)
      if (taskId) shown.push({ ...each, taskId })
    }
    await queueCards(tx, deps, content, actor, shown)
    const outcome = `${shown.length} of ${due.length} shown`
    await job.settle(tx, outcome)
    return outcome
  })
}

/** @returns the task id of the card to send, or undefined when the follow-up is not shown now */
async function deliverOne(tx: Tx, deps: Deps, row: FollowUp, storeCode: string | null): Promise<string | undefined> {
  const nowMs = deps.clock.nowMs()
  await lockCustomer(tx, row.externalUserId)
  const others = await tx.findBy(FollowUp, [
    { externalUserId: row.externalUserId, state: 'due' },
    { externalUserId: row.externalUserId, state: 'planned', dueAt: LessThanOrEqual(nowMs) },
  ])
  const facts = {
    isFriend: await isFriend(tx, row.guideId, row.externalUserId),
    manners: await mannersTowards(tx, deps, row.externalUserId, row.id),
    rivals: others.filter(({ id }) => id !== row.id),
  }
  const decision = decideDelivery(row, facts, nowMs)
  if (decision.kind === 'deliver') {
    const taskId = cardTaskId(row.id, row.version + 1)
    const deliveredAt = row.deliveredAt ?? nowMs
    const owner = { ...row, deliveredAt, storeCode: row.deliveredAt === null ? storeCode : row.storeCode }
    const change = { state: 'due', deliveredAt, storeCode: owner.storeCode, cardTaskId: taskId } as const
    const isShown = await withFigures(tx, owner, () => changeFollowUp(tx, row, change))
    return isShown ? taskId : undefined
  }
  if (decision.kind === 'move') {
    await changeFollowUp(tx, row, { dueAt: decision.atMs, movedBecause: decision.because })
  } else if (decision.kind === 'drop') {
    await dropFollowUp(tx, deps, row, decision.why)
  } else if (await changeFollowUp(tx, row, closed('expired', decision.why, nowMs))) {
    await deps.emit(tx, { name: 'FollowUpClosed', followUpId: row.id, how: 'expired', atMs: nowMs })
  }
  return undefined
}

/** The whole card goes into the job: a repeat after a crash is the same to the letter, which WeCom then refuses. */
async function queueCards(
  tx: Tx,
  deps: Deps,
  { cardTexts }: FollowUpContent,
  { userId, guideId }: { userId: string; guideId: number },
  shown: readonly Shown[],
): Promise<void> {
  if (shown.length > deps.rules.cadence.digestOver) {
    const ordered = [...shown].sort((a, b) => b.row.priority - a.row.priority || a.row.id - b.row.id)
    const names = await namesOf(
      tx,
      guideId,
      shown.map(({ row }) => row.externalUserId),
    )
    const rows = ordered.map(({ row }) => ({
      customerName: names.get(row.externalUserId) ?? '客户',
      title: titleOf(row),
    }))
    const card = listCard(cardTexts, 'digest', { url: listPage(deps), rows })
    await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId, card } })
    return
  }
  for (const { row, facts, taskId } of shown) {
    const card = followUpCard(cardTexts, { taskId, url: followUpPage(deps, row.id), facts })
    await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId, card, followUpId: row.id } })
  }
}
