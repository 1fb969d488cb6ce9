import type { Tx } from '../../../db/database.ts'
import { Order, Refund } from '../../../db/entities/orders.ts'
import { VendorEvent } from '../../../db/entities/vendors.ts'
import { lockRow } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import type { OrderInput, RecordOutcome, RefundInput } from '../../orders/contract.ts'
import type { VendorFacts, VendorRefund, Vendors } from '../contract.ts'
import { OrderAwaitedError, RacedError, UnreadableError, VendorApiError } from '../faults.ts'
import { refundInputOf } from '../refundInputOf.ts'
import { unsealEvent } from '../sealing.ts'
import { endEvent, failEvent, listTrouble, settleTrouble } from '../store.ts'

/** The doors of orders, the same as for every other source; handed over by `boot/`. */
export interface Recorder {
  recordOrder(tx: Tx, deps: Deps, order: OrderInput): Promise<RecordOutcome>
  recordRefund(tx: Tx, deps: Deps, refund: RefundInput): Promise<RecordOutcome>
}

export const MAX_ATTEMPTS = 10
/** A refund may wait for its order as long as a mall repeats its events. */
const WAIT_FOR_ORDER_MS = 3 * 86_400_000

/** Reads a stored event, asks the mall where it does not say enough, and records what comes of it. */
export async function readEvent(
  deps: Deps,
  { vendors, recorder }: { vendors: Vendors; recorder: Recorder },
  eventId: number,
  job: JobRun,
): Promise<string> {
  const event = await deps.db.read.findOneBy(VendorEvent, { id: eventId })
  if (!event || event.state === 'done' || event.state === 'ignored') return 'read already'
  try {
    const vendor = vendors.get(event.vendor)
    if (!vendor) throw new VendorApiError(`${event.vendor} is not configured`, 'never')
    const news = vendor.read(unsealEvent(deps.vault, event.sealedBody))
    const facts = 'ignored' in news ? { orders: [], refunds: [] } : await news.gather()
    return await record(deps, recorder, event, facts, job)
  } catch (error) {
    if (!isFinal(error, event, deps.clock.nowMs(), job)) throw error
    throw await giveUp(deps, event, error)
  }
}

async function record(deps: Deps, recorder: Recorder, event: VendorEvent, facts: VendorFacts, job: JobRun) {
  const { id, vendor, number, kind } = event
  return deps.db.transaction(async (tx) => {
    await lockRow(tx, 'vendor_events', 'id', id)
    const outcomes: string[] = []
    for (const order of facts.orders) outcomes.push(await recordOrder(tx, deps, recorder, order))
    for (const refund of facts.refunds) outcomes.push(await recordRefund(tx, deps, recorder, refund))
    const outcome = outcomes.join(', ').slice(0, 64) || 'nothing to record'
    await endEvent(tx, id, outcomes.length === 0 ? 'ignored' : 'done', outcome, deps.clock.nowMs())
    await settleTrouble(tx, vendor, number, kind, deps.clock.nowMs())
    await job.settle(tx, outcome)
    return outcome
  })
}

/** Several events tell one order, each with a little more or less beside the sum: the first one stands. */
export async function recordOrder(tx: Tx, deps: Deps, recorder: Recorder, order: OrderInput): Promise<string> {
  const { source, orderNo, lines } = order
  const sumFen = lines.reduce((sum, line) => sum + line.paidFen, 0)
  const isKnown = () => tx.existsBy(Order, { source, orderNo, paidFen: sumFen })
  if (await isKnown()) return 'duplicate'
  const { kind } = await recorder.recordOrder(tx, deps, order)
  if (kind === 'conflict' && (await isKnown())) throw new RacedError(`${source}: two events of one order at once`)
  return kind
}

export async function recordRefund(tx: Tx, deps: Deps, recorder: Recorder, refund: VendorRefund): Promise<string> {
  const { source, refundNo, refundFen } = refund
  const isKnown = () => tx.existsBy(Refund, { source, refundNo, refundFen })
  if (await isKnown()) return 'duplicate'
  const { kind } = await recorder.recordRefund(tx, deps, await refundInputOf(tx, refund))
  if (kind === 'conflict' && (await isKnown())) throw new RacedError(`${source}: two events of one refund at once`)
  return kind
}

function isFinal(error: unknown, { receivedAt }: VendorEvent, nowMs: number, job: JobRun): boolean {
  if (error instanceof OrderAwaitedError) return nowMs - receivedAt > WAIT_FOR_ORDER_MS
  const isKnown = error instanceof UnreadableError || error instanceof VendorApiError
  return isKnown && (error.retry === 'never' || job.attempts >= MAX_ATTEMPTS)
}

/** The event keeps its body for a later try, and a person is told. @returns what parks the job */
async function giveUp(deps: Deps, { id, vendor, number, kind }: VendorEvent, error: unknown): Promise<VendorApiError> {
  const isUnreadable = error instanceof UnreadableError
  const reason = error instanceof Error ? error.message : 'unknown'
  const detail = isUnreadable ? { faults: error.faults } : { reason }
  const trouble = { source: vendor, number, subject: kind, detail }
  await deps.db.transaction(async (tx) => {
    await failEvent(tx, id, isUnreadable ? 'unreadable' : reason)
    const type = isUnreadable ? 'vendor_unreadable' : 'vendor_refused'
    await listTrouble(tx, { kind: type, ...trouble }, deps.clock.nowMs())
  })
  return new VendorApiError(reason, 'never')
}
