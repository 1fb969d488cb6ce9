import { expect } from 'chai'
import { GuideDayOff } from '../../../app/db/entities/followUps.ts'
import { Guide, GuideAssignment } from '../../../app/db/entities/org.ts'
import { LEADERBOARD_QUERY } from '../../../app/features/boards/contract.ts'
import { readLeaderboard } from '../../../app/features/boards/leaderboard.ts'
import { STATEMENTS_QUERY } from '../../../app/features/statements/contract.ts'
import { readStatements } from '../../../app/features/statements/statements.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, type Bench, bind, createBench, seedChain } from '../credits/ledgerBench.ts'
import { expectEntriesBehind } from './entriesBehind.ts'

const actorWith = (reach: Actor['reach']): Actor => ({
  ...{ guideId: 99, userId: 'boss', name: '王', level: 'gold', role: 'store_manager', storeCodes: [], reach },
})
const managerOf = (storeCode: string) => actorWith({ kind: 'stores', storeCodes: [storeCode] })
const everything = actorWith({ kind: 'all' })
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' }

forEachDatabase((kind) =>
  describe(`people who move, on the boards of both stores (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let lin: number

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, '2026-11-29T10:00:00')
      ;({ lin } = await seedChain(test.db))
      await addCustomer(test.db, 'wm1', '2026-10-01')
      await bind(test.db, 'wm1', lin, '2026-10-01')
    })
    afterEach(() => test.drop())

    /** To a customer of Lin, so that it is Lin's whoever serves. */
    const sell = (orderNo: string, day: string, paidFen: number, over: Record<string, unknown> = {}) => {
      const time = `2026-11-${day}T14:00:00+08:00`
      const lines = [{ lineNo: '1', paidFen }]
      return bench.order({
        ...{ orderNo, paidAt: time, orderedAt: time, lines },
        ...{ buyer: { externalUserId: 'wm1' }, ...over },
      })
    }
    const refund = (refundNo: string, orderNo: string, day: string, refundFen: number) =>
      bench.refund({
        ...{ refundNo, orderNo, refundedAt: `2026-11-${day}T18:00:00+08:00` },
        lines: [{ lineNo: '1', refundFen }],
      })

    const endAssignment = (toDay: string) =>
      test.db.transaction((tx) => tx.update(GuideAssignment, { guideId: lin }, { toDay }))
    const alsoWorksIn = (storeCode: string, fromDay: string) =>
      test.db.transaction((tx) =>
        tx.insert(GuideAssignment, {
          ...{ guideId: lin, role: 'guide', level: 'skilled', storeCode, regionCode: null, fromDay, toDay: null },
        }),
      )

    /** Lin's net on the leaderboard of a store, and what the statement of that store says Lin got and gave back. */
    async function seenBy(actor: Actor): Promise<{ netFen: number | undefined; statement: [number, number] }> {
      const board = await readLeaderboard(bench.deps, actor, LEADERBOARD_QUERY.parse(NOVEMBER))
      await expectEntriesBehind(bench.deps, actor, board)
      const statements = await readStatements(bench.deps, actor, STATEMENTS_QUERY.parse({ month: '2026-11' }))
      const own = statements.rows.filter(({ guideUserId }) => guideUserId === 'Guide.Lin')
      const sum = (figure: 'earnedFen' | 'reversedFen') => own.reduce((fen, row) => fen + row[figure], 0)
      return {
        netFen: board.rows.find(({ guideUserId }) => guideUserId === 'Guide.Lin')?.netFen,
        statement: [sum('earnedFen'), sum('reversedFen')],
      }
    }

    it('mid-month to another store: each store shows the sales and refunds of the days the guide was there', async () => {
      await endAssignment('2026-11-14')
      await alsoWorksIn('SH002', '2026-11-15')
      await sell('A', '14', 1_000)
      await sell('B', '15', 2_000)
      await refund('R1', 'A', '20', 300)
      await bench.settle()
      expect(await seenBy(managerOf('SH001'))).to.deep.equal({ netFen: 1_000, statement: [1_000, 0] })
      expect(await seenBy(managerOf('SH002'))).to.deep.equal({ netFen: 1_700, statement: [2_000, 300] })
      expect(await seenBy(everything)).to.deep.equal({ netFen: 2_700, statement: [3_000, 300] })
      expect(await seenBy(managerOf('BJ001'))).to.deep.equal({ netFen: undefined, statement: [0, 0] })
    })

    it('in two stores at once: a sale counts to the store it was made in, one of neither to the newer of the two', async () => {
      await alsoWorksIn('SH002', '2026-11-01')
      await sell('A', '14', 1_000)
      await sell('B', '15', 2_000, { storeCode: 'SH002' })
      await sell('C', '16', 400, { storeCode: 'BJ001' })
      await sell('D', '17', 50, { storeCode: undefined, channel: 'online' })
      await refund('R1', 'B', '20', 300)
      await bench.settle()
      expect(await seenBy(managerOf('SH001'))).to.deep.equal({ netFen: 1_000, statement: [1_000, 0] })
      expect(await seenBy(managerOf('SH002'))).to.deep.equal({ netFen: 2_150, statement: [2_450, 300] })
      expect(await seenBy(everything)).to.deep.equal({ netFen: 3_150, statement: [3_450, 300] })
    })

    it('on leave: sales to the own customers stay the guide’s and the store’s', async () => {
      await test.db.transaction((tx) =>
        tx.insert(GuideDayOff, { guideId: lin, day: '2026-11-14', setBy: 'Guide.Lin', at: 1 }),
      )
      await sell('A', '14', 1_000, { lines: [{ lineNo: '1', paidFen: 1_000, servedByGuide: 'guide.zhou' }] })
      await bench.settle()
      expect(await seenBy(managerOf('SH001'))).to.deep.equal({ netFen: 1_000, statement: [1_000, 0] })
    })

    it('left: past sales stay, a later refund comes off them in the last store, later sales are the store’s', async () => {
      await sell('A', '10', 1_000)
      await endAssignment('2026-11-14')
      await test.db.transaction(async (tx) => {
        await tx.update(Guide, { id: lin }, { state: 'left', leftOn: '2026-11-14' })
        await tx.query('UPDATE bindings SET open_key = NULL, to_at = ?', [Date.parse('2026-11-15T00:00:00+08:00')])
      })
      await sell('B', '16', 2_000, { lines: [{ lineNo: '1', paidFen: 2_000, servedByGuide: 'guide.lin' }] })
      await refund('R1', 'A', '20', 300)
      await bench.settle()
      expect(await seenBy(managerOf('SH001'))).to.deep.equal({ netFen: 700, statement: [1_000, 300] })
      const board = await readLeaderboard(bench.deps, managerOf('SH001'), LEADERBOARD_QUERY.parse(NOVEMBER))
      expect(board.totals).to.include({ netFen: 700, storePoolFen: 2_000, netSalesFen: 2_700 })
    })
  }),
)
