import type { Tx } from '../../db/database.ts'
import { Setting } from '../../db/entities/operations.ts'
import { IntakeException } from '../../db/entities/orders.ts'
import { VendorEvent } from '../../db/entities/vendors.ts'
import { insertOnce } from '../../db/statements.ts'
import type { EXTERNAL_PAY } from './bills.ts'
import type { VendorName } from './contract.ts'

type NewEvent = Pick<VendorEvent, 'vendor' | 'eventKey' | 'kind' | 'number' | 'sealedBody'>

/** @returns false when the same event is there */
export function insertEvent(tx: Tx, event: NewEvent, nowMs: number): Promise<boolean> {
  return insertOnce(tx, VendorEvent, {
    ...event,
    state: 'waiting',
    why: '',
    attempts: 0,
    receivedAt: nowMs,
    doneAt: null,
  })
}

/** What has been read is not kept: it holds phones and addresses. */
export async function endEvent(tx: Tx, id: number, state: 'done' | 'ignored', why: string, nowMs: number) {
  await tx.update(VendorEvent, { id }, { state, why, sealedBody: '', doneAt: nowMs })
}

export async function failEvent(tx: Tx, id: number, why: string): Promise<void> {
  await tx.update(VendorEvent, { id }, { state: 'failed', why: why.slice(0, 64) })
  await tx.increment(VendorEvent, { id }, 'attempts', 1)
}

/** A failed event has arrived again: its body is still there. @returns whether it waits now */
export async function reviveEvent(tx: Tx, id: number): Promise<boolean> {
  const { affected } = await tx.update(VendorEvent, { id, state: 'failed' }, { state: 'waiting' })
  return affected === 1
}

/** Who said what nobody could read: a mall, or 对外收款. */
type Teller = VendorName | typeof EXTERNAL_PAY

export interface Trouble {
  kind: 'vendor_unreadable' | 'vendor_refused'
  source: Teller
  number: string
  /** Kind of event. */
  subject: string
  detail: Record<string, unknown>
}

/** Lists what a mall said and nobody could read, once; never a value of it. */
export async function listTrouble(tx: Tx, trouble: Trouble, nowMs: number): Promise<void> {
  const row = {
    ...trouble,
    storeCode: null,
    state: 'open' as const,
    createdAt: nowMs,
    settledAt: null,
    settledBy: null,
  }
  await insertOnce(tx, IntakeException, row)
}

/** The same event could be read after all. */
export async function settleTrouble(tx: Tx, source: Teller, number: string, subject: string, nowMs: number) {
  await tx.update(
    IntakeException,
    { source, number, subject, state: 'open' },
    { state: 'settled', settledAt: nowMs, settledBy: 'system' },
  )
}

const POLLED_UNTIL = 'externalPay.polledUntil'

/** Unix ms up to which bills have been taken; undefined before the first poll. */
export async function findPolledUntil(tx: Tx): Promise<number | undefined> {
  const setting = await tx.findOneBy(Setting, { name: POLLED_UNTIL })
  return setting ? Number(setting.value) : undefined
}

export async function savePolledUntil(tx: Tx, untilMs: number, nowMs: number): Promise<void> {
  const row = { name: POLLED_UNTIL, value: String(untilMs), updatedAt: nowMs }
  if (!(await insertOnce(tx, Setting, row))) await tx.update(Setting, { name: POLLED_UNTIL }, row)
}
