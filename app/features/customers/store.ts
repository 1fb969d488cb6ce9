import { createHash } from 'node:crypto'
import { In } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { Binding, Customer, CustomerEvent, CustomerNote, CustomerRelation } from '../../db/entities/customers.ts'
import { Visit } from '../../db/entities/followUps.ts'
import { AuditEntry } from '../../db/entities/operations.ts'
import { IntakeException } from '../../db/entities/orders.ts'
import { addUp, insertOnce } from '../../db/statements.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { BindingDecision, Touch } from './decideBinding.ts'
import type { RelationRow } from './decideRelation.ts'

export interface CustomerFace {
  name: string
  avatar: string
  type: number
}

export interface Seen {
  face: CustomerFace | undefined
  /** A name from elsewhere, for a customer met for the first time. */
  knownName?: string
  unionKey: string | undefined
  addedAtMs: number
  nowMs: number
}

/**
 * Makes the customer's row or freshens it, and holds it until the transaction ends: whoever else writes about this
 * customer waits. `firstAddedAt` only ever moves back, so that late events find their place.
 */
export async function keepCustomer(tx: Tx, externalUserId: string, seen: Seen): Promise<Customer> {
  const { face, unionKey, addedAtMs, nowMs } = seen
  const blank = { name: seen.knownName ?? '', avatar: '', type: 1, ...faceOf(face) }
  await insertOnce(tx, Customer, {
    externalUserId,
    ...blank,
    unionKey: unionKey ?? null,
    stage: 'lead',
    stageSinceAt: addedAtMs,
    nextStageCheckAt: null,
    firstAddedAt: addedAtMs,
    syncedAt: face ? nowMs : null,
  })
  const fresh = face ? { ...faceOf(face), syncedAt: nowMs } : {}
  await tx.update(Customer, { externalUserId }, { ...fresh, ...(unionKey ? { unionKey } : {}), externalUserId })
  const customer = await tx.findOneByOrFail(Customer, { externalUserId })
  if (addedAtMs >= customer.firstAddedAt) return customer
  const stageSinceAt = customer.stageSinceAt === customer.firstAddedAt ? addedAtMs : customer.stageSinceAt
  await tx.update(Customer, { externalUserId }, { firstAddedAt: addedAtMs, stageSinceAt })
  return { ...customer, firstAddedAt: addedAtMs, stageSinceAt }
}

/** The rest of a profile (who follows whom) is no column of the customer. */
function faceOf(face: CustomerFace | undefined): Partial<CustomerFace> {
  return face ? { name: face.name, avatar: face.avatar, type: face.type } : {}
}

export async function keepRelation(tx: Tx, known: CustomerRelation | null, row: RelationRow): Promise<void> {
  if (known) await tx.update(CustomerRelation, { id: known.id }, row)
  else await tx.insert(CustomerRelation, { ...row, lastContactAt: null })
}

/** Applies what `decideBinding` said. */
export async function keepBinding(
  tx: Tx,
  externalUserId: string,
  decision: BindingDecision,
  touch: Touch,
): Promise<void> {
  const { atMs: fromAt, takesFrom: _, ...facts } = touch
  if (decision.kind === 'keep') return
  if (decision.kind === 'move_back') {
    await tx.update(Binding, { id: decision.bindingId }, { ...facts, fromAt })
    return
  }
  if (decision.kind === 'hand_over')
    await tx.update(Binding, { id: decision.bindingId }, { openKey: null, toAt: fromAt, endedBecause: 'transferred' })
  const open = { openKey: externalUserId, toAt: null, endedBecause: null }
  await tx.insert(Binding, { externalUserId, ...facts, fromAt, ...open })
}

/** Ends every open binding of a guide. @returns the customers it concerned */
export async function endBindingsOf(tx: Tx, guideId: number, atMs: number, because: string): Promise<string[]> {
  const open = (await tx.findBy(Binding, { guideId })).filter(({ openKey }) => openKey !== null)
  for (const { id, fromAt } of open)
    await tx.update(Binding, { id }, { openKey: null, toAt: Math.max(atMs, fromAt), endedBecause: because })
  return open.map(({ externalUserId }) => externalUserId)
}

export interface TimelineEntry {
  externalUserId: string
  kind: string
  guideId: number | null
  at: number
  data?: Record<string, unknown>
  onceKey: string
}

/** @returns whether it is told for the first time. */
export async function tellOnce(tx: Tx, entry: TimelineEntry): Promise<boolean> {
  return insertOnce(tx, CustomerEvent, { ...entry, data: entry.data ?? {} })
}

interface Pair {
  externalUserId: string
  guideId: number
}

/** Keeps the end of a friendship in the time line. @returns whether it is told for the first time */
export async function tellEnd(tx: Tx, pair: Pair, end: { by: 'customer' | 'guide'; atMs: number }): Promise<boolean> {
  const { externalUserId, guideId } = pair
  const onceKey = `lost:${externalUserId}:${guideId}:${end.by}:${end.atMs}`
  const entry = { externalUserId, guideId, kind: 'lost', at: end.atMs, data: { by: end.by, counts: false }, onceKey }
  return tellOnce(tx, entry)
}

/**
 * Counts each friendship's first end as one loss, on its own day: customer and guide may delete each other in either
 * order. Counted anew from all beginnings and ends told so far, so that late ones find their place.
 */
export async function recountLosses(tx: Tx, pair: Pair, storeCodeOn: (day: string) => string): Promise<void> {
  const { externalUserId, guideId } = pair
  const told = await tx.findBy(CustomerEvent, { externalUserId, guideId, kind: In(['added', 'half_added', 'lost']) })
  const isEnd = (event: CustomerEvent) => event.kind === 'lost'
  told.sort((a, b) => a.at - b.at || Number(isEnd(a)) - Number(isEnd(b)) || a.onceKey.localeCompare(b.onceKey))
  let hasEnded = false
  for (const event of told) {
    const counts = isEnd(event) && !hasEnded
    hasEnded = isEnd(event)
    if (!isEnd(event) || event.data.counts === counts) continue
    await tx.update(CustomerEvent, { id: event.id }, { data: { ...event.data, counts } as never })
    const day = businessDayOf(event.at)
    await addDay(tx, day, guideId, storeCodeOn(day), { lostCustomers: counts ? 1 : -1 })
  }
}

export async function addDay(
  tx: Tx,
  day: string,
  guideId: number,
  storeCode: string,
  counts: { newCustomers?: number; lostCustomers?: number },
): Promise<void> {
  await addUp(tx, 'guide_days', { day, guideId, storeCode }, counts)
}

/** Puts something before a person's eyes, once per subject. */
export async function listException(
  tx: Tx,
  row: { kind: string; number: string; subject: string; storeCode?: string | null; detail: Record<string, unknown> },
  nowMs: number,
): Promise<void> {
  const storeCode = row.storeCode ?? null
  await insertOnce(tx, IntakeException, { ...row, storeCode, source: 'wecom', state: 'open', createdAt: nowMs })
}

/** A manager looked into a customer: noted down. */
export async function noteManagerView(tx: Tx, actor: string, externalUserId: string, at: number): Promise<void> {
  await tx.insert(AuditEntry, { at, actor, action: 'view_customer', subject: externalUserId, detail: {} })
}

/** Who said which member a customer is: it opens purchases, so it must be traceable. */
export async function noteMemberBound(
  tx: Tx,
  actor: string,
  externalUserId: string,
  detail: { memberNo: string; by: string },
  at: number,
): Promise<void> {
  await tx.insert(AuditEntry, { at, actor, action: 'bind_member', subject: externalUserId, detail })
}

/** @returns false when the same note was written before: the browser repeats a request whose answer it lost */
export async function addNote(tx: Tx, note: Omit<CustomerNote, 'id'>): Promise<boolean> {
  return insertOnce(tx, CustomerNote, note)
}

/** @returns false when the customer is known to have been there on that day */
export async function addVisit(tx: Tx, visit: Omit<Visit, 'id' | 'clientKey'>, day: string): Promise<boolean> {
  const clientKey = createHash('sha256').update(`visit:${visit.externalUserId}:${day}`).digest('hex')
  return insertOnce(tx, Visit, { ...visit, clientKey })
}
