import { expect } from 'chai'
import { CreditCorrection } from '../../../app/db/entities/creditCases.ts'
import { Setting } from '../../../app/db/entities/operations.ts'
import { GuideAssignment } from '../../../app/db/entities/org.ts'
import { LAST_DAY } from '../../../app/domain/boards/storeSpans.ts'
import { lastDayOfMonth } from '../../../app/domain/businessDay.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import {
  STATEMENT_ENTRIES,
  STATEMENT_ENTRIES_QUERY,
  STATEMENT_FIGURE_NAMES,
  STATEMENTS,
  STATEMENTS_QUERY,
  type StatementFigure,
  type StatementRow,
} from '../../../app/features/statements/contract.ts'
import { readStatementEntries } from '../../../app/features/statements/entries.ts'
import { readMyStatement, readStatements } from '../../../app/features/statements/statements.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { at, type Bench, createBench, seedChain } from '../credits/ledgerBench.ts'

const actorWith = (reach: Actor['reach'], guideId = 99): Actor => ({
  ...{ guideId, userId: 'boss', name: '王', level: 'gold', role: 'region_manager', storeCodes: [], reach },
})
const everything = actorWith({ kind: 'all' })
const xuhui = actorWith({ kind: 'stores', storeCodes: ['SH001'] })
const jingan = actorWith({ kind: 'stores', storeCodes: ['SH002'] })
const MONTHS = ['2026-10', '2026-11', '2026-12', '2027-01'] as const

forEachDatabase((kind) =>
  describe(`statements (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let guides: { lin: number; zhou: number; wu: number }

    const sell = (orderNo: string, paidAt: string, paidFen: number, servedByGuide: string, storeCode = 'SH001') =>
      bench.order({ orderNo, paidAt, orderedAt: paidAt, storeCode, lines: [{ lineNo: '1', paidFen, servedByGuide }] })
    const refund = (refundNo: string, orderNo: string, refundedAt: string, refundFen: number) =>
      bench.refund({ refundNo, orderNo, refundedAt, lines: [{ lineNo: '1', refundFen }] })
    const statement = async (month: string, actor = everything, over: Record<string, string> = {}) =>
      STATEMENTS.parse(await readStatements(bench.deps, actor, STATEMENTS_QUERY.parse({ month, ...over })))
    const rowOf = (rows: readonly StatementRow[], guideUserId: string, storeCode: string) =>
      rows.find((row) => row.guideUserId === guideUserId && row.storeCode === storeCode)

    /**
     * Lin sells in 徐汇店 until the 14th and in 静安店 from the 15th; a refund before and after the freeze, a correction,
     * and a refund of November that arrives when November is closed.
     */
    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, '2026-12-31T23:00:00')
      guides = await seedChain(test.db)
      await moveLin()
      await sell('A', '2026-11-10T10:00:00+08:00', 10_000, 'guide.lin')
      await sell('B', '2026-11-20T10:00:00+08:00', 20_000, 'guide.lin', 'SH002')
      await sell('C', '2026-11-21T10:00:00+08:00', 3_300, 'guide.wu', 'BJ001')
      await refund('R1', 'A', '2026-11-25T10:00:00+08:00', 1_000)
      await bench.settle()
      await correct('C', '2026-12-02T10:00:00', [{ guideId: guides.zhou, parts: 1 }])
      await close('2026-11')
      await refund('R2', 'B', '2026-11-28T10:00:00+08:00', 500)
      await refund('R3', 'A', '2026-12-28T10:00:00+08:00', 2_000)
      await bench.settle()
    })
    afterEach(() => test.drop())

    async function moveLin() {
      await test.db.transaction(async (tx) => {
        await tx.update(GuideAssignment, { guideId: guides.lin }, { toDay: '2026-11-14' })
        await tx.insert(GuideAssignment, {
          ...{ guideId: guides.lin, role: 'guide', level: 'skilled', storeCode: 'SH002', regionCode: null },
          ...{ fromDay: '2026-11-15', toDay: null },
        })
      })
    }

    async function correct(orderNo: string, decidedAt: string, toHolders: CreditCorrection['toHolders']) {
      const [order]: { id: number }[] = await test.db.read.query('SELECT id FROM orders WHERE order_no = ?', [orderNo])
      const orderId = Number(order?.id)
      const decision = { decidedAt: at(decidedAt), decidedBy: 'boss', proposedAt: at(decidedAt), proposedBy: 'anna' }
      await test.db.transaction((tx) =>
        tx.save(
          tx.create(CreditCorrection, {
            ...{ orderId, lineNo: null, toHolders, reason: '让单', movedFen: 3_300, state: 'approved' as const },
            ...{ ...decision, clientKey: `correct-${orderNo}` },
          }),
        ),
      )
      await postCredit(bench.deps, { orderId })
    }

    const close = (month: string) =>
      test.db.transaction((tx) => tx.save(Setting, { name: 'ledger.closedThrough', value: month, updatedAt: 1 }))

    it('gives a guide who moved mid-month a row a store, each with its own opening and closing', async () => {
      const { rows } = await statement('2026-11')
      expect(rowOf(rows, 'Guide.Lin', 'SH001')).to.include({
        openingFen: 0,
        earnedFen: 10_000,
        reversedFen: 0,
        orders: 1,
      })
      expect(rowOf(rows, 'Guide.Lin', 'SH002')).to.include({
        earnedFen: 20_000,
        reversedFen: 1_000,
        closingFen: 19_000,
      })
    })

    it('moves what the freeze held from pending to settled, and nothing of it into another store', async () => {
      const { rows } = await statement('2026-12')
      expect(rowOf(rows, 'Guide.Lin', 'SH001')).to.include({
        ...{ openingFen: 10_000, openingPendingFen: 10_000, movedFen: 0, settledFen: 10_000 },
        ...{ closingPendingFen: 0, closingSettledFen: 10_000, closingFen: 10_000 },
      })
      expect(rowOf(rows, 'Guide.Lin', 'SH002')).to.include({
        ...{ openingFen: 19_000, earnedFen: 0, reversedFen: 2_500, settledFen: 18_500, settledLaterFen: -2_000 },
        ...{ closingPendingFen: 0, closingSettledFen: 16_500, closingFen: 16_500 },
      })
    })

    it('shows a correction apart from what was earned, on both sides of it', async () => {
      const { rows } = await statement('2026-12')
      expect(rowOf(rows, 'guide.wu', 'BJ001')).to.include({ earnedFen: 0, correctedFen: -3_300, closingFen: 0 })
      expect(rowOf(rows, 'guide.zhou', 'SH001')).to.include({ correctedFen: 3_300, closingFen: 3_300 })
    })

    it('never changes a closed month: a late fact counts in the first open one', async () => {
      const november = await statement('2026-11')
      expect(november).to.include({ isClosed: true })
      expect(november.totals).to.include({ earnedFen: 33_300, reversedFen: 1_000 })
      expect(await statement('2026-12')).to.include({ isClosed: false })
    })

    it('opens each month with what the month before closed with', async () => {
      const statements = await Promise.all(MONTHS.map((month) => statement(month)))
      for (const [index, { rows }] of statements.entries())
        for (const row of rows) {
          const before = rowOf(statements[index - 1]?.rows ?? [], row.guideUserId, row.storeCode ?? '')
          expect([row.openingPendingFen, row.openingSettledFen]).to.deep.equal([
            before?.closingPendingFen ?? 0,
            before?.closingSettledFen ?? 0,
          ])
        }
    })

    it('ties to the ledger: the sum of all statements is the sum of all entries of guides, month by month', async () => {
      for (const month of MONTHS) {
        const { totals } = await statement(month)
        const held = async (account: string, days: string) => {
          const [row]: { fen: number }[] = await test.db.read.query(
            `SELECT CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS fen FROM ledger_entries
             WHERE account LIKE 'guide:%${account}' AND ${days}`,
          )
          return Number(row?.fen)
        }
        const [from, to] = [`${month}-01`, lastDayOfMonth(month)]
        expect(totals.movedFen, month).to.equal(await held('', `booked_on BETWEEN '${from}' AND '${to}'`))
        expect(totals.openingFen, month).to.equal(await held('', `booked_on < '${from}'`))
        expect(totals.closingPendingFen, month).to.equal(await held(':pending', `booked_on <= '${to}'`))
        expect(totals.closingSettledFen, month).to.equal(await held(':settled', `booked_on <= '${to}'`))
      }
      expect((await statement('2026-12')).totals).to.include({ closingFen: 29_800, closingPendingFen: 0 })
    })

    it('opens every figure of every row to entries that add up to it, and run up to it', async () => {
      const opened = new Set<StatementFigure>()
      for (const month of MONTHS)
        for (const row of (await statement(month)).rows)
          for (const figure of STATEMENT_FIGURE_NAMES) {
            const asked = { month, guide: row.guideUserId, store: row.storeCode ?? '', figure }
            const query = STATEMENT_ENTRIES_QUERY.parse(asked)
            const entries = STATEMENT_ENTRIES.parse(await readStatementEntries(bench.deps, everything, query))
            const what = JSON.stringify(asked)
            expect(entries.sumFen, what).to.equal(row[figure])
            expect(
              entries.rows.reduce((sum, entry) => sum + entry.amountFen, 0),
              what,
            ).to.equal(row[figure])
            expect(entries.rows[0]?.runningFen ?? 0, what).to.equal(row[figure])
            expect(entries.rows).to.have.length(entries.count)
            if (entries.count > 0) opened.add(figure)
          }
      expect([...opened]).to.have.members([...STATEMENT_FIGURE_NAMES])
    })

    it('tells of each entry which order, why and which day, with its own day where the month was closed', async () => {
      const query = STATEMENT_ENTRIES_QUERY.parse({ month: '2026-12', guide: 'guide.lin', figure: 'movedFen' })
      const { rows } = await readStatementEntries(bench.deps, everything, query)
      expect(
        rows.map(({ orderNo, refundNo, causeText, bookedOn, occurredOn, amountFen }) => ({
          ...{ orderNo, refundNo, causeText, bookedOn, occurredOn, amountFen },
        })),
      ).to.deep.equal([
        {
          ...{ orderNo: 'A', refundNo: 'R3', causeText: '退款' },
          ...{ bookedOn: '2026-12-28', occurredOn: '2026-12-28', amountFen: -2_000 },
        },
        {
          ...{ orderNo: 'B', refundNo: 'R2', causeText: '退款' },
          ...{ bookedOn: '2026-12-01', occurredOn: '2026-11-28', amountFen: -500 },
        },
      ])
    })

    it('shows a manager the part of their own store, and a guide all of theirs and nobody else’s', async () => {
      expect((await statement('2026-11', xuhui)).rows.map((row) => [row.guideUserId, row.earnedFen])).to.deep.equal([
        ['Guide.Lin', 10_000],
      ])
      expect((await statement('2026-11', jingan)).rows.map((row) => [row.guideUserId, row.earnedFen])).to.deep.equal([
        ['Guide.Lin', 20_000],
      ])
      const own = STATEMENTS.parse(
        await readMyStatement(bench.deps, actorWith({ kind: 'none' }, guides.lin), '2026-11'),
      )
      expect(own.rows.map((row) => [row.storeCode, row.earnedFen])).to.deep.equal([
        ['SH001', 10_000],
        ['SH002', 20_000],
      ])
      expect(own.totals).to.include({ closingFen: 29_000 })
    })

    it('leaves the whole month, with what it opens with, to the region a store had on its last day', async () => {
      const spans = [{ storeCode: 'SH002', fromDay: '2020-01-01', toDay: '2026-12-15' }]
      const former = actorWith({ kind: 'stores', storeCodes: [], spans })
      const next = actorWith({
        ...{ kind: 'stores', storeCodes: ['SH002'] },
        spans: [{ storeCode: 'SH002', fromDay: '2026-12-16', toDay: LAST_DAY }],
      })
      const seen = async (actor: Actor, month: string) =>
        (await statement(month, actor)).rows.map(({ openingFen, closingFen }) => [openingFen, closingFen])
      expect(await seen(former, '2026-11')).to.deep.equal([[0, 19_000]])
      expect(await seen(next, '2026-11')).to.deep.equal([])
      expect(await seen(former, '2026-12')).to.deep.equal([])
      expect(await seen(next, '2026-12')).to.deep.equal([[19_000, 16_500]])
    })

    it('answers 404 for entries of somebody out of reach, and cuts those of a guide who moved to the own store', async () => {
      const entriesOf = (guide: string, actor: Actor) =>
        readStatementEntries(
          bench.deps,
          actor,
          STATEMENT_ENTRIES_QUERY.parse({ month: '2026-11', guide, figure: 'earnedFen' }),
        )
      const refused = async (guide: string, actor: Actor) =>
        expect(await entriesOf(guide, actor).catch((error: unknown) => error)).to.include({ code: 'NOT_FOUND' })
      await refused('guide.wu', xuhui)
      await refused('guide.wu', actorWith({ kind: 'none' }, guides.lin))
      await refused('nobody', everything)
      expect((await entriesOf('guide.lin', xuhui)).rows.map(({ orderNo }) => orderNo)).to.deep.equal(['A'])
      const whole = await entriesOf('guide.lin', actorWith({ kind: 'none' }, guides.lin))
      expect(whole.rows.map(({ orderNo }) => orderNo)).to.deep.equal(['B', 'A'])
    })

    it('filters by region, store and guide; who worked there without a sale has no row, who never did is not found', async () => {
      const codes = async (over: Record<string, string>, actor = everything) =>
        (await statement('2026-11', actor, over)).rows.map((row) => `${row.guideUserId} ${row.storeCode}`)
      expect(await codes({ region: 'NORTH' })).to.deep.equal(['guide.wu BJ001'])
      expect(await codes({ store: 'SH002' })).to.deep.equal(['Guide.Lin SH002'])
      expect(await codes({ guide: 'guide.lin' })).to.deep.equal(['Guide.Lin SH001', 'Guide.Lin SH002'])
      expect(await codes({ guide: 'guide.zhou' })).to.deep.equal([])
      const hidden = await codes({ guide: 'guide.wu' }, xuhui).catch((error: unknown) => error)
      expect(hidden).to.include({ code: 'NOT_FOUND' })
      const outside = await codes({ store: 'SH002' }, xuhui).catch((error: unknown) => error)
      expect(outside).to.include({ code: 'NOT_FOUND' })
    })
  }),
)
