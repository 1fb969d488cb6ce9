import { expect } from 'chai'
import fc from 'fast-check'
import type { Database } from '../../../app/db/database.ts'
import { IdentityKey } from '../../../app/db/entities/customers.ts'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import { ledgerCheck } from '../../../app/features/credits/queries.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { type DatabaseKind, forEachDatabase, openTestDatabase } from '../../support/db.ts'
import { withMariadb } from '../../support/services.ts'
import { expectEntriesBehind } from '../boards/entriesBehind.ts'
import { addCustomer, at, type Bench, bind, createBench, seedChain } from './ledgerBench.ts'

/** What happened; every fact carries its own time, so that when it arrives must not matter. */
type Fact =
  | {
      kind: 'order'
      no: number
      day: number
      fen: number[]
      online: boolean
      phone: number | null
      served: number | null
    }
  | { kind: 'refund'; no: number; order: number | null; line: number; day: number; fen: number }
  | { kind: 'contact'; no: number; phone: number; day: number; guide: number | null }

const GUIDES = ['guide.lin', 'guide.zhou', 'guide.wu', 'ghost']
const STORES = ['SH001', 'SH002', 'BJ001', 'XX']
const dayText = (day: number) => new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10)

const order = fc.record({
  kind: fc.constant('order' as const),
  no: fc.integer({ min: 1, max: 3 }),
  day: fc.integer({ min: 0, max: 60 }),
  fen: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 3 }),
  online: fc.boolean(),
  phone: fc.option(fc.integer({ min: 1, max: 2 })),
  served: fc.option(fc.integer({ min: 0, max: 3 })),
})
const refund = fc.record({
  kind: fc.constant('refund' as const),
  no: fc.integer({ min: 1, max: 4 }),
  order: fc.option(fc.integer({ min: 1, max: 3 })),
  line: fc.integer({ min: 1, max: 3 }),
  day: fc.integer({ min: 0, max: 80 }),
  fen: fc.integer({ min: 0, max: 12_000 }),
})
const contact = fc.record({
  kind: fc.constant('contact' as const),
  no: fc.integer({ min: 1, max: 2 }),
  phone: fc.integer({ min: 1, max: 2 }),
  day: fc.integer({ min: 0, max: 80 }),
  guide: fc.option(fc.integer({ min: 0, max: 2 })),
})
/** One contact per phone: two would be a conflict, which only a person settles. */
const facts = fc.uniqueArray(fc.oneof<fc.Arbitrary<Fact>[]>(order, refund, contact), {
  minLength: 1,
  maxLength: 8,
  selector: (fact) => (fact.kind === 'contact' ? `contact ${fact.phone}` : `${fact.kind} ${fact.no}`),
})

async function arrive(bench: Bench, db: Database, fact: Fact, guideIds: number[]): Promise<void> {
  if (fact.kind === 'order') {
    await bench.order({
      orderNo: `N${fact.no}`,
      channel: fact.online ? 'online' : 'offline',
      storeCode: STORES[fact.no],
      paidAt: `${dayText(fact.day)}T12:00:00+08:00`,
      buyer: fact.phone === null ? null : { phone: `1380000000${fact.phone}` },
      lines: fact.fen.map((paidFen, index) => ({
        lineNo: String(index + 1),
        paidFen,
        servedByGuide: index > 0 || fact.served === null ? null : GUIDES[fact.served],
      })),
    })
  } else if (fact.kind === 'refund') {
    await bench.refund({
      refundNo: `R${fact.no}`,
      orderNo: fact.order === null ? null : `N${fact.order}`,
      refundedAt: `${dayText(fact.day)}T13:00:00+08:00`,
      guide: GUIDES[fact.no - 1],
      storeCode: 'SH001',
      lines: [{ lineNo: String(fact.line), refundFen: fact.fen }],
    })
  } else {
    const externalUserId = `wm${fact.phone}`
    const guideId = fact.guide === null ? undefined : guideIds[fact.guide]
    await addCustomer(db, externalUserId, dayText(fact.day))
    if (guideId !== undefined) await bind(db, externalUserId, guideId, dayText(fact.day))
    const keyHash = bench.deps.vault.keyOf('phone', `1380000000${fact.phone}`)
    const key = {
      kind: 'phone' as const,
      keyHash,
      externalUserId,
      sinceAt: at(dayText(fact.day)),
      source: 'test',
      orderId: null,
    }
    await db.transaction((tx) => tx.insert(IdentityKey, key))
    await bench.emit({ name: 'CustomerIdentified', externalUserId, atMs: at(dayText(fact.day)) })
  }
  await bench.settle()
}

const everything: Actor = {
  ...{
    guideId: 0,
    userId: 'op',
    name: '运营',
    level: 'gold',
    role: 'operator',
    storeCodes: [],
    reach: { kind: 'all' },
  },
}

/** Plays the facts in this order of arrival. @returns sums by day and account, and the journal line by line */
async function play(kind: DatabaseKind, arrivals: Fact[]) {
  const test = await openTestDatabase(kind)
  try {
    const { db } = test
    const bench = createBench(db, '2026-12-31T12:00:00')
    const guideIds = Object.values(await seedChain(db))
    for (const fact of arrivals) {
      await arrive(bench, db, fact, guideIds)
      expect(await ledgerCheck(db.read)).to.include({ sumFen: 0 })
    }
    await bench.runJob({ kind: 'credits.endWaits', payload: {} })
    const unbalanced: unknown[] = await db.read.query(
      'SELECT posting_id FROM ledger_entries GROUP BY posting_id HAVING SUM(amount_fen) <> 0',
    )
    expect(unbalanced).to.deep.equal([])
    const [sales]: { fen: number | null }[] = await db.read.query(
      "SELECT CAST(SUM(amount_fen) AS SIGNED) AS fen FROM ledger_entries WHERE account LIKE 'sales:%'",
    )
    const period = { from: '2026-09-01', to: '2026-12-31', sort: 'netFen' as const }
    const board = await readLeaderboard(bench.deps, everything, period)
    const { rows, totals } = board
    const heldFen = rows.reduce((sum, row) => sum + row.netFen, 0) + totals.storePoolFen + totals.unattributedFen
    expect(heldFen).to.equal(0 - Number(sales?.fen ?? 0))
    expect(totals.netSalesFen).to.equal(heldFen)
    await expectEntriesBehind(bench.deps, everything, board)
    const sums: Record<string, unknown>[] = await db.read.query(
      `SELECT occurred_on, account, store_code, CAST(SUM(amount_fen) AS SIGNED) AS fen, CAST(SUM(refund_fen) AS SIGNED) AS refunds
       FROM ledger_entries GROUP BY occurred_on, account, store_code
       HAVING SUM(amount_fen) <> 0 OR SUM(refund_fen) <> 0 ORDER BY occurred_on, account, store_code`,
    )
    const journal: Record<string, unknown>[] = await db.read.query(
      `SELECT p.cause_kind, p.cause_id, p.cause_at, e.account, e.store_code, e.channel, e.amount_fen, e.refund_fen, e.orders, e.booked_on
       FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id ORDER BY e.id`,
    )
    return { sums: sums.map((row) => ({ ...row })), journal: journal.map((row) => ({ ...row })) }
  } finally {
    await test.drop()
  }
}

forEachDatabase((kind) =>
  describe(`the ledger under any facts in any order (${kind})`, () => {
    const numRuns = kind === 'sqlite' ? 25 : 6

    it('balances, equals net sales on the leaderboard, and ends the same whatever came first', async () => {
      const shuffled = facts.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
      )
      await fc.assert(
        fc.asyncProperty(shuffled, async ([first, second]) => {
          expect((await play(kind, first)).sums).to.deep.equal((await play(kind, second)).sums)
        }),
        { numRuns },
      )
    }).timeout(120_000)
  }),
)

withMariadb(() =>
  it('SQLite and MariaDB write the same journal, entry by entry', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (all) => {
        expect((await play('mysql', all)).journal).to.deep.equal((await play('sqlite', all)).journal)
      }),
      { numRuns: 5 },
    )
  }).timeout(120_000),
)
