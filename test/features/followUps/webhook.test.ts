import { createHmac } from 'node:crypto'
import { expect } from 'chai'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, followUpsOf, goTo, openShop, type Shop } from './shop.ts'

/** An order as a mall sends it. */
async function post(shop: Shop, body: object): Promise<number> {
  const { app } = shop
  const raw = JSON.stringify(body)
  const timestamp = String(Math.floor(app.clock.nowMs() / 1000))
  const signature = createHmac('sha256', app.secrets.intake.mall!).update(`${timestamp}.${raw}`).digest('hex')
  const answer = await fetch(`${app.url}/hooks/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-huitouke-timestamp': timestamp,
      'x-huitouke-signature': `sha256=${signature}`,
    },
    body: raw,
  })
  await app.settle()
  return answer.status
}

forEachDatabase((kind) => {
  describe(`an order from a mall on ${kind}`, () => {
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
    })
    after(() => shop.app.stop())

    it('is followed up once its buyer is known as a customer', async () => {
      const customer = await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-21T11:00:00')
      const order = {
        source: 'mall',
        orderNo: 'M-1',
        channel: 'online',
        orderedAt: '2026-11-21T10:59:00+08:00',
        paidAt: '2026-11-21T10:59:20+08:00',
        delivery: 'shipping',
        buyer: { externalUserId: customer },
        lines: [{ lineNo: '1', productCode: 'CREAM', name: '舒缓面霜 50g', quantity: 1, paidFen: 19900 }],
      }
      expect(await post(shop, order)).to.equal(200)
      expect(await post(shop, order)).to.equal(200)
      const rows = (await followUpsOf(shop, customer, 'first_purchase')).filter(({ state }) => state === 'planned')
      // No cycle is known for this product, so there is no step n.
      expect(rows.map(({ playbookId, stepId }) => `${playbookId} ${stepId}`)).to.have.members([
        'first_purchase day_1',
        'first_purchase day_3',
        'first_purchase day_7',
      ])
    })
  })
})
