import { expect } from 'chai'
import { ENTRIES_QUERY, LEADERBOARD_QUERY } from '../../../app/features/boards/contract.ts'
import { readEntries } from '../../../app/features/boards/entries.ts'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, type Bench, createBench, seedChain } from '../credits/ledgerBench.ts'
import { expectEntriesBehind, readAllEntries } from './entriesBehind.ts'

const actorWith = (reach: Actor['reach']): Actor => ({
  ...{ guideId: 99, userId: 'boss', name: '王', level: 'gold', role: 'region_manager', storeCodes: [], reach },
})
const everything = actorWith({ kind: 'all' })
const east = actorWith({ kind: 'stores', storeCodes: ['SH001', 'SH002'] })
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' }

forEachDatabase((kind) =>
  describe(`the entries behind a figure of the board (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, '2026-11-28T10:00:00')
      await seedChain(test.db)
      await addCustomer(test.db, 'wm1', '2026-10-01')
      const sale = (orderNo: string, paidFen: number, servedByGuide?: string, over: Record<string, unknown> = {}) =>
        bench.order({ orderNo, lines: [{ lineNo: '1', paidFen, servedByGuide }], ...over })
      await sale('A', 1000, 'guide.lin')
      await sale('B', 700, 'guide.lin', { channel: 'online' })
      await sale('C', 1700, 'guide.wu', { storeCode: 'BJ001' })
      await sale('D', 300, undefined, { buyer: { externalUserId: 'wm1' } })
      await sale('D2', 41, undefined, { buyer: { externalUserId: 'wm1' }, storeCode: 'BJ001' })
      await sale('E', 50)
      await bench.refund({ orderNo: 'A', lines: [{ lineNo: '1', refundFen: 100 }] })
      await bench.refund({ refundNo: 'R2', orderNo: null, guide: 'guide.lin', lines: [{ lineNo: '1', refundFen: 30 }] })
      await bench.settle()
    })
    afterEach(() => test.drop())

    for (const [name, actor, filter] of [
      ['of everything', everything, {}],
      ['of a region', everything, { region: 'NORTH' }],
      ['of a store', everything, { store: 'SH001' }],
      ['of a regional manager', east, {}],
    ] as const)
      it(`adds up to every cell and every total, to the fen: the view ${name}`, async () => {
        const board = await readLeaderboard(bench.deps, actor, LEADERBOARD_QUERY.parse({ ...NOVEMBER, ...filter }))
        await expectEntriesBehind(bench.deps, actor, board, filter)
      })

    it('tells of each entry which order, which day, why, and what it came to', async () => {
      const { rows } = await readAllEntries(bench.deps, everything, { ...NOVEMBER, guide: 'Guide.Lin' })
      expect(
        rows.map((row) => [row.causeText, row.orderNo, row.refundNo, row.amountFen, row.runningFen]),
      ).to.deep.equal([
        ['退款', null, 'R2', -30, 1570],
        ['退款', 'A', 'R1', -100, 1600],
        ['付款', 'B', null, 700, 1700],
        ['付款', 'A', null, 1000, 1000],
      ])
      expect(rows[1]).to.include({ source: 'pos-east', bookedOn: '2026-11-25', storeName: '徐汇店', refundFen: 100 })
    })

    it('opens one store’s pool by itself', async () => {
      const { rows, totals } = await readAllEntries(bench.deps, everything, { ...NOVEMBER, pool: 'BJ001' })
      expect(rows.map((row) => row.orderNo)).to.deep.equal(['D2'])
      expect(totals.netFen).to.equal(41)
    })

    it('goes on where the page ended, leaving out nothing and repeating nothing', async () => {
      for (let no = 1; no <= 60; no++)
        await bench.order({ orderNo: `P${no}`, lines: [{ lineNo: '1', paidFen: no, servedByGuide: 'guide.zhou' }] })
      await bench.settle()
      const first = await readEntries(bench.deps, everything, ENTRIES_QUERY.parse({ ...NOVEMBER, guide: 'guide.zhou' }))
      expect(first.rows).to.have.length(50)
      const { rows } = await readAllEntries(bench.deps, everything, { ...NOVEMBER, guide: 'guide.zhou' })
      expect(new Set(rows.map((row) => row.id)).size).to.equal(60)
      expect(rows[50]?.runningFen).to.equal(55)
      expect(rows[59]?.runningFen).to.equal(1)
    })

    for (const asked of [{ guide: 'guide.wu' }, { guide: 'ghost' }, { pool: 'BJ001' }, { pool: 'XX' }])
      it(`answers 404 for what is not on the asker's own board: ${JSON.stringify(asked)}`, async () => {
        const query = ENTRIES_QUERY.parse({ ...NOVEMBER, ...asked })
        const failure = await readEntries(bench.deps, east, query).catch((error: unknown) => error)
        expect(failure).to.include({ code: 'NOT_FOUND' })
      })

    it('wants exactly one holder', () => {
      expect(ENTRIES_QUERY.safeParse(NOVEMBER).success).to.equal(false)
      expect(ENTRIES_QUERY.safeParse({ ...NOVEMBER, pool: '*', unattributed: '1' }).success).to.equal(false)
    })
  }),
)
