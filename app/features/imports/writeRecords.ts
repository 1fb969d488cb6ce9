import { MoreThan } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { IntakeException } from '../../db/entities/orders.ts'
import { isDuplicateKey } from '../../db/statements.ts'
import type { OrderInput, RefundInput } from '../orders/contract.ts'
import { loadKnownSales } from './kinds/knownSales.ts'
import type { RecordKind } from './recordKind.ts'
import { beginRun, type Progress, type RunKey, saveProgress } from './runStore.ts'
import type { SpilledBatch } from './spill.ts'
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

const MAX_TRIES = 3

export interface Writer<Return> {
  /** The last row of the file whose sales, or returns, an earlier run has stored. */
  storedThrough(phase: Phase): number
  storeSales(batch: SpilledBatch<OrderInput>): Promise<void>
  storeReturns(batch: SpilledBatch<Return>): Promise<void>
  finish(): Promise<Counts>
}

/**
 * Stores batches; each carries how far the file is then, in its own transaction. While the database works on one, the
 * next is read.
 * @param trial everything goes into this transaction, which the caller undoes
 */
export async function createWriter<Return>(
  deps: ImportDeps,
  record: Pick<RecordKind<Return>, 'wantedBy' | 'refundOf'>,
  mode: WriteMode,
  trial: Tx | undefined,
): Promise<Writer<Return>> {
  const { kind, source, fileHash, file, rowCount } = mode
  const nowMs = () => deps.clock.nowMs()
  const isTrial = trial !== undefined
  const start: Progress = {
    ...{ state: 'writing', phase: 'sales', throughRow: 0, rowCount },
    ...{ added: 0, unchanged: 0, exceptions: 0, faults: 0 },
  }
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => (trial ? work(trial) : deps.db.transaction(work))
  const run = await inTx((tx) => beginRun(tx, { kind, source, fileHash }, { ...start, file }, nowMs(), isTrial))
  const done: Progress = { ...start, ...pickProgress(run) }
  let inFlight: Promise<void> = Promise.resolve()

  type Store = (tx: Tx) => Promise<{ counts: { added: number; unchanged: number }[]; records: readonly Numbered[] }>
  const store = async (phase: Phase, throughRow: number, work: Store): Promise<void> => {
    const next = await repeatOnRace(() =>
      inTx(async (tx) => {
        const before = await lastMatter(tx)
        const { counts, records } = await work(tx)
        const exceptions = done.exceptions + (await countMattersOf(tx, records, before))
        const after = { ...done, phase, throughRow, exceptions }
        for (const { added, unchanged } of counts) {
          after.added += added
          after.unchanged += unchanged
        }
        await saveProgress(tx, run.id, after, nowMs())
        return after
      }),
    )
    Object.assign(done, next)
  }
  const storeNext = async (phase: Phase, throughRow: number, work: Store): Promise<void> => {
    await inFlight
    inFlight = store(phase, throughRow, work)
    // Told at the next look at it; a rejection nobody waits for yet must not end the process.
    inFlight.catch(() => undefined)
    if (isTrial || deps.db.kind === 'sqlite') await inFlight
  }
  return {
    storedThrough: (phase) => {
      if (done.phase === phase) return done.throughRow
      // An earlier run was in the returns already: all sales are stored.
      return phase === 'sales' ? Number.POSITIVE_INFINITY : 0
    },
    storeSales: ({ records, endRow }) =>
      storeNext('sales', endRow, async (tx) => {
        const counts = []
        for (const group of bySource(records)) counts.push(await deps.intake.recordOrders(tx, group, isTrial))
        return { counts, records }
      }),
    storeReturns: ({ records, endRow }) =>
      storeNext('returns', endRow, async (tx) => {
        const refunds = await makeRefunds(tx, record, records)
        return { counts: [await deps.intake.recordRefunds(tx, refunds, isTrial)], records: refunds }
      }),
    async finish() {
      await inFlight
      await inTx((tx) => saveProgress(tx, run.id, { ...done, state: 'done' }, nowMs()))
      const { added, unchanged, exceptions } = done
      return { added, unchanged, exceptions }
    },
  }
}

async function makeRefunds<Return>(
  tx: Tx,
  { wantedBy, refundOf }: Pick<RecordKind<Return>, 'wantedBy' | 'refundOf'>,
  returns: readonly Return[],
): Promise<RefundInput[]> {
  const known = await loadKnownSales(tx, returns.flatMap(wantedBy))
  return returns.map((read) => {
    const refund = refundOf(read, known)
    // Its form was checked before; what the order's own lines make of it is a number of lines and no more.
    if (Array.isArray(refund)) throw new Error(`row ${refund[0]?.row} cannot be taken: ${refund[0]?.reason}`)
    return refund
  })
}

function pickProgress({ phase, throughRow, added, unchanged, exceptions }: Progress) {
  return { phase, throughRow, added, unchanged, exceptions }
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

async function lastMatter(tx: Tx): Promise<number> {
  const [row]: { id: number | null }[] = await tx.query('SELECT MAX(id) AS id FROM intake_exceptions')
  return Number(row?.id ?? 0)
}

type Numbered = OrderInput | RefundInput

/** The matters listed since about these records: other processes list theirs meanwhile. */
async function countMattersOf(tx: Tx, records: readonly Numbered[], after: number): Promise<number> {
  const keyOf = (source: string, number: unknown) => `${source}\0${number}`
  const own = new Set(records.flatMap((one) => numbersOf(one).map((number) => keyOf(one.source, number))))
  const select = { source: true, number: true, detail: true } as const
  const listed = await tx.find(IntakeException, { select, where: { id: MoreThan(after) } })
  // An order's return may make one that was stored long ago the one too many: that matter names the order beside it.
  return listed.filter(({ source, number, detail }) =>
    [number, detail.orderNo].some((one) => own.has(keyOf(source, one))),
  ).length
}

function numbersOf({ orderNo, ...record }: Numbered): string[] {
  return [...(orderNo === undefined ? [] : [orderNo]), ...('refundNo' in record ? [record.refundNo] : [])]
}
