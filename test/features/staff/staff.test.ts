import { expect } from 'chai'
import { Binding } from '../../../app/db/entities/customers.ts'
import { Guide, GuideAssignment } from '../../../app/db/entities/org.ts'
import { recordGuideLeft } from '../../../app/features/staff/commands/recordGuideLeft.ts'
import { recordGuideRenamed } from '../../../app/features/staff/commands/recordGuideRenamed.ts'
import {
  actorOf,
  guideByUserId,
  guidesOnDay,
  peopleOnDays,
  reachesStore,
  storesUnderRegion,
} from '../../../app/features/staff/queries.ts'
import type { InboxItem } from '../../../app/jobs/types.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const item = { settle: async () => undefined } as unknown as InboxItem

forEachDatabase((kind) =>
  describe(`staff by day (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>

    beforeEach(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [
        { userId: 'Guide.Lin', name: '林晓' },
        { userId: 'boss', role: 'store_manager', storeCode: 'SH002' },
        { userId: 'cn', role: 'region_manager', storeCode: null, regionCode: 'CN' },
      ])
    })
    afterEach(() => app.stop())

    const read = () => app.deps.db.read

    it('userids compare without regard to case', async () => {
      expect((await guideByUserId(read(), 'guide.LIN'))?.id).to.equal(ids['Guide.Lin'])
    })

    it('a move counts from its day: the store of a sale is the store of that day', async () => {
      const guideId = ids['Guide.Lin']!
      await app.deps.db.transaction(async (tx) => {
        await tx.update(GuideAssignment, { guideId }, { toDay: '2026-11-15' })
        const moved = { guideId, role: 'guide', level: 'gold', storeCode: 'GZ001', regionCode: null } as const
        await tx.insert(GuideAssignment, { ...moved, fromDay: '2026-11-16', toDay: null })
      })
      const people = await peopleOnDays(read(), [guideId])
      expect(people.storeOfGuideOn(guideId, '2026-11-15')).to.equal('SH001')
      expect(people.storeOfGuideOn(guideId, '2026-11-16')).to.equal('GZ001')
      expect(people.isGuideOn(guideId, '2025-12-31')).to.equal(false)
      expect(people.isGuideOn(ids.cn!, '2026-11-16')).to.equal(false)
      expect(await actorOf(read(), guideId, '2026-11-20')).to.include({ level: 'gold' })
    })

    it('a region reaches what lies below it, and nothing that only looks alike', async () => {
      expect(await storesUnderRegion(read(), '/CN/')).to.deep.equal(['GZ001', 'SH001', 'SH002'])
      expect(await storesUnderRegion(read(), '/CN/EAST/')).to.deep.equal(['SH001', 'SH002'])
      expect(await storesUnderRegion(read(), '/CN/E_ST/')).to.deep.equal([])
      expect(await storesUnderRegion(read(), '/CN/%/')).to.deep.equal([])
      const manager = (await actorOf(read(), ids.cn!, '2026-11-21'))!
      expect(reachesStore(manager, 'GZ001')).to.equal(true)
      expect(reachesStore(manager, null)).to.equal(false)
      const guide = (await actorOf(read(), ids['Guide.Lin']!, '2026-11-21'))!
      expect(reachesStore(guide, 'SH001')).to.equal(false)
    })

    it('who leaves works their last day, is nobody afterwards, and binds no customer any more', async () => {
      const guideId = ids['Guide.Lin']!
      const { externalUserId } = app.local.customerAdds({ userid: 'Guide.Lin', name: '王芳芳' })
      await app.settle()
      await recordGuideLeft(app.deps, { userId: 'guide.lin', atMs: app.clock.nowMs() }, item)
      await recordGuideLeft(app.deps, { userId: 'guide.lin', atMs: app.clock.nowMs() }, item)
      await app.settle()
      expect(await actorOf(read(), guideId, '2026-11-21')).to.equal(undefined)
      const people = await peopleOnDays(read(), [guideId])
      expect([people.isGuideOn(guideId, '2026-11-21'), people.isGuideOn(guideId, '2026-11-22')]).to.deep.equal([
        true,
        false,
      ])
      expect(await guidesOnDay(read(), '2026-11-21')).to.have.length(2)
      const bindings = await read().findBy(Binding, { externalUserId })
      expect(bindings.map(({ openKey, endedBecause }) => [openKey, endedBecause])).to.deep.equal([[null, 'guide_left']])
    })

    it('a renamed userid is the same guide; one that is taken is listed for a person', async () => {
      await recordGuideRenamed(app.deps, { userId: 'guide.lin', newUserId: 'LinXiao' }, item)
      expect((await guideByUserId(read(), 'linxiao'))?.id).to.equal(ids['Guide.Lin'])
      await recordGuideRenamed(app.deps, { userId: 'linxiao', newUserId: 'BOSS' }, item)
      expect(await read().findOneByOrFail(Guide, { id: ids['Guide.Lin']! })).to.include({ userId: 'LinXiao' })
      const [row] = await read().query(`SELECT kind, number FROM intake_exceptions`)
      expect(row).to.deep.include({ kind: 'userid_taken', number: 'BOSS' })
    })
  }),
)
