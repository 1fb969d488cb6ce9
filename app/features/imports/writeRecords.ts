import type { Tx } from '../../db/database.ts'
import { isDuplicateKey } from '../../db/statements.ts'
import type { OrderInput, RefundInput } from '../orders/contract.ts'
import { loadKnownSales } from './kinds/knownSales.ts'
import type { ReadRecords, ReturnRecord } from './recordKind.ts'
import { beginRun, type Progress, type RunKey, saveProgress } from './runStore.ts'
import type { ImportDeps } from './tally.ts'

export type Phase = 'sales' | 'returns'

export interface Counts {
  added: number
  unchanged: number
  exceptions: number
}

export interface WriteMode extends RunKey {
  file: string
  rowCount: number
}

/** Orders, or refunds, in one transaction: long enough to be worth one, short enough that nobody waits for it. */
const BATCH: Record<Phase, number> = { sales: 500, returns: 200 }
const MAX_TRIES = 3

interface Batch {
  orders: OrderInput[]
  returns: ReturnRecord[]
  endRow: number
}

export interface Writer {
  enter(phase: Phase): Promise<void>
  /** The record that ends there was stored by an earlier run. */
  isStored(endRow: number): boolean
  take(read: ReadRecords, endRow: number): Promise<void>
  finish(): Promise<Counts>
}

/**
 * Stores records in batches; each batch carries how far the file is then, in its own transaction. While the database
 * works on one, the next is read.
 * @param trial everything goes into this transaction, which the caller undoes
 */
export async function createWriter(deps: ImportDeps, mode: WriteMode, trial: Tx | undefined): Promise<Writer> {
  const { kind, source, fileHash, file, rowCount } = mode
  const nowMs = () => deps.clock.nowMs()
  const start: Progress = {
    ...{ state: 'writing', phase: 'sales', throughRow: 0, rowCount },
    ...{ added: 0, unchanged: 0, exceptions: 0, faults: 0 },
  }
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => (trial ? work(trial) : deps.db.transaction(work))
  const run = await inTx((tx) =>
    beginRun(tx, { kind, source, fileHash }, { ...start, file }, nowMs(), trial !== undefined),
  )
  const done: Progress = { ...start, ...pickProgress(run) }
  let phase: Phase = 'sales'
  let batch: Batch = emptyBatch()
  let inFlight: Promise<void> = Promise.resolve()

  const store = async ({ orders, returns, endRow }: Batch): Promise<void> => {
    const next = await repeatOnRace(() =>
      inTx(async (tx) => {
        const before = await lastException(tx)
        const counts = { added: 0, unchanged: 0 }
        for (const group of bySource(orders))
          addTo(counts, await deps.intake.recordOrders(tx, group, trial !== undefined))
        if (returns.length > 0)
          addTo(counts, await deps.intake.recordRefunds(tx, await makeRefunds(tx, returns), trial !== undefined))
        const exceptions = done.exceptions + (await exceptionsSince(tx, before))
        const after = { ...done, phase, throughRow: endRow, exceptions }
        addTo(after, counts)
        await saveProgress(tx, run.id, after, nowMs())
        return after
      }),
    )
    Object.assign(done, next)
  }
  const flush = async (): Promise<void> => {
    await inFlight
    if (batch.orders.length + batch.returns.length === 0) return
    inFlight = store(batch)
    // Told at the next look at it; a rejection nobody waits for yet must not end the process.
    inFlight.catch(() => undefined)
    batch = emptyBatch()
    if (trial || deps.db.kind === 'sqlite') await inFlight
  }
  return {
    async enter(next) {
      await flush()
      await inFlight
      phase = next
    },
    isStored: (endRow) => isBehind(done, phase) || (done.phase === phase && endRow <= done.throughRow),
    async take({ sale, returns }, endRow) {
      const isFull = batch.orders.length + batch.returns.length >= BATCH[phase]
      if (isFull && endRow > batch.endRow) await flush()
      if (phase === 'sales' && sale) batch.orders.push(sale)
      if (phase === 'returns') batch.returns.push(...returns)
      batch.endRow = endRow
    },
    async finish() {
      await flush()
      await inFlight
      await inTx((tx) => saveProgress(tx, run.id, { ...done, state: 'done' }, nowMs()))
      const { added, unchanged, exceptions } = done
      return { added, unchanged, exceptions }
    },
  }
}

function emptyBatch(): Batch {
  return { orders: [], returns: [], endRow: 0 }
}

async function makeRefunds(tx: Tx, returns: readonly ReturnRecord[]): Promise<RefundInput[]> {
  const known = await loadKnownSales(
    tx,
    returns.flatMap(({ wanted }) => wanted),
  )
  return returns.map(({ make }) => {
    const refund = make(known)
    // Its form was checked before; what the order's own lines make of it is a number of lines and no more.
    if (Array.isArray(refund)) throw new Error(`row ${refund[0]?.row} cannot be taken: ${refund[0]?.reason}`)
    known.addRefund(refund.source, refund.refundNo)
    return refund
  })
}

function pickProgress({ phase, throughRow, added, unchanged, exceptions }: Progress) {
  return { phase, throughRow, added, unchanged, exceptions }
}

/** An earlier run was in the returns already: all sales are stored. */
function isBehind(done: Progress, phase: Phase): boolean {
  return done.phase === 'returns' && phase === 'sales'
}

function addTo(sum: { added: number; unchanged: number }, more: { added: number; unchanged: number }): void {
  sum.added += more.added
  sum.unchanged += more.unchanged
}

function bySource(orders: readonly OrderInput[]): OrderInput[][] {
  const groups = new Map<string, OrderInput[]>()
  for (const order of orders) {
    const group = groups.get(order.source)
    if (group) group.push(order)
    else groups.set(order.source, [order])
  }
  return [...groups.values()]
}

/** Somebody stored one of the numbers between our look and our row: the next look finds it. */
async function repeatOnRace<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isDuplicateKey(error) || tries === MAX_TRIES) throw error
    }
  }
}

async function lastException(tx: Tx): Promise<number> {
  const [row]: { id: number | null }[] = await tx.query('SELECT MAX(id) AS id FROM intake_exceptions')
  return Number(row?.id ?? 0)
}

async function exceptionsSince(tx: Tx, id: number): Promise<number> {
  const [row]: { n: number }[] = await tx.query('SELECT COUNT(*) AS n FROM intake_exceptions WHERE id > ?', [id])
  return Number(row?.n ?? 0)
}
