import { createHmac } from 'node:crypto'
import { expect } from 'chai'
import { IdentityKey, StageChange } from '../../../app/db/entities/customers.ts'
import { IntakeException, Order } from '../../../app/db/entities/orders.ts'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

forEachDatabase((kind) =>
  describe(`a guide types an order number (${kind})`, () => {
    let app: TestApp
    let mine: string
    let hers: string

    before(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [
        { userId: 'guide.lin', name: '林晓' },
        { userId: 'guide.zhou', storeCode: 'SH002' },
      ])
      mine = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' }).externalUserId
      hers = app.local.customerAdds({ userid: 'guide.zhou', name: '李雷' }).externalUserId
      await app.settle()
      app.clock.advance(3_600_000)
    })
    after(() => app.stop())

    async function sell(orderNo: string, buyer?: object, source = 'pos-east'): Promise<void> {
      const at = new Date(app.clock.nowMs()).toISOString()
      const lines = [{ lineNo: '1', productCode: 'TEA', name: '茶', quantity: 1, paidFen: 19_900 }]
      const times = { orderedAt: at, paidAt: at, completedAt: at }
      const body = JSON.stringify({
        source,
        orderNo,
        channel: 'offline',
        storeCode: 'SH001',
        ...times,
        ...(buyer ? { buyer } : {}),
        lines,
      })
      const timestamp = String(Math.floor(app.clock.nowMs() / 1000))
      const signature = createHmac('sha256', app.secrets.intake[source]!).update(`${timestamp}.${body}`).digest('hex')
      const headers = { 'x-huitouke-timestamp': timestamp, 'x-huitouke-signature': `sha256=${signature}` }
      const answer = await fetch(`${app.url}/hooks/orders`, { method: 'POST', body, headers })
      expect(answer.status).to.equal(200)
      await app.settle()
    }

    const claim = async (userId: string, customer: string, body: object) =>
      (await app.signIn(userId)).post(`/api/customers/${customer}/claim-order`, body)
    const orderOf = (orderNo: string, source = 'pos-east') =>
      app.deps.db.read.findOneByOrFail(Order, { orderNo, source })

    it('an order without any buyer becomes the customer’s, from now on', async () => {
      await sell('A1')
      expect((await orderOf('A1')).buyerState).to.equal('none')
      app.clock.advance(60_000)
      const answer = await claim('guide.lin', mine, { orderNo: 'A1' })
      expect(answer.status).to.equal(200)
      await app.settle()
      expect(await orderOf('A1')).to.include({ buyerCustomerId: mine, buyerKnownAt: app.clock.nowMs() })
      const panel = (await (
        await (await app.signIn('guide.lin')).get(`/api/customers/${mine}/panel`)
      ).json()) as CustomerPanel
      expect(panel.orders).to.include({ yearFen: 19_900, yearCount: 1 })
      expect(panel.orders.rows[0]?.creditText).to.include('林晓')
      expect(panel.customer).to.include({ stage: 'new', stageText: '今天首购' })
      expect(panel.events.map((event) => event.kind)).to.include.members(['order', 'order_claimed', 'stage', 'added'])
      expect(await app.deps.db.read.countBy(StageChange, { externalUserId: mine, toStage: 'new' })).to.equal(1)
    })

    it('claimed again it changes nothing; claimed for another it is a conflict for a person', async () => {
      const keys = () => app.deps.db.read.countBy(IdentityKey, {})
      const before = await keys()
      expect((await claim('guide.lin', mine, { orderNo: 'A1' })).status).to.equal(200)
      expect((await claim('guide.zhou', hers, { orderNo: 'A1' })).status).to.equal(409)
      expect(await keys()).to.equal(before)
      expect(await app.deps.db.read.countBy(IntakeException, { kind: 'identity_conflict', state: 'open' })).to.equal(1)
      expect((await orderOf('A1')).buyerCustomerId).to.equal(mine)
    })

    it('of two guides who type it at once one is told that it is taken', async () => {
      for (const orderNo of ['R1', 'R2', 'R3', 'R4']) await sell(orderNo)
      const [lin, zhou] = [await app.signIn('guide.lin'), await app.signIn('guide.zhou')]
      for (const orderNo of ['R1', 'R2', 'R3', 'R4']) {
        const answers = await Promise.all([
          lin.post(`/api/customers/${mine}/claim-order`, { orderNo }),
          zhou.post(`/api/customers/${hers}/claim-order`, { orderNo }),
        ])
        expect(answers.map(({ status }) => status)).to.have.members([200, 409])
      }
      await app.settle()
    })

    it('its phone recognises the customer’s other orders too', async () => {
      await sell('B1', { phone: '13800000007' })
      await sell('B2', { phone: '13800000007' })
      await claim('guide.lin', mine, { orderNo: 'B1' })
      await app.settle()
      expect((await orderOf('B2')).buyerCustomerId).to.equal(mine)
    })

    it('an unknown number is told in words; the same number of two sources asks which', async () => {
      expect((await claim('guide.lin', mine, { orderNo: 'NONE' })).status).to.equal(422)
      await sell('C1')
      await sell('C1', undefined, 'mall')
      const asked = await claim('guide.lin', mine, { orderNo: 'C1' })
      expect(asked.status).to.equal(422)
      const { error } = (await asked.json()) as { error: { details: { sources: string[] } } }
      expect(error.details.sources).to.have.members(['pos-east', 'mall'])
      expect((await claim('guide.lin', mine, { orderNo: 'C1', source: 'mall' })).status).to.equal(200)
    })
  }),
)
