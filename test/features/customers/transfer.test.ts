import { expect } from 'chai'
import { Binding } from '../../../app/db/entities/customers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const DAY_MS = 86_400_000

forEachDatabase((kind) =>
  describe(`a customer handed over in WeCom (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>

    beforeEach(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [
        { userId: 'guide.lin', name: '林晓' },
        { userId: 'guide.zhou', name: '周敏' },
        { userId: 'guide.gao', name: '高远' },
      ])
    })
    afterEach(() => app.stop())

    async function handOver(externalUserId: string, from: string, to: string): Promise<number> {
      const pair = { handover_userid: from, takeover_userid: to, external_userid: [externalUserId] }
      await app.deps.wecom.transferCustomer(pair)
      app.clock.advance(DAY_MS)
      await app.settle()
      return app.clock.nowMs()
    }

    const bindings = async (externalUserId: string) => {
      const rows = await app.deps.db.read.find(Binding, { where: { externalUserId }, order: { id: 'ASC' } })
      return rows.map(({ guideId, source, toAt, endedBecause }) => ({ guideId, source, toAt, endedBecause }))
    }

    it('is the new guide’s from that day on, and was the old one’s until then', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      await app.settle()
      const atMs = await handOver(externalUserId, 'guide.lin', 'guide.zhou')
      const lin = { guideId: ids['guide.lin'], source: 'plain_add', toAt: atMs, endedBecause: 'transferred' }
      const zhou = { guideId: ids['guide.zhou'], source: 'transfer', toAt: null, endedBecause: null }
      expect(await bindings(externalUserId)).to.deep.equal([lin, zhou])
      const panel = await (await app.signIn('guide.zhou')).get(`/api/customers/${externalUserId}/panel`)
      expect(await panel.json()).to.deep.include({ view: 'full' })
    })

    it('stays with the guide who brought it in when a colleague hands over only an acquaintance', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '赵强' })
      await app.settle()
      app.clock.advance(DAY_MS)
      app.local.customerAdds({ userid: 'guide.gao', externalUserId })
      await app.settle()
      await handOver(externalUserId, 'guide.gao', 'guide.zhou')
      const lin = { guideId: ids['guide.lin'], source: 'plain_add', toAt: null, endedBecause: null }
      expect(await bindings(externalUserId)).to.deep.equal([lin])
    })
  }),
)
