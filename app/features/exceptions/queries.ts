import { type EntityManager, In, LessThan } from 'typeorm'
import { ImportRunRow } from '../../db/entities/imports.ts'
import { IntakeException, Order, Refund } from '../../db/entities/orders.ts'
import { Store } from '../../db/entities/org.ts'
import { EXCEPTION_KINDS, type Exceptions, type ExceptionView, type ImportRuns } from './contract.ts'
import { differencesOf, exceptionInWords } from './words.ts'

const PAGE_ROWS = 50
const SHOWN_RUNS = 5

interface Wish {
  state: 'open' | 'settled'
  kind?: string | undefined
  before?: number | undefined
}

/** The newest first, in a fixed number of queries. */
export async function readExceptions(read: EntityManager, { state, kind, before }: Wish): Promise<Exceptions> {
  const where = { state, ...(kind ? { kind } : {}), ...(before ? { id: LessThan(before) } : {}) }
  const found = await read.find(IntakeException, { where, order: { id: 'DESC' }, take: PAGE_ROWS + 1 })
  const rows = found.slice(0, PAGE_ROWS)
  const codes = [...new Set(rows.flatMap(({ storeCode }) => storeCode ?? []))]
  const stores = codes.length === 0 ? [] : await read.findBy(Store, { code: In(codes) })
  const nameOf = new Map(stores.map(({ code, name }) => [code, name]))
  const storedOf = await readStored(read, rows)
  return {
    counts: await countOpen(read),
    rows: rows.map((row) => presentException(row, nameOf, storedOf(row))),
    nextBefore: found.length > PAGE_ROWS ? (rows.at(-1)?.id ?? null) : null,
  }
}

function presentException(
  row: IntakeException,
  nameOf: ReadonlyMap<string, string>,
  stored: Order | Refund | undefined,
): ExceptionView {
  const { id, kind, source, number, storeCode, createdAt, state, settledAt, settledBy } = row
  return {
    ...{ id, kind, source, number, storeCode, state, settledBy, ...exceptionInWords(row) },
    differences: differencesOf(row, stored),
    storeName: storeCode === null ? null : (nameOf.get(storeCode) ?? null),
    createdAtMs: createdAt,
    settledAtMs: settledAt,
  }
}

/** The orders and refunds whose number came again with other content. */
async function readStored(read: EntityManager, rows: readonly IntakeException[]) {
  const numbersOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ number }) => number)
  const [orderNos, refundNos] = [numbersOf('order_conflict'), numbersOf('refund_conflict')]
  const orders = orderNos.length === 0 ? [] : await read.findBy(Order, { orderNo: In(orderNos) })
  const refunds = await Promise.all(
    rows
      .filter(({ kind, number }) => kind === 'refund_conflict' && refundNos.includes(number))
      .map(({ source, number }) => read.findOneBy(Refund, { source, refundNo: number })),
  )
  return ({ kind, source, number }: IntakeException) => {
    if (kind === 'order_conflict') return orders.find((order) => order.source === source && order.orderNo === number)
    if (kind !== 'refund_conflict') return undefined
    return refunds.find((refund) => refund?.source === source && refund.refundNo === number) ?? undefined
  }
}

/** How many matters wait for a person, of all kinds. */
export async function countOpenMatters(read: EntityManager): Promise<number> {
  return (await countOpen(read)).reduce((sum, { open }) => sum + open, 0)
}

async function countOpen(read: EntityManager): Promise<Exceptions['counts']> {
  const sql = `SELECT kind, COUNT(*) AS n FROM intake_exceptions WHERE state = 'open' GROUP BY kind ORDER BY n DESC, kind`
  const rows: { kind: string; n: number }[] = await read.query(sql)
  return rows.map(({ kind, n }) => ({ kind, kindText: EXCEPTION_KINDS[kind] ?? kind, open: Number(n) }))
}

export async function readImportRuns(read: EntityManager): Promise<ImportRuns> {
  const rows = await read.find(ImportRunRow, { order: { startedAt: 'DESC', id: 'DESC' }, take: SHOWN_RUNS })
  return {
    runs: rows.map(({ startedAt: startedAtMs, updatedAt: updatedAtMs, ...run }) => ({
      ...run,
      startedAtMs,
      updatedAtMs,
    })),
  }
}
