import { expect } from 'chai'
import type { Database } from '../../app/db/database.ts'
import { Order } from '../../app/db/entities/orders.ts'
import { readEntryTotals } from '../../app/features/boards/entryQueries.ts'
import { readContactDataDay } from '../../app/features/boards/queries.ts'
import { endWaits } from '../../app/features/credits/commands/endWaits.ts'
import { readPostedOrphan } from '../../app/features/credits/posted.ts'
import { createBench } from '../features/credits/ledgerBench.ts'
import { openTestDatabase, type TestDatabase } from '../support/db.ts'

interface Raw {
  prepare(sql: string): { all(...values: unknown[]): { detail: string }[] }
}

/** How SQLite would find the rows of every question that `ask` puts to the database. */
async function plansOf(db: Database, ask: () => Promise<unknown>): Promise<string[]> {
  const raw = (db.read.connection.driver as unknown as { databaseConnection: Raw }).databaseConnection
  const prepare = raw.prepare.bind(raw)
  const asked: string[] = []
  raw.prepare = (sql) => {
    asked.push(sql)
    return prepare(sql)
  }
  try {
    await ask()
  } finally {
    raw.prepare = prepare
  }
  const marks = (sql: string) => (sql.match(/\?/g) ?? []).map(() => null)
  const plans = asked.map((sql) => prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...marks(sql)))
  return plans.flat().map(({ detail }) => detail)
}

describe('what a question reads (SQLite)', () => {
  let test: TestDatabase
  const period = { from: '2026-11-01', to: '2026-11-30' }

  beforeEach(async () => {
    test = await openTestDatabase('sqlite')
  })
  afterEach(() => test.drop())

  it('waits that are over: those, and not every order there ever was', async () => {
    const plans = await plansOf(test.db, () => endWaits(createBench(test.db).deps))
    expect(plans.join('; ')).to.match(/^SEARCH orders USING .*INDEX \S+ \(waiting_until>\? AND waiting_until<\?\)/)
  })

  it('the postings of a refund without an order: its own, and not those of all such refunds', async () => {
    const plans = await plansOf(test.db, () => readPostedOrphan(test.db.read, 7))
    expect(plans[0]).to.include('(order_id=? AND refund_id=?)')
  })

  it("the entries of pools: the period's", async () => {
    const all = { period, scope: { kind: 'all' }, holder: { kind: 'pool' }, figure: 'netFen' } as const
    expect((await plansOf(test.db, () => readEntryTotals(test.db.read, all)))[0]).to.include('AND booked_on<?')
    const some = { ...all, scope: { kind: 'stores' as const, storeCodes: ['SH001', 'SH002'] } }
    const [plan] = await plansOf(test.db, () => readEntryTotals(test.db.read, some))
    expect(plan).to.include('(account=? AND booked_on>? AND booked_on<?)')
  })

  it('the last day with statistics of WeCom: one row of an index', async () => {
    const plans = await plansOf(test.db, () => readContactDataDay(test.db.read))
    expect(plans.join('; ')).to.match(/USING COVERING INDEX \S+ \(is_closed=\?\)/)
  })

  it('an order by the number a guide typed: by the index, without its source', async () => {
    const plans = await plansOf(test.db, () => test.db.read.findBy(Order, { orderNo: 'N1' }))
    expect(plans[0]).to.include('(order_no=?)')
  })
})
