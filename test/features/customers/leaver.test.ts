import { expect } from 'chai'
import { Binding, CustomerEvent } from '../../../app/db/entities/customers.ts'
import { GroupStore } from '../../../app/db/entities/groups.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { ORDER_INPUT } from '../../../app/features/orders/contract.ts'
import { recordGuideLeft } from '../../../app/features/staff/commands/recordGuideLeft.ts'
import type { InboxItem } from '../../../app/jobs/types.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const item = { settle: async () => undefined } as unknown as InboxItem
const HOUR_MS = 3_600_000

forEachDatabase((kind) =>
  describe(`a guide who left earns nothing more (${kind})`, () => {
    let app: TestApp

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin', name: '林晓' }])
    })
    afterEach(() => app.stop())

    const leaves = (atMs: number) => recordGuideLeft(app.deps, { userId: 'guide.lin', atMs }, item)

    async function buys(externalUserId: string): Promise<void> {
      const paidAt = new Date(app.clock.nowMs()).toISOString()
      const lines = [{ lineNo: '1', name: '茶', paidFen: 100 }]
      const head = { source: 'pos-east', orderNo: 'N1', channel: 'offline', storeCode: 'SH001' }
      await recordOrder(
        app.deps,
        ORDER_INPUT.parse({ ...head, orderedAt: paidAt, paidAt, buyer: { externalUserId }, lines }),
      )
      await app.settle()
    }

    async function holders(): Promise<[string, number][]> {
      const rows: { account: string; fen: number }[] = await app.deps.db.read.query(
        `SELECT account, CAST(SUM(amount_fen) AS SIGNED) AS fen FROM ledger_entries
         WHERE account NOT LIKE 'sales:%' GROUP BY account HAVING SUM(amount_fen) <> 0`,
      )
      return rows.map((row) => [row.account, Number(row.fen)])
    }

    it('a friendship told after the leaving binds until the last day is over, and not for a sale longer', async () => {
      app.local.delivery.mode({ holdAll: true })
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      app.clock.advance(HOUR_MS)
      await leaves(app.clock.nowMs())
      await app.settle()
      app.local.delivery.mode({ holdAll: false })
      app.local.delivery.release()
      await app.settle()
      const [binding] = await app.deps.db.read.findBy(Binding, { externalUserId })
      expect(binding).to.include({ openKey: null, endedBecause: 'guide_left' })
      expect(binding?.toAt).to.equal(Date.parse('2026-11-22T00:00:00+08:00'))
      app.clock.advance(24 * HOUR_MS)
      await buys(externalUserId)
      expect(await holders()).to.deep.equal([['store:SH001:pool', 100]])
    })

    it('a leaving told late takes back the sales that were paid after it, and no earlier one', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      app.clock.advance(HOUR_MS)
      const leftAtMs = app.clock.nowMs()
      app.clock.advance(HOUR_MS)
      await buys(externalUserId)
      expect((await holders())[0]?.[0]).to.match(/^guide:/)
      await leaves(leftAtMs)
      await app.settle()
      expect(await holders()).to.deep.equal([['store:SH001:pool', 100]])
    })

    it("who comes in by the QR of a leaver's group is bound to nobody", async () => {
      const { chatId } = app.local.createGroup({ name: '徐汇店福利群', owner: 'guide.lin', members: [{ name: '甲' }] })
      await app.deps.db.transaction(async (tx) => {
        await tx.insert(GroupStore, { storeCode: 'SH001', chatId, fromDay: '2026-01-01', toDay: null })
      })
      await app.settle()
      app.clock.advance(10_000)
      await app.settle()
      await app.deps.db.transaction((tx) =>
        app.deps.enqueue(tx, { kind: 'contactWays.ensure', payload: {}, lane: 'bulk' }),
      )
      await app.settle()
      const [way]: { state: string }[] = await app.deps.db.read.query(
        `SELECT state FROM contact_ways WHERE kind = 'group'`,
      )
      await leaves(app.clock.nowMs())
      app.clock.advance(24 * HOUR_MS)
      app.local.joinGroup({ chatId, name: '丙', state: way?.state ?? '' })
      await app.settle()
      app.clock.advance(10_000)
      await app.settle()
      expect(await app.deps.db.read.find(Binding)).to.deep.equal([])
      expect(await app.deps.db.read.countBy(CustomerEvent, { kind: 'group_joined' })).to.equal(1)
    })
  }),
)
