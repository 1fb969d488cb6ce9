import { expect } from 'chai'
import { Job } from '../../../app/db/entities/durable.ts'
import { ContactWay, GuideAssignment } from '../../../app/db/entities/org.ts'
import { ensureContactWays } from '../../../app/features/contactWays/commands/ensureContactWays.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

forEachDatabase((kind) =>
  describe(`contact ways of every guide (${kind})`, () => {
    let app: TestApp

    before(async () => {
      app = await startTestApp(kind)
      const ids = await seedChain(app.deps, app.local, [
        { userId: 'guide.lin' },
        { userId: 'boss', role: 'store_manager' },
        { userId: 'east', role: 'region_manager', storeCode: null, regionCode: 'EAST' },
        { userId: 'tomorrow', fromDay: '2026-11-22' },
      ])
      const second = { guideId: ids['guide.lin']!, role: 'guide', level: 'skilled', regionCode: null } as const
      await app.deps.db.transaction((tx) =>
        tx.insert(GuideAssignment, { ...second, storeCode: 'SH002', fromDay: '2026-01-01', toDay: null }),
      )
    })
    after(() => app.stop())

    async function ensure(): Promise<string | null> {
      const { db, enqueue } = app.deps
      await db.transaction((tx) => enqueue(tx, { kind: 'contactWays.ensure', payload: {} }))
      await app.settle()
      const [last] = await db.read.find(Job, { where: { kind: 'contactWays.ensure' }, order: { id: 'DESC' }, take: 1 })
      return last?.outcome ?? null
    }

    it('one for each guide and store of today, made at WeCom under an opaque token', async () => {
      expect(await ensure()).to.equal('3 made')
      const ways = await app.deps.db.read.find(ContactWay, { order: { storeCode: 'ASC' } })
      expect(ways.map(({ storeCode }) => storeCode)).to.deep.equal(['SH001', 'SH001', 'SH002'])
      for (const { state, configId, qrCode } of ways) {
        expect(state).to.match(/^\w{10,30}$/)
        expect(configId).to.be.a('string')
        expect(qrCode).to.match(/^http/)
      }
      const asked = app.local.calls('externalcontact/add_contact_way').map(({ body }) => body as { state: string })
      expect(asked.map(({ state }) => state)).to.have.members(ways.map(({ state }) => state))
    })

    it('again makes nothing; the next morning’s sweep makes those of who begins', async () => {
      expect(await ensure()).to.equal('0 made')
      app.clock.advance(86_400_000)
      await app.settle()
      expect(app.local.calls('externalcontact/add_contact_way')).to.have.length(4)
    })

    it('two sweeps at once make each way once', async () => {
      await app.deps.db.transaction((tx) => tx.deleteAll(ContactWay))
      const made = await Promise.all([1, 2, 3, 4].map(() => ensureContactWays(app.deps)))
      expect(made.reduce((sum, count) => sum + count, 0)).to.equal(4)
      await app.settle()
    })
  }),
)
