import fc from 'fast-check'
import type { Database } from '../../../app/db/database.ts'
import { IdentityKey } from '../../../app/db/entities/customers.ts'
import { monthOf } from '../../../app/domain/businessDay.ts'
import { nextMonthToClose } from '../../../app/domain/ledger/closing.ts'
import { readClosingFacts } from '../../../app/features/ledger/queries.ts'
import { addCustomer, at, type Bench, bind } from '../credits/ledgerBench.ts'
import { proveAndClose } from './books.ts'

/** What reaches the product, in this order; facts carry their own day, so most come late, and of three versions of the rules. */
export type Chapter =
  | { kind: 'order'; no: number; day: number; fen: number; phone: number | null; served: number | null }
  | { kind: 'refund'; no: number; order: number; day: number; fen: number }
  | { kind: 'contact'; no: number; day: number; guide: number }
  | { kind: 'close'; no: number }

const GUIDES = ['guide.lin', 'guide.zhou', 'guide.wu']
const day = fc.integer({ min: 0, max: 75 })
const order = fc.record({
  kind: fc.constant('order' as const),
  no: fc.integer({ min: 1, max: 4 }),
  day,
  fen: fc.integer({ min: 0, max: 10_000 }),
  phone: fc.option(fc.integer({ min: 1, max: 2 })),
  served: fc.option(fc.integer({ min: 0, max: 2 })),
})
const refund = fc.record({
  kind: fc.constant('refund' as const),
  no: fc.integer({ min: 1, max: 4 }),
  order: fc.integer({ min: 1, max: 5 }),
  day,
  fen: fc.integer({ min: 0, max: 8_000 }),
})
const contact = fc.record({
  kind: fc.constant('contact' as const),
  no: fc.integer({ min: 1, max: 2 }),
  day,
  guide: fc.integer({ min: 0, max: 2 }),
})
const close = fc.record({ kind: fc.constant('close' as const), no: fc.integer({ min: 1, max: 3 }) })

export const stories = fc.uniqueArray(fc.oneof<fc.Arbitrary<Chapter>[]>(order, order, refund, contact, close), {
  minLength: 3,
  maxLength: 10,
  selector: ({ kind, no }) => `${kind} ${no}`,
})

const dayText = (offset: number) => new Date(Date.UTC(2026, 8, 1 + offset)).toISOString().slice(0, 10)

/** @returns whether anything was done: there may be no month to close */
export async function live(bench: Bench, db: Database, chapter: Chapter, guideIds: number[]): Promise<boolean> {
  if (chapter.kind === 'close') return closeNext(bench, db)
  if (chapter.kind === 'order') await bench.order(orderOf(chapter))
  else if (chapter.kind === 'refund') {
    const refundedAt = `${dayText(chapter.day)}T13:00:00+08:00`
    const lines = [{ lineNo: '1', refundFen: chapter.fen }]
    await bench.refund({ refundNo: `R${chapter.no}`, orderNo: `N${chapter.order}`, refundedAt, lines })
  } else await meet(bench, db, chapter, guideIds)
  await bench.settle()
  return true
}

function orderOf({ no, day: offset, fen, phone, served }: Extract<Chapter, { kind: 'order' }>) {
  return {
    orderNo: `N${no}`,
    paidAt: `${dayText(offset)}T12:00:00+08:00`,
    buyer: phone === null ? null : { phone: `1380000000${phone}` },
    lines: [{ lineNo: '1', paidFen: fen, servedByGuide: served === null ? null : GUIDES[served] }],
  }
}

async function meet(
  bench: Bench,
  db: Database,
  { no, day: offset, guide }: Extract<Chapter, { kind: 'contact' }>,
  guideIds: number[],
) {
  const externalUserId = `wm${no}`
  const since = dayText(offset)
  await addCustomer(db, externalUserId, since)
  await bind(db, externalUserId, guideIds[guide] ?? 0, since)
  const keyHash = bench.deps.vault.keyOf('phone', `1380000000${no}`)
  const key = { kind: 'phone' as const, keyHash, externalUserId, sinceAt: at(since), source: 'test', orderId: null }
  await db.transaction((tx) => tx.insert(IdentityKey, key))
  await bench.emit({ name: 'CustomerIdentified', externalUserId, atMs: at(since) })
}

async function closeNext(bench: Bench, db: Database): Promise<boolean> {
  const facts = await readClosingFacts(db.read, bench.deps.clock.nowMs())
  const next = nextMonthToClose(facts)
  if (next === undefined || next >= monthOf(facts.today)) return false
  await proveAndClose(bench, next)
  return true
}
