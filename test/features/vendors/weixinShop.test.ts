import { expect } from 'chai'
import { Order } from '../../../app/db/entities/orders.ts'
import { type LocalShop, payEvent, startWeixinShop } from '../../../demo/malls/weixinShop.ts'
import { forEachDatabase } from '../../support/db.ts'
import { afterSaleEvent, SHOP, shopAddressQuery, shopAfterSale, shopOrder } from '../../support/malls/weixinShop.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

/** Beyond 2^53: as a JavaScript number it would end in 000. */
const ORDER = '9007199254740993001'
const CASE = '9007199254740993777'

forEachDatabase((kind) =>
  describe(`微信小店 (${kind})`, () => {
    let shop: LocalShop
    let bench: MallBench
    beforeEach(async () => {
      shop = await startWeixinShop(SHOP)
      bench = await startMallBench(kind, { env: shop.env })
    })
    afterEach(async () => {
      await bench.app.stop()
      await shop.close()
    })
    const send = (plain: string) => {
      const { path, body } = shop.seal(plain)
      return bench.post(path, { body })
    }
    const paths = () => shop.calls.map(({ path }) => path)

    it('fetches the amount of a paid order, whose id exceeds 2^53, and answers success', async () => {
      shop.orders.set(ORDER, shopOrder(ORDER))
      const answer = await send(payEvent(ORDER))
      expect([answer.status, await answer.text()]).to.deep.equal([200, 'success'])
      await bench.app.settle()
      expect(await bench.orders()).to.deep.equal([`${ORDER} 25400: 9001=20279 9002=5121`])
      const order = await bench.app.deps.db.read.findOneByOrFail(Order, {})
      expect(order).to.include({ source: 'weixin-shop', channel: 'online', paidAt: 1_795_222_830_000 })
      expect(order.buyerUnionKey).to.be.a('string')
      expect(JSON.parse(shop.calls[1]?.body ?? '')).to.deep.equal({ order_id: ORDER })
    })

    it('asks for a token once for any number of events, and once more when it is refused', async () => {
      for (const last of ['1', '2', '3']) {
        shop.orders.set(`80000000000000000${last}`, shopOrder(`80000000000000000${last}`))
        await send(payEvent(`80000000000000000${last}`))
      }
      await bench.app.settle()
      expect(paths().filter((path) => path === '/cgi-bin/stable_token')).to.have.length(1)
      shop.revoke()
      shop.orders.set(ORDER, shopOrder(ORDER))
      await send(payEvent(ORDER))
      await bench.app.settle()
      expect(await bench.orders()).to.have.length(4)
      expect(paths().filter((path) => path === '/cgi-bin/stable_token')).to.have.length(2)
    })

    it('goes on asking while the shop is busy, broken or gives half an answer', async () => {
      shop.orders.set(ORDER, shopOrder(ORDER))
      shop.faults.push(503, 'half_body', { answer: { errcode: -1, errmsg: 'system error' } }, 429)
      await send(payEvent(ORDER))
      await bench.app.settle()
      for (let minute = 0; minute < 5; minute += 1) await bench.later(60_000)
      expect(await bench.orders()).to.have.length(1)
      expect(await bench.trouble()).to.deep.equal([])
    })

    it('parks what the shop refuses for good, tells a person, and takes it up when it comes again', async () => {
      await send(payEvent(ORDER))
      await bench.app.settle()
      expect(await bench.trouble()).to.deep.equal([`vendor_refused ${ORDER} channels_ec_order_pay`])
      expect(await bench.parkedJobs()).to.equal(1)
      shop.orders.set(ORDER, shopOrder(ORDER))
      await send(payEvent(ORDER))
      await bench.app.settle()
      expect(await bench.orders()).to.have.length(1)
      expect(await bench.trouble()).to.deep.equal([])
    })

    it('tells a person when the answer lacks an amount or its lines are not what was paid, and guesses nothing', async () => {
      const bad = { price_info: { order_price: 25_000, freight: 600 } }
      shop.orders.set(ORDER, shopOrder(ORDER, bad))
      shop.orders.set(CASE, shopOrder(CASE, { price_info: {} }))
      await send(payEvent(ORDER))
      await send(payEvent(CASE))
      await bench.app.settle()
      expect(await bench.orders()).to.deep.equal([])
      expect(await bench.trouble()).to.have.members([
        `vendor_unreadable ${ORDER} channels_ec_order_pay`,
        `vendor_unreadable ${CASE} channels_ec_order_pay`,
      ])
      const states = (await bench.events()).map(({ state, sealedBody }) => [state, sealedBody !== ''])
      expect(states).to.deep.equal([
        ['failed', true],
        ['failed', true],
      ])
    })

    it('takes a refund only once the case has ended in one, before or after its order', async () => {
      shop.orders.set(ORDER, shopOrder(ORDER))
      shop.afterSales.set(CASE, shopAfterSale(CASE, ORDER, { status: 'MERCHANT_PROCESSING' }))
      await send(afterSaleEvent(CASE, ORDER, 'MERCHANT_PROCESSING', 1))
      await bench.app.settle()
      expect(shop.calls).to.deep.equal([])
      await send(afterSaleEvent(CASE, ORDER, 'MERCHANT_REFUND_SUCCESS', 2))
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal([])
      shop.afterSales.set(CASE, shopAfterSale(CASE, ORDER))
      await bench.later(60_000)
      expect(await bench.refunds()).to.deep.equal([`${CASE} of ${ORDER} (not here): 9002=5000`])
      await send(payEvent(ORDER))
      await send(afterSaleEvent(CASE, ORDER, 'MERCHANT_REFUND_SUCCESS', 3))
      await bench.app.settle()
      await bench.later(60_000)
      expect(await bench.refunds()).to.deep.equal([`${CASE} of ${ORDER}: 9002=5000`])
      expect(await bench.trouble()).to.deep.equal([])
    })

    it('looks through the cases of an order when an update names the order only', async () => {
      const list = { aftersale_detail: { aftersale_order_list: [{ aftersale_order_id: CASE }] } }
      shop.orders.set(ORDER, shopOrder(ORDER, list))
      shop.afterSales.set(CASE, shopAfterSale(CASE, ORDER))
      await send(`{"Event":"channels_ec_aftersale_update","finder_shop_aftersale_status_update":{"order_id":${ORDER}}}`)
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal([`${CASE} of ${ORDER} (not here): 9002=5000`])
    })

    it('ignores what says nothing about money', async () => {
      for (const event of ['new', 'cancel', 'deliver', 'confirm', 'settle'])
        expect((await send(payEvent(ORDER).replace('order_pay', `order_${event}`))).status).to.equal(200)
      expect(await bench.events()).to.deep.equal([])
    })

    it('proves its address to the shop, and to nobody without the token', async () => {
      const look = (path: string) => fetch(bench.app.url + path)
      const answer = await look(shopAddressQuery('4375120948345356249'))
      expect([answer.status, await answer.text()]).to.deep.equal([200, '4375120948345356249'])
      expect((await look(shopAddressQuery('1', 'OtherToken'))).status).to.equal(401)
      expect((await look(shopAddressQuery('<script>'))).status).to.equal(401)
    })
  }),
)
