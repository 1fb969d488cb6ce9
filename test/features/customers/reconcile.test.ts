import { expect } from 'chai'
import { Binding, Customer, CustomerRelation } from '../../../app/db/entities/customers.ts'
import { Job } from '../../../app/db/entities/durable.ts'
import { FollowUp } from '../../../app/db/entities/followUps.ts'
import { GuideDay } from '../../../app/db/entities/ledger.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const DAY_MS = 86_400_000

forEachDatabase((kind) =>
  describe(`the nightly reconciler of customers (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>

    beforeEach(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [
        { userId: 'guide.lin' },
        { userId: 'guide.zhou', storeCode: 'SH002' },
      ])
    })
    afterEach(() => app.stop())

    const read = () => app.deps.db.read
    const outcomes = async () =>
      (await read().findBy(Job, { kind: 'customers.reconcileGuide' })).map(({ outcome }) => outcome).sort()

    async function reconcile(): Promise<void> {
      await app.deps.db.transaction((tx) => app.deps.enqueue(tx, { kind: 'customers.reconcile', payload: {} }))
      await app.settle()
    }

    it('brings in customers whose events were lost, bound since WeCom’s own time, once', async () => {
      app.local.delivery.mode({ silent: true })
      const addedAt = app.clock.nowMs()
      const lost = ['甲', '乙', '丙'].map(
        (name) => app.local.customerAdds({ userid: 'guide.lin', name }).externalUserId,
      )
      app.clock.advance(3 * DAY_MS)
      await reconcile()
      expect(await outcomes()).to.deep.equal(['0 repairs', '3 repairs'])
      for (const externalUserId of lost) {
        expect(await read().findOneByOrFail(Binding, { openKey: externalUserId })).to.include({
          guideId: ids['guide.lin'],
          fromAt: addedAt,
        })
      }
      const day = await read().findOneByOrFail(GuideDay, { guideId: ids['guide.lin']!, day: '2026-11-21' })
      expect(day.newCustomers).to.equal(3)
      // Friends of three days ago are not greeted as new ones now; what comes later still comes.
      const planned = await read().findBy(FollowUp, { playbookId: 'new_friend' })
      expect([...new Set(planned.map(({ stepId }) => stepId))].sort()).to.deep.equal(['day_3', 'day_7'])
      app.clock.advance(60_000)
      await reconcile()
      expect(await outcomes()).to.deep.equal(['0 repairs', '0 repairs', '0 repairs', '3 repairs'])
    })

    it('marks relations that vanished, and leaves those the customer ended alone', async () => {
      const gone = app.local.customerAdds({ userid: 'guide.lin', name: '甲' }).externalUserId
      const left = app.local.customerAdds({ userid: 'guide.lin', name: '乙' }).externalUserId
      await app.settle()
      app.clock.advance(60_000)
      app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: left })
      await app.settle()
      app.local.delivery.mode({ silent: true })
      app.local.guideDeletesCustomer({ userid: 'guide.lin', externalUserId: gone })
      app.clock.advance(DAY_MS)
      await reconcile()
      const states = await read().find(CustomerRelation, { order: { externalUserId: 'ASC' } })
      const stateOf = (id: string) => states.find((row) => row.externalUserId === id)?.state
      expect([stateOf(gone), stateOf(left)]).to.deep.equal(['guide_deleted', 'customer_deleted'])
      expect(await read().countBy(GuideDay, { lostCustomers: 1 })).to.equal(2)
    })

    it('learns remarks changed through the API, which call nobody back', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '甲' })
      await app.settle()
      await app.deps.wecom.remarkCustomer({ userid: 'guide.lin', external_userid: externalUserId, remark: '甲姐' })
      await reconcile()
      expect((await read().findOneByOrFail(CustomerRelation, { externalUserId })).remark).to.equal('甲姐')
      expect((await read().findOneByOrFail(Customer, { externalUserId })).name).to.equal('甲')
    })

    it('pages through more customers than one call gives', async () => {
      app.local.delivery.mode({ silent: true })
      app.local.burst({ count: 105, userid: 'guide.zhou' })
      await reconcile()
      expect(await read().count(Customer)).to.equal(105)
      expect(app.local.calls('externalcontact/batch/get_by_user').length).to.be.at.least(3)
    })
  }),
)
