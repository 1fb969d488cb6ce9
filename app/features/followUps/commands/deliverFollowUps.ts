import { In, LessThanOrEqual } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { firstAwake } from '../../../domain/followUps/fitSlot.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { actorOf, isOffOn, storeOfGuideOn } from '../../staff/queries.ts'
import { aloneKey, pairKey } from '../aloneDeliveries.ts'
import { type CardContent, readCardContent } from '../cardFacts.ts'
import { cardTaskId } from '../cardTask.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { changeFollowUp, withFigures } from '../store.ts'
import { viewing } from '../views.ts'
import { queueCards, type Shown } from './queueCards.ts'
import { replanIn } from './replanCustomer.ts'

export interface Delivery {
  guideId: number
  customers: readonly string[]
  /** One that failed among others: it may back off and be parked, nobody waits for it. */
  isAlone?: boolean | undefined
}

/**
 * Brings what is due to one guide: each customer's calendar is planned afresh by what is true now, and what still
 * comes is shown: a card each, or the day's digest when more than `digestOver` come at once. Cards leave by jobs of
 * their own.
 */
export async function deliverFollowUps(
  deps: Deps,
  content: FollowUpContent,
  { guideId, customers, isAlone }: Delivery,
  job: JobRun,
): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const today = businessDayOf(nowMs)
  const actor = await actorOf(deps.db.read, guideId, today)
  // Somebody off or gone gets no card; their follow-ups wait to be moved, or expire.
  if (!actor || (await isOffOn(deps.db.read, guideId, today))) return 'guide is not at work'
  if (job.attempts > 1 && !isAlone) return deliverApart(deps, { guideId, customers }, job)
  const due = await readDue(deps, { guideId, customers })
  const says = new Map<number, CardContent>()
  for (const row of due) says.set(row.id, await readCardContent(viewing(deps, content), row, actor.level))
  const storeCode = (await storeOfGuideOn(deps.db.read, guideId, today)) ?? null
  return deps.db.transaction(async (tx) => {
    const shown: Shown[] = []
    for (const externalUserId of [...new Set(due.map((row) => row.externalUserId))].sort()) {
      await replanIn(tx, deps, content.playbooks, externalUserId)
      for (const row of await readDue(
        { db: { read: tx }, clock: deps.clock },
        { guideId, customers: [externalUserId] },
      )) {
        const known = says.get(row.id)
        const taskId = known && (await show(tx, deps, row, storeCode))
        if (known && taskId) shown.push({ row, taskId, ...known })
      }
    }
    await queueCards(tx, deps, content, actor, shown)
    const outcome = `${shown.length} of ${due.length} shown`
    await job.settle(tx, outcome)
    return outcome
  })
}

/** One of them made the first try fail: alone, it holds up nobody else. */
async function deliverApart(deps: Deps, { guideId, customers }: Delivery, job: JobRun): Promise<string> {
  const today = businessDayOf(deps.clock.nowMs())
  return deps.db.transaction(async (tx) => {
    for (const customer of customers) {
      const payload = { guideId, customers: [customer], isAlone: true }
      const dedupeKey = aloneKey(today, job.id, pairKey(guideId, customer))
      await deps.enqueue(tx, { kind: 'followUps.deliver', payload, dedupeKey })
    }
    await job.settle(tx, 'each alone')
    return 'each alone'
  })
}

interface Reading {
  db: { read: Tx }
  clock: Deps['clock']
}

function readDue({ db, clock }: Reading, { guideId, customers }: Delivery): Promise<FollowUp[]> {
  const dueAt = LessThanOrEqual(clock.nowMs())
  const where = { guideId, state: 'planned' as const, dueAt, externalUserId: In([...customers]) }
  return db.read.find(FollowUp, { where, order: { dueAt: 'ASC', id: 'ASC' } })
}

/** @returns the task id of the card to send, or undefined when the follow-up is not shown now */
async function show(tx: Tx, deps: Deps, row: FollowUp, storeCode: string | null): Promise<string | undefined> {
  const nowMs = deps.clock.nowMs()
  if (row.expiresAt <= nowMs) return undefined
  // The guide has chosen the day; quiet hours hold all the same, where we come late.
  const awakeMs = firstAwake(nowMs, { ...deps.rules.cadence, daysOff: [] })
  if (awakeMs > nowMs) {
    await changeFollowUp(tx, row, { dueAt: awakeMs })
    return undefined
  }
  const taskId = cardTaskId(row.id, row.version + 1)
  const deliveredAt = row.deliveredAt ?? nowMs
  const owner = { ...row, deliveredAt, storeCode: row.deliveredAt === null ? storeCode : row.storeCode }
  const change = { state: 'due', deliveredAt, storeCode: owner.storeCode, cardTaskId: taskId } as const
  const isShown = await withFigures(tx, owner, () => changeFollowUp(tx, row, change))
  return isShown ? taskId : undefined
}
