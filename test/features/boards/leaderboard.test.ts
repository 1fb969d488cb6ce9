import { expect } from 'chai'
import { readSheet } from 'read-excel-file/node'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { Guide } from '../../../app/db/entities/org.ts'
import { exportLeaderboard } from '../../../app/features/boards/commands/exportLeaderboard.ts'
import { LEADERBOARD, LEADERBOARD_QUERY } from '../../../app/features/boards/contract.ts'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import { listScope } from '../../../app/features/boards/scope.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, type Bench, createBench, seedChain } from '../credits/ledgerBench.ts'

const actorWith = (reach: Actor['reach']): Actor => ({
  ...{ guideId: 99, userId: 'boss', name: '王', level: 'gold', role: 'region_manager', storeCodes: [], reach },
})
const everything = actorWith({ kind: 'all' })
const east = actorWith({ kind: 'stores', storeCodes: ['SH001', 'SH002'] })
const november = (over: Record<string, unknown> = {}) =>
  LEADERBOARD_QUERY.parse({ from: '2026-11-01', to: '2026-11-30', ...over })

forEachDatabase((kind) =>
  describe(`the leaderboard (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let guides: { lin: number; zhou: number; wu: number }

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, '2026-11-28T10:00:00')
      guides = await seedChain(test.db)
      await addCustomer(test.db, 'wm1', '2026-10-01')
      const sale = (orderNo: string, paidFen: number, servedByGuide?: string, over: Record<string, unknown> = {}) =>
        bench.order({ orderNo, lines: [{ lineNo: '1', paidFen, servedByGuide }], ...over })
      await sale('A', 1000, 'guide.lin')
      await sale('B', 700, 'guide.lin', { channel: 'online' })
      await sale('C', 1700, 'guide.wu', { storeCode: 'BJ001' })
      await sale('D', 300, undefined, { buyer: { externalUserId: 'wm1' } })
      await sale('E', 50)
      await bench.refund({ orderNo: 'A', lines: [{ lineNo: '1', refundFen: 100 }] })
      await bench.settle()
    })
    afterEach(() => test.drop())

    it('adds up to net sales to the fen: rows, store pools and unattributed', async () => {
      const board = LEADERBOARD.parse(await readLeaderboard(bench.deps, everything, november()))
      expect(board.totals).to.include({ netFen: 3300, storePoolFen: 300, unattributedFen: 50, netSalesFen: 3650 })
      const lin = board.rows.find((row) => row.guideUserId === 'Guide.Lin')
      expect(lin).to.include({ netFen: 1600, onlineFen: 700, offlineFen: 900, refundFen: 100, orders: 2, rank: 2 })
      expect(board.rows.map((row) => row.guideUserId)).to.deep.equal(['guide.wu', 'Guide.Lin', 'guide.zhou'])
    })

    it('shows a regional manager their stores only; their sums leave the unattributed out', async () => {
      const board = await readLeaderboard(bench.deps, east, november())
      expect(board.rows.map((row) => row.guideUserId)).to.deep.equal(['Guide.Lin', 'guide.zhou'])
      expect(board.totals).to.include({ netFen: 1600, storePoolFen: 300, unattributedFen: 0, netSalesFen: 1900 })
    })

    for (const filter of [{ region: 'NORTH' }, { region: 'CN' }, { region: 'XX' }, { store: 'BJ001' }]) {
      it(`answers 404 for what lies outside the reach: ${JSON.stringify(filter)}`, async () => {
        const failure = await readLeaderboard(bench.deps, east, november(filter)).catch((error: unknown) => error)
        expect(failure).to.include({ code: 'NOT_FOUND' })
      })
    }

    it('offers in the filter bar exactly what it accepts', async () => {
      const scope = await listScope(test.db.read, east.reach)
      expect(scope.regions.map((region) => region.code)).to.deep.equal(['EAST'])
      expect(scope.stores.map((store) => store.code)).to.deep.equal(['SH001', 'SH002'])
      for (const { code } of scope.regions) await readLeaderboard(bench.deps, east, november({ region: code }))
    })

    it('cuts by region and store', async () => {
      const north = await readLeaderboard(bench.deps, everything, november({ region: 'NORTH' }))
      expect(north.totals).to.include({ netSalesFen: 1700 })
      const store = await readLeaderboard(bench.deps, everything, november({ store: 'SH002' }))
      expect(store.totals).to.include({ netSalesFen: 0 })
      expect(store.rows).to.deep.equal([])
    })

    it('keeps guides who left with their figures, and shows newcomers without a rank', async () => {
      await test.db.transaction(async (tx) => {
        await tx.update(Guide, { id: guides.lin }, { state: 'left', leftOn: '2026-10-31' })
        await tx.query("UPDATE guide_assignments SET from_day = '2026-11-25' WHERE guide_id = ?", [guides.zhou])
      })
      const board = await readLeaderboard(bench.deps, everything, november())
      expect(board.rows.find((row) => row.guideUserId === 'Guide.Lin')).to.include({ netFen: 1600 })
      expect(board.rows.find((row) => row.guideUserId === 'guide.zhou')).to.include({ rank: null })
    })

    it('refuses a period that is none', async () => {
      const failure = await readLeaderboard(bench.deps, everything, november({ to: '2026-10-01' })).catch(
        (error: unknown) => error,
      )
      expect(failure).to.include({ code: 'BAD_REQUEST' })
    })

    it('exports CSV for Excel: BOM, CRLF, Chinese headers, formulas defused, and notes it', async () => {
      await test.db.transaction((tx) => tx.update(Guide, { id: guides.lin }, { name: '=HYPERLINK("x")' }))
      const file = await exportLeaderboard(bench.deps, everything, november({ region: 'EAST' }), 'csv')
      const text = file.body.toString('utf8')
      expect(text).to.match(/^\uFEFF名次,导购,导购账号,/)
      expect(text.split('\r\n')[1]).to.equal(
        `1,"'=HYPERLINK(""x"")",Guide.Lin,SH001,徐汇店,16.00,7.00,9.00,1.00,2,0,0,0,0,0`,
      )
      expect(text.replaceAll('\r\n', '')).not.to.include('\n')
      expect(file.disposition).to.include(`filename*=UTF-8''${encodeURIComponent('导购榜_华东_2026-11.csv')}`)
      const [note] = await test.db.read.find(AuditEntry)
      expect(note).to.include({ actor: 'boss', action: 'export.leaderboard' })
    })

    it('exports XLSX with ids as text and amounts as numbers', async () => {
      const file = await exportLeaderboard(bench.deps, everything, november(), 'xlsx')
      const rows = await readSheet(file.body)
      expect(rows[1]?.slice(0, 6)).to.deep.equal([1, '吴昊', 'guide.wu', 'BJ001', '国贸店', 17])
    })
  }),
)
