import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { CreditExplanation, LedgerEntry, LedgerPosting } from '../../db/entities/ledger.ts'
import { Setting } from '../../db/entities/operations.ts'
import { IntakeException, Order, Refund } from '../../db/entities/orders.ts'
import { addUp, insertOnce, lockRow } from '../../db/statements.ts'
import type { DatedEntry } from '../../domain/attribution/book.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { addDays, lastDayOfMonth } from '../../domain/businessDay.ts'
import { compareKeys } from '../../domain/money.ts'

const CLOSED_THROUGH = 'ledger.closedThrough'

export interface PostingOwner {
  orderId: number | null
  refundIdOf(causeId: string): number | null
  ruleVersion: number
  nowMs: number
}

/**
 * The first day figures may still be booked on; undefined while no month was ever closed. The setting is held, so
 * that a month cannot close between this look and the posting.
 */
async function firstOpenDay(tx: Tx): Promise<string | undefined> {
  await lockRow(tx, 'settings', 'name', CLOSED_THROUGH, 'share')
  const setting = await tx.findOneBy(Setting, { name: CLOSED_THROUGH })
  return setting ? addDays(lastDayOfMonth(setting.value), 1) : undefined
}

/** Appends balanced postings and adds them to the day roll-ups, in the same transaction. */
export async function appendPostings(tx: Tx, postings: DatedEntry[][], owner: PostingOwner): Promise<void> {
  if (postings.length === 0) return
  const openFrom = await firstOpenDay(tx)
  const rollUps = new Map<string, RollUp>()
  for (const entries of postings) {
    const [first] = entries
    if (!first) continue
    const occurredOn = first.day
    const bookedOn = openFrom !== undefined && occurredOn < openFrom ? openFrom : occurredOn
    const postingId = await insertPosting(tx, first, bookedOn, owner)
    const dates = { postingId, orderId: owner.orderId, occurredOn, bookedOn }
    await tx.insert(
      LedgerEntry,
      entries.map((entry) => ({ ...entryRow(entry), ...dates })),
    )
    for (const entry of entries) collect(rollUps, entry, bookedOn)
  }
  // One order for everybody: two processes that add to the same days then wait instead of meeting head on.
  for (const [, { table, keys, sums }] of [...rollUps].sort(([a], [b]) => compareKeys(a, b))) {
    await addUp(tx, table, keys, sums)
  }
}

async function insertPosting(tx: Tx, first: DatedEntry, bookedOn: string, owner: PostingOwner): Promise<number> {
  const { cause, day } = first
  const result = await tx.insert(LedgerPosting, {
    orderId: owner.orderId,
    refundId: cause.kind === 'refund' ? owner.refundIdOf(cause.id) : null,
    causeKind: cause.kind,
    causeId: cause.id,
    causeAt: cause.atMs,
    occurredOn: day,
    bookedOn,
    ruleVersion: owner.ruleVersion,
    createdAt: owner.nowMs,
  })
  return Number(result.identifiers[0]?.id)
}

function entryRow({ account, guideId, storeCode, channel, amountFen, refundFen, orders }: DatedEntry) {
  return { account, guideId: guideId ?? null, storeCode: storeCode ?? null, channel, amountFen, refundFen, orders }
}

interface RollUp {
  table: 'guide_days' | 'pool_days'
  keys: Record<string, string | number>
  sums: Record<string, number>
}

function collect(rollUps: Map<string, RollUp>, entry: DatedEntry, bookedOn: string): void {
  if (entry.account.startsWith('sales:')) return
  const { guideId, channel, amountFen, refundFen, orders } = entry
  const storeCode = entry.storeCode ?? ''
  const table = guideId === undefined ? 'pool_days' : 'guide_days'
  const kind = entry.account === 'unattributed' ? 'unattributed' : 'pool'
  const keys: RollUp['keys'] =
    guideId === undefined ? { day: bookedOn, kind, storeCode } : { day: bookedOn, guideId, storeCode }
  const id = JSON.stringify([table, keys])
  const before = rollUps.get(id)?.sums ?? {}
  const add = (name: string, value: number) => (before[name] ?? 0) + value
  const sums = {
    onlineFen: add('onlineFen', channel === 'online' ? amountFen : 0),
    offlineFen: add('offlineFen', channel === 'offline' ? amountFen : 0),
    refundFen: add('refundFen', refundFen),
    ...(guideId === undefined ? {} : { orders: add('orders', orders) }),
  }
  rollUps.set(id, { table, keys, sums })
}

export async function saveExplanation(
  tx: Tx,
  orderId: number,
  ruleVersion: number,
  steps: ExplainStep[],
  nowMs: number,
): Promise<void> {
  const row = { orderId, ruleVersion, steps, updatedAt: nowMs }
  if (!(await insertOnce(tx, CreditExplanation, row))) {
    const { orderId: _, ...changes } = row
    await tx.update(CreditExplanation, { orderId }, changes)
  }
}

export type OrderState = Pick<Order, 'buyerState' | 'buyerCustomerId' | 'buyerKnownAt' | 'waitingUntil' | 'refundedFen'>

export async function saveOrderState(tx: Tx, orderId: number, state: OrderState): Promise<void> {
  await tx.update(Order, { id: orderId }, state)
}

export type CreditException = Pick<IntakeException, 'kind' | 'source' | 'number' | 'subject' | 'storeCode' | 'detail'>

export async function noteException(tx: Tx, exception: CreditException, nowMs: number): Promise<void> {
  const row = { ...exception, state: 'open' as const, createdAt: nowMs, settledAt: null, settledBy: null }
  await insertOnce(tx, IntakeException, row)
}

export async function settleException(tx: Tx, id: number, nowMs: number): Promise<void> {
  await tx.update(IntakeException, { id, state: 'open' }, { state: 'settled', settledAt: nowMs, settledBy: 'system' })
}

/** @returns false when the refund had found its order before */
export async function adoptRefund(
  tx: Tx,
  { id, source, refundNo }: Pick<Refund, 'id' | 'source' | 'refundNo'>,
  orderId: number,
  nowMs: number,
): Promise<boolean> {
  const { affected } = await tx.update(Refund, { id, orderId: IsNull() }, { orderId })
  if (affected !== 1) return false
  const waiting = { kind: 'refund_waiting', source, number: refundNo, state: 'open' as const }
  await tx.update(IntakeException, waiting, { state: 'settled', settledAt: nowMs, settledBy: 'system' })
  return true
}
