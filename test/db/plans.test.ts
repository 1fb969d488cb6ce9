import { expect } from 'chai'
import type { Database } from '../../app/db/database.ts'
import { Order } from '../../app/db/entities/orders.ts'
import { always } from '../../app/domain/boards/storeSpans.ts'
import { readEntryTotals } from '../../app/features/boards/entryQueries.ts'
import { readContactDataDay } from '../../app/features/boards/queries.ts'
import { repostDue } from '../../app/features/credits/commands/repostDue.ts'
import { readPostedOrphans } from '../../app/features/credits/posted.ts'
import { duePages } from '../../app/features/followUps/openQueries.ts'
import { gapsOfProduct } from '../../app/features/lifecycle/gapQueries.ts'
import { dueForCheck } from '../../app/features/lifecycle/queries.ts'
import { countMatching, pageReach } from '../../app/features/segments/queries.ts'
import { readCellTotals } from '../../app/features/statements/entryQueries.ts'
import { readMonthSums } from '../../app/features/statements/queries.ts'
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
    const plans = await plansOf(test.db, () => repostDue(createBench(test.db).deps, 'waiting_until'))
    expect(plans.join('; ')).to.match(/^SEARCH orders USING .*INDEX \S+ \(waiting_until>\? AND waiting_until<\?\)/)
  })

  it('the postings of a refund without an order: its own, and not those of all such refunds', async () => {
    const plans = await plansOf(test.db, () => readPostedOrphans(test.db.read, [7]))
    expect(plans[0]).to.include('(order_id=? AND refund_id=?)')
  })

  it("the entries of pools: the period's", async () => {
    const all = { period, scope: { kind: 'all' }, holder: { kind: 'pool' }, figure: 'netFen' } as const
    expect((await plansOf(test.db, () => readEntryTotals(test.db.read, all)))[0]).to.include('AND booked_on<?')
    const some = { ...all, scope: { kind: 'stores' as const, spans: ['SH001', 'SH002'].map(always) } }
    const [plan] = await plansOf(test.db, () => readEntryTotals(test.db.read, some))
    expect(plan).to.include('(account=? AND booked_on>? AND booked_on<?)')
  })

  it("statements of a store: the store's months; a guide's own: theirs", async () => {
    const scope = { kind: 'stores' as const, spans: [always('SH001'), always('SH002')] }
    const ofStores = await plansOf(test.db, () => readMonthSums(test.db.read, '2026-11', scope))
    expect(ofStores.join('; ')).to.match(/SEARCH m USING INDEX \S+ \(store_code=\? AND month<\?\)/)
    const own = await plansOf(test.db, () => readMonthSums(test.db.read, '2026-11', { kind: 'all' }, 7))
    expect(own.join('; ')).to.match(/SEARCH m USING INDEX \S+ \(guide_id=\? AND month<\?\)/)
  })

  it('the entries behind a figure of a statement: those of the guide in its days', async () => {
    const cell = {
      month: '2026-11',
      guideId: 7,
      scope: { kind: 'all' },
      storeCode: 'SH001',
      figure: 'earnedFen',
    } as const
    const plans = await plansOf(test.db, () => readCellTotals(test.db.read, cell))
    expect(plans.join('; ')).to.match(/SEARCH e USING INDEX \S+ \(guide_id=\? AND booked_on>\? AND booked_on<\?\)/)
  })

  it('the last day with statistics of WeCom: one row of an index', async () => {
    const plans = await plansOf(test.db, () => readContactDataDay(test.db.read))
    expect(plans.join('; ')).to.match(/USING COVERING INDEX \S+ \(is_closed=\?\)/)
  })

  it('customers whose stage time may change: those who are due', async () => {
    const after = { atMs: 5, externalUserId: 'wm1' }
    const plans = await plansOf(test.db, () => dueForCheck(test.db.read, 9, after, 200))
    expect(plans.join('; ')).to.match(
      /SEARCH customers USING .*INDEX \S+ \(next_stage_check_at>\? AND next_stage_check_at<\?\)/,
    )
  })

  it('repurchases of a product: the lines of that product', async () => {
    const plans = await plansOf(test.db, () => gapsOfProduct(test.db.read, 'TEA', '2026-01-01'))
    expect(plans.join('; '))
      .to.include('(product_code=?)')
      .and.not.match(/SCAN (l|o|r|f)\b/)
  })

  it("the customers of a manager's stores: those of the stores, with their facts by key", async () => {
    const reach = { kind: 'stores' as const, storeCodes: ['SH001', 'SH002'] }
    const filter = { purchasesMin: 2, tagIds: ['t1'], productCodes: ['P1'] }
    const plans = await plansOf(test.db, () => countMatching(test.db.read, reach, filter, 0))
    expect(plans[0]).to.match(/^SEARCH b USING .*INDEX \S+ \(store_code=\?/)
    expect(plans.filter((plan) => plan.startsWith('SCAN'))).to.deep.equal([])
  })

  it('what keeps a customer from being written to: by the customer, in every table', async () => {
    const limits = { perDay: 1, perWeek: 3, massPerDay: 1, massPerMonth: 30 }
    const page = { after: 'wm1', limit: 200 }
    const plans = await plansOf(test.db, () => pageReach(test.db.read, { kind: 'all' }, {}, 0, limits, page))
    for (const table of ['x', 'k', 'u', 'r']) {
      const looks = plans.filter((plan) => plan.startsWith(`SEARCH ${table} `))
      expect(looks, table).to.not.deep.equal([])
      for (const look of looks) expect(look).to.include('(external_user_id=?')
    }
    const scans = plans.filter((plan) => plan.startsWith('SCAN') && !/^SCAN (c|y)$/.test(plan))
    expect(scans).to.deep.equal([])
  })

  it('follow-ups that are due: those, in the order they are worked off, and none of the future', async () => {
    const readAll = async () => {
      for await (const page of duePages(test.db.read, 1, 500)) expect(page).to.deep.equal([])
    }
    const plans = await plansOf(test.db, readAll)
    expect(plans.join('; ')).to.match(/^SEARCH follow_ups USING INDEX \S+ \(state=\? AND due_at<\?\)$/)
  })

  it('an order by the number a guide typed: by the index, without its source', async () => {
    const plans = await plansOf(test.db, () => test.db.read.findBy(Order, { orderNo: 'N1' }))
    expect(plans[0]).to.include('(order_no=?)')
  })
})
