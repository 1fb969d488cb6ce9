import { expect } from 'chai'
import { Order } from '../../../app/db/entities/orders.ts'
import { forEachDatabase } from '../../support/db.ts'
import {
  type LocalWeimob,
  startWeimob,
  weimobEvent,
  weimobOrder,
  weimobOrderBody,
  weimobRights,
} from '../../support/malls/weimob.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

const DOOR = '/hooks/weimob'
const ORDER = '9007199254740993001'
const RIGHTS = '9007199254740993777'
const orderEvent = (event = 'statusUpdate', body = weimobOrderBody(ORDER)) =>
  weimobEvent('weimob_shop.order', event, body)
const rightsEvent = (status: number, event = 'statusUpdate') =>
  weimobEvent('weimob_shop.rights', event, `{"rightsId":${RIGHTS},"orderNo":${ORDER},"status":${status}}`)

forEachDatabase((kind) =>
  describe(`微盟 (${kind})`, () => {
    let mall: LocalWeimob
    let bench: MallBench
    before(async () => {
      mall = await startWeimob()
    })
    after(() => mall.close())
    beforeEach(async () => {
      mall.orders.clear()
      mall.rights.clear()
      mall.calls.length = 0
      mall.orders.set(ORDER, weimobOrder(ORDER))
      mall.rights.set(RIGHTS, weimobRights(RIGHTS, ORDER))
      bench = await startMallBench(kind, { env: mall.env })
    })
    afterEach(() => bench.app.stop())
    const send = (body: string) => bench.post(DOOR, { body })

    it('fetches a paid order by its number of 64 bits; freight is what was paid beyond the goods', async () => {
      const answer = await send(orderEvent())
      expect(answer.status).to.equal(200)
      expect(await answer.json()).to.deep.equal({ code: { errcode: '0', errmsg: 'success' } })
      await bench.app.settle()
      expect(await bench.orders()).to.deep.equal([`${ORDER} 10800: 1=6480 2=4320`])
      expect(mall.calls.at(-1)?.body).to.equal(`{"orderNo":${ORDER}}`)
      const order = await bench.app.deps.db.read.findOneByOrFail(Order, {})
      expect(order).to.include({ source: 'weimob', channel: 'online', storeCode: 'SH001' })
      expect(order.buyerPhoneKey).to.be.a('string')
    })

    it('takes a sale at a shop counter as offline', async () => {
      const over = { orderBizExt: { saleChannelType: 10_002 }, merchantInfo: { vid: 77 } }
      mall.orders.set(ORDER, weimobOrder(ORDER, over))
      await send(orderEvent())
      await bench.app.settle()
      const order = await bench.app.deps.db.read.findOneByOrFail(Order, {})
      expect(order).to.include({ channel: 'offline', storeCode: '77' })
      expect(await bench.trouble()).to.include(`unknown_store ${ORDER} 77`)
    })

    it('takes repeats and every later status once, and asks again with a fresh token when one ran out', async () => {
      await send(orderEvent())
      await bench.app.settle()
      mall.revoke()
      await send(orderEvent())
      await send(orderEvent('update', weimobOrderBody(ORDER, ',"updateType":1')))
      await bench.app.settle()
      expect(await bench.orders()).to.have.length(1)
      expect(await bench.events().then((rows) => rows.map(({ why }) => why))).to.deep.equal(['recorded', 'duplicate'])
    })

    it('takes a refund once its status is one that counts as paid back', async () => {
      mall.rights.set(RIGHTS, weimobRights(RIGHTS, ORDER).replace('"rightsStatus":6', '"rightsStatus":2'))
      await send(rightsEvent(1, 'create'))
      await send(rightsEvent(2))
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal([])
      mall.rights.set(RIGHTS, weimobRights(RIGHTS, ORDER))
      await send(rightsEvent(6))
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal([`${RIGHTS} of ${ORDER} (not here): 2=2000`])
      await send(orderEvent())
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal([`${RIGHTS} of ${ORDER}: 2=2000`])
    })

    it('ignores unpaid orders, tests, other merchants and other topics, without asking', async () => {
      const bodies = [
        orderEvent('create', weimobOrderBody(ORDER).replace('"paymentStatus":2', '"paymentStatus":0')),
        weimobEvent('weimob_shop.order', 'create', weimobOrderBody(ORDER), { test: true }),
        weimobEvent('weimob_shop.order', 'create', weimobOrderBody(ORDER), { bosId: '1' }),
        weimobEvent('weimob_crm.customer', 'create', '{"wid":1}'),
      ]
      for (const body of bodies) expect((await send(body)).status).to.equal(200)
      await bench.app.settle()
      expect(mall.calls).to.deep.equal([])
      expect(await bench.events()).to.deep.equal([])
    })

    it('tells a person of an unknown sales channel, of lines above the payment and of a number nobody knows', async () => {
      mall.orders.set('1', weimobOrder('1', { orderBizExt: { saleChannelType: 7 } }))
      mall.orders.set('2', weimobOrder('2', { payInfo: { payAmount: '99.99' } }))
      for (const number of ['1', '2', '3']) await send(orderEvent('create', weimobOrderBody(number)))
      await bench.app.settle()
      expect(await bench.orders()).to.deep.equal([])
      expect(await bench.trouble()).to.have.members([
        'vendor_unreadable 1 weimob_shop.order.create',
        'vendor_unreadable 2 weimob_shop.order.create',
        'vendor_refused 3 weimob_shop.order.create',
      ])
    })
  }),
)

describe('微盟 without a word on which statuses are refunds', () => {
  it('believes no case and lists each for a person', async () => {
    const mall = await startWeimob()
    mall.rights.set(RIGHTS, weimobRights(RIGHTS, ORDER))
    const bench = await startMallBench('sqlite', { env: { ...mall.env, WEIMOB_REFUNDED_STATUSES: '' } })
    await bench.post(DOOR, { body: rightsEvent(6) })
    await bench.app.settle()
    expect(await bench.refunds()).to.deep.equal([])
    expect(await bench.trouble()).to.deep.equal([`vendor_unreadable ${RIGHTS} weimob_shop.rights.statusUpdate`])
    await bench.app.stop()
    await mall.close()
  })
})
