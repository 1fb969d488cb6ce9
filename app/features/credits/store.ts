import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { AttributionVersionRow } from '../../db/entities/creditCases.ts'
import { CreditExplanation, LedgerEntry, LedgerPosting } from '../../db/entities/ledger.ts'
import { Setting } from '../../db/entities/operations.ts'
import { IntakeException, Order, Refund } from '../../db/entities/orders.ts'
import { addUpAll, insertOnce, lockRow } from '../../db/statements.ts'
import type { DatedEntry } from '../../domain/attribution/book.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { addDays, lastDayOfMonth } from '../../domain/businessDay.ts'
import { stepsOfPosting } from './explanations.ts'
import { CLOSED_THROUGH } from './queries.ts'
import { createRollUps, type RollUps } from './rollUps.ts'

/** The order that is posted, or the refund without one. */
export interface PostingOwner {
  orderId: number | null
  refundIdOf(causeId: string): number | null
  ruleVersion: number
  /** Of the whole book: each posting keeps those of its own instant. */
  steps: readonly ExplainStep[]
  nowMs: number
}

export interface OwnedPostings extends PostingOwner {
  postings: DatedEntry[][]
}

/**
 * The first day figures may still be booked on; undefined while no month was ever closed. The setting is held, so
 * that a month cannot close between this look and the posting.
 */
export async function firstOpenDay(tx: Tx): Promise<string | undefined> {
  await lockRow(tx, 'settings', 'name', CLOSED_THROUGH, 'share')
  const setting = await tx.findOneBy(Setting, { name: CLOSED_THROUGH })
  return setting ? addDays(lastDayOfMonth(setting.value), 1) : undefined
}

/** Appends balanced postings and adds them to the roll-ups, in the same transaction. */
export async function appendPostings(tx: Tx, postings: DatedEntry[][], owner: PostingOwner): Promise<void> {
  await appendOwned(tx, [{ ...owner, postings }])
}

/** The same for many owners: the roll-ups are added to once. */
export async function appendOwned(tx: Tx, all: readonly OwnedPostings[]): Promise<void> {
  if (all.every(({ postings }) => postings.length === 0)) return
  const openFrom = await firstOpenDay(tx)
  const rollUps = createRollUps()
  for (const owned of all) {
    for (const entries of owned.postings) {
      const [first] = entries
      if (!first) continue
      const occurredOn = first.day
      const bookedOn = bookedDay(occurredOn, openFrom)
      const postingId = await insertPosting(tx, first, bookedOn, owned)
      const dates = { postingId, orderId: owned.orderId, occurredOn, bookedOn }
      await tx.insert(
        LedgerEntry,
        entries.map((entry) => ({ ...entryRow(entry), ...dates })),
      )
      for (const entry of entries) rollUps.add(entry, bookedOn)
    }
  }
  await saveRollUps(tx, rollUps)
}

export function bookedDay(occurredOn: string, openFrom: string | undefined): string {
  return openFrom !== undefined && occurredOn < openFrom ? openFrom : occurredOn
}

/** One order for everybody: two processes that add to the same days then wait instead of meeting head on. */
export async function saveRollUps(tx: Tx, rollUps: RollUps): Promise<void> {
  for (const { table, increments } of rollUps.list()) await addUpAll(tx, table, increments)
}

async function insertPosting(tx: Tx, first: DatedEntry, bookedOn: string, owner: OwnedPostings): Promise<number> {
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
    steps: stepsOfPosting(owner.steps, [first]),
    createdAt: owner.nowMs,
  })
  return Number(result.identifiers[0]?.id)
}

export function entryRow({ account, guideId, storeCode, channel, amountFen, refundFen, orders }: DatedEntry) {
  return { account, guideId: guideId ?? null, storeCode: storeCode ?? null, channel, amountFen, refundFen, orders }
}

/** With the order held: nobody else writes it meanwhile. */
export async function saveExplanation(
  tx: Tx,
  { orderId, steps, ...rest }: Omit<CreditExplanation, 'steps'> & { steps: readonly ExplainStep[] },
  isNew: boolean,
): Promise<void> {
  const changes = { ...rest, steps: [...steps] }
  if (isNew) await tx.insert(CreditExplanation, { orderId, ...changes })
  else await tx.update(CreditExplanation, { orderId }, changes)
}

export type OrderState = Pick<
  Order,
  'buyerState' | 'buyerCustomerId' | 'buyerKnownAt' | 'waitingUntil' | 'settlesAt' | 'refundedFen'
>

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

/** Only one that is still to come. */
export async function rewriteVersion(tx: Tx, row: AttributionVersionRow): Promise<void> {
  await tx.save(AttributionVersionRow, row)
}

/** Only one that is still to come: nothing was decided by it. */
export async function forgetVersion(tx: Tx, version: number): Promise<void> {
  await tx.delete(AttributionVersionRow, { version })
}
