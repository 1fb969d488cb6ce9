import { expect } from 'chai'
import fc from 'fast-check'
import type { Database } from '../../../app/db/database.ts'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { type DatabaseKind, forEachDatabase, openTestDatabase } from '../../support/db.ts'
import { withMariadb } from '../../support/services.ts'
import { expectEntriesBehind } from '../boards/entriesBehind.ts'
import { createBench } from './ledgerBench.ts'
import { LATER_RULES, seedMovers } from './ledgerCast.ts'
import { FACTS_END, FACTS_NOW, type Fact, facts } from './ledgerFacts.ts'
import { arrive, type Stage, sweepAt } from './tellFacts.ts'

const everything: Actor = {
  guideId: 0,
  userId: 'op',
  name: '运营',
  level: 'gold',
  role: 'operator',
  storeCodes: [],
  reach: { kind: 'all' },
}

type Rows = Record<string, unknown>[]
const read = async (db: Database, sql: string): Promise<Rows> =>
  ((await db.read.query(sql)) as Rows).map((row) => ({ ...row }))

const HELD = `SELECT CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS fen FROM ledger_entries WHERE account NOT LIKE 'sales:%'`
/** Net paid of every order counted the plain way, less every refund that has none. */
const NET = `
  SELECT CAST((SELECT COALESCE(SUM(CASE WHEN l.paid_fen > COALESCE(b.fen, 0) THEN l.paid_fen - COALESCE(b.fen, 0) ELSE 0 END), 0)
    FROM order_lines l JOIN orders o ON o.id = l.order_id
    LEFT JOIN (SELECT r.order_no, f.line_no, SUM(f.refund_fen) AS fen FROM refunds r JOIN refund_lines f
      ON f.refund_id = r.id GROUP BY r.order_no, f.line_no) b ON b.order_no = o.order_no AND b.line_no = l.line_no)
  - (SELECT COALESCE(SUM(r.refund_fen), 0) FROM refunds r WHERE NOT EXISTS
      (SELECT 1 FROM orders o WHERE o.order_no = r.order_no)) AS SIGNED) AS fen`

/** What a guide has of an order, in whatever stores, pending and settled together. */
const TAKEN_TOO_MUCH = `SELECT order_id, guide_id, SUM(amount_fen) AS fen FROM ledger_entries
  WHERE order_id IS NOT NULL AND guide_id IS NOT NULL GROUP BY order_id, guide_id HAVING SUM(amount_fen) < 0`

async function expectSound({ db, bench }: Stage): Promise<void> {
  const [[held], [net]] = [await read(db, HELD), await read(db, NET)]
  expect(Number(held?.fen), 'held = net paid').to.equal(Number(net?.fen))
  expect(await read(db, TAKEN_TOO_MUCH), 'never more reversed than earned').to.deep.equal([])
  // Postings that sum to 0, each order's net, suspense, roll-ups = journal, closed months as they were.
  expect((await proveLedger(bench.deps)).faults).to.deep.equal([])
}

/** Plays the facts in this order of arrival. @returns sums by day and account, and the journal line by line */
async function play(kind: DatabaseKind, arrivals: Fact[]) {
  const test = await openTestDatabase(kind)
  try {
    const { db } = test
    const bench = createBench(db, FACTS_NOW)
    bench.deps.rules.attribution.push(...LATER_RULES)
    const stage: Stage = { db, bench, guideIds: await seedMovers(db), put: [] }
    for (const fact of arrivals) {
      await arrive(stage, fact)
      await expectSound(stage)
    }
    await sweepAt(stage, FACTS_END)
    await expectSound(stage)
    for (const { id } of await read(db, 'SELECT id FROM orders'))
      expect(await postCredit(bench.deps, { orderId: Number(id) }), 'a replay posts nothing').to.equal(0)

    const period = { from: '2026-09-01', to: '2026-12-31', sort: 'netFen' as const }
    const board = await readLeaderboard(bench.deps, everything, period)
    const { rows, totals } = board
    const heldFen = rows.reduce((sum, row) => sum + row.netFen, 0) + totals.storePoolFen + totals.unattributedFen
    expect(heldFen, 'guides + pools + unattributed on the board').to.equal(Number((await read(db, HELD))[0]?.fen))
    expect(totals.netSalesFen).to.equal(heldFen)
    await expectEntriesBehind(bench.deps, everything, board)
    const sums = await read(
      db,
      `SELECT occurred_on, account, store_code, CAST(SUM(amount_fen) AS SIGNED) AS fen, CAST(SUM(refund_fen) AS SIGNED) AS refunds,
         CAST(SUM(orders) AS SIGNED) AS orders
       FROM ledger_entries GROUP BY occurred_on, account, store_code
       HAVING SUM(amount_fen) <> 0 OR SUM(refund_fen) <> 0 OR SUM(orders) <> 0 ORDER BY occurred_on, account, store_code`,
    )
    const journal = await read(
      db,
      `SELECT p.cause_kind, p.cause_id, p.cause_at, e.account, e.store_code, e.channel, e.amount_fen, e.refund_fen, e.orders, e.booked_on
       FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id ORDER BY e.id`,
    )
    return { sums, journal }
  } finally {
    await test.drop()
  }
}

/** Told one by one or by a file: the ledger must not know. */
const byTheOtherRoad = (fact: Fact): Fact => (fact.kind === 'order' ? { ...fact, isInFile: !fact.isInFile } : fact)

forEachDatabase((kind) =>
  describe(`the ledger under any facts in any order (${kind})`, () => {
    const numRuns = kind === 'sqlite' ? 12 : 4

    it('is sound after every step, closed months and all, and ends the same whatever came first', async () => {
      const shuffled = facts.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
      )
      await fc.assert(
        fc.asyncProperty(shuffled, async ([first, second]) => {
          expect((await play(kind, first)).sums).to.deep.equal((await play(kind, second.map(byTheOtherRoad))).sums)
        }),
        { numRuns },
      )
    }).timeout(600_000)
  }),
)

withMariadb(() =>
  it('SQLite and MariaDB write the same journal, entry by entry', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (all) => {
        expect((await play('mysql', all)).journal).to.deep.equal((await play('sqlite', all)).journal)
      }),
      { numRuns: 3 },
    )
  }).timeout(600_000),
)
