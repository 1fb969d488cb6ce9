import { expect } from 'chai'
import { Binding, Customer, CustomerEvent, CustomerRelation, IdentityKey } from '../../../app/db/entities/customers.ts'
import { SendRecord } from '../../../app/db/entities/followUps.ts'
import { GuideDay } from '../../../app/db/entities/ledger.ts'
import { IntakeException } from '../../../app/db/entities/orders.ts'
import { ContactWay } from '../../../app/db/entities/org.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

forEachDatabase((kind) =>
  describe(`a customer adds a guide (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>

    beforeEach(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [
        { userId: 'guide.lin', name: '林晓' },
        { userId: 'guide.zhou', name: '周宁', storeCode: 'SH002' },
        { userId: 'ops', role: 'operator', storeCode: null },
      ])
    })
    afterEach(() => app.stop())

    const read = () => app.deps.db.read
    const openBinding = (externalUserId: string) => read().findOneBy(Binding, { openKey: externalUserId })

    async function contactWayOf(userId: string): Promise<ContactWay> {
      const operator = await app.signIn('ops')
      const storeCode = userId === 'guide.zhou' ? 'SH002' : 'SH001'
      const made = await operator.post('/api/contact-ways', { guideUserId: userId, storeCode, campaign: 'poster' })
      expect(made.status).to.equal(200)
      await app.settle()
      const { state } = (await made.json()) as { state: string }
      return read().findOneByOrFail(ContactWay, { state })
    }

    it('by a scanned QR: customer, relation, binding by contact way, welcome and one new customer of the day', async () => {
      const way = await contactWayOf('guide.lin')
      expect(way.configId).to.be.a('string')
      expect(way.state.length).to.be.at.most(30)
      const { externalUserId } = app.local.scanContactWay({ state: way.state, name: '王芳芳', unionid: 'oUnion1' })
      await app.settle()
      const customer = await read().findOneByOrFail(Customer, { externalUserId })
      expect(customer.name).to.equal('王芳芳')
      expect(customer.stage).to.equal('lead')
      const relation = await read().findOneByOrFail(CustomerRelation, { externalUserId, guideId: ids['guide.lin'] })
      expect(relation).to.include({ state: 'active', stateToken: way.state })
      const binding = await openBinding(externalUserId)
      expect(binding).to.include({ guideId: ids['guide.lin'], storeCode: 'SH001', source: 'contact_way' })
      const keys = await read().findBy(IdentityKey, { externalUserId })
      expect(keys.map((key) => [key.kind, key.sinceAt])).to.deep.equal([['union', customer.firstAddedAt]])
      const [day] = await read().findBy(GuideDay, { guideId: ids['guide.lin']! })
      expect(day).to.include({ newCustomers: 1, lostCustomers: 0, storeCode: 'SH001', day: '2026-11-21' })
      const chat = app.local.chatOf('guide.lin', externalUserId)
      expect(chat.map(({ from }) => from)).to.deep.equal(['welcome'])
      expect(await read().findBy(SendRecord, { externalUserId })).to.have.length(1)
    })

    it('first touch is kept: a second guide gets a relation, not the binding', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      app.clock.advance(60_000)
      app.local.customerAdds({ userid: 'guide.zhou', externalUserId, name: '王芳芳' })
      await app.settle()
      expect(await openBinding(externalUserId)).to.include({ guideId: ids['guide.lin'], source: 'plain_add' })
      expect(await read().countBy(CustomerRelation, { externalUserId })).to.equal(2)
      expect(await read().countBy(Binding, { externalUserId })).to.equal(1)
    })

    it('a half add is welcomed and bound at once, and counts as a new customer only when confirmed', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳', half: true })
      await app.settle()
      const guideId = ids['guide.lin']!
      const relation = await read().findOneByOrFail(CustomerRelation, { externalUserId, guideId })
      expect(relation.state).to.equal('half')
      expect(await openBinding(externalUserId)).to.include({ guideId })
      expect(app.local.chatOf('guide.lin', externalUserId)).to.have.length(1)
      expect(await read().findBy(GuideDay, { guideId })).to.deep.equal([])
      app.clock.advance(3_600_000)
      app.local.guideConfirms({ userid: 'guide.lin', externalUserId })
      await app.settle()
      expect((await read().findOneByOrFail(CustomerRelation, { externalUserId, guideId })).state).to.equal('active')
      expect((await read().findOneByOrFail(GuideDay, { guideId })).newCustomers).to.equal(1)
      expect((await read().findOneByOrFail(Customer, { externalUserId })).name).to.equal('王芳芳')
    })

    it('the same callback many times over is one customer, one welcome, one count', async () => {
      app.local.delivery.mode({ duplicate: 3 })
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      await app.settle()
      expect(app.local.calls('externalcontact/send_welcome_msg')).to.have.length(1)
      expect((await read().findOneByOrFail(GuideDay, { guideId: ids['guide.lin']! })).newCustomers).to.equal(1)
      expect(await read().countBy(CustomerEvent, { externalUserId, kind: 'added' })).to.equal(1)
    })

    it('a guide we do not know: the customer is stored, nobody is bound, and it is listed for a person', async () => {
      app.local.addMember({ userid: 'stranger', name: '陌生人' })
      const { externalUserId } = app.local.customerAdds({ userid: 'stranger', name: '王芳芳' })
      await app.settle()
      expect(await read().existsBy(Customer, { externalUserId })).to.equal(true)
      expect(await openBinding(externalUserId)).to.equal(null)
      const [exception] = await read().findBy(IntakeException, { kind: 'guide_unknown' })
      expect(exception).to.include({ number: 'stranger', subject: externalUserId, state: 'open' })
    })

    it('an event that WeCom told too late is asked for once, refused, and left at that', async () => {
      app.local.delivery.mode({ holdAll: true })
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      app.clock.advance(21_000)
      app.local.delivery.mode({ holdAll: false })
      app.local.delivery.release()
      await app.settle()
      expect(app.local.calls('externalcontact/send_welcome_msg')).to.have.length(1)
      expect(app.local.chatOf('guide.lin', externalUserId)).to.have.length(0)
      const sent = await read().findOneByOrFail(SendRecord, { externalUserId, kind: 'welcome' })
      expect(sent).to.include({ result: 'fail', failure: 'welcome_41050' })
    })

    it('phones in the remark become keys, and leave with the remark', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      await app.settle()
      app.local.guideEdits({
        userid: 'guide.lin',
        externalUserId,
        remark: '王姐',
        remarkMobiles: ['+86 138-0000-0001'],
      })
      await app.settle()
      const [key] = await read().findBy(IdentityKey, { externalUserId, kind: 'phone' })
      expect(key?.keyHash).to.equal(app.deps.vault.keyOf('phone', '13800000001'))
      expect((await read().findOneByOrFail(CustomerRelation, { externalUserId })).remark).to.equal('王姐')
      app.clock.advance(5000)
      app.local.guideEdits({ userid: 'guide.lin', externalUserId, remarkMobiles: [] })
      await app.settle()
      expect(await read().countBy(IdentityKey, { externalUserId, kind: 'phone' })).to.equal(0)
    })

    it('losing a customer counts once, whoever deletes whom first; a transfer is no loss', async () => {
      const guideId = ids['guide.lin']!
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      app.clock.advance(60_000)
      app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId })
      app.clock.advance(60_000)
      app.local.guideDeletesCustomer({ userid: 'guide.lin', externalUserId })
      const { externalUserId: moved } = app.local.customerAdds({ userid: 'guide.lin', name: '李雷' })
      app.clock.advance(60_000)
      app.local.guideDeletesCustomer({ userid: 'guide.lin', externalUserId: moved, source: 'DELETE_BY_TRANSFER' })
      await app.settle()
      const day = await read().findOneByOrFail(GuideDay, { guideId })
      expect(day).to.include({ newCustomers: 2, lostCustomers: 1 })
      const states = await read().findBy(CustomerRelation, { guideId })
      expect(states.map(({ state }) => state)).to.have.members(['guide_deleted', 'transferred'])
      // The binding outlives the friendship.
      expect(await openBinding(externalUserId)).to.include({ guideId })
    })
  }),
)
