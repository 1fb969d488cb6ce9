import { expect } from 'chai'
import { Order, OrderLine } from '../../../app/db/entities/orders.ts'
import { forEachDatabase } from '../../support/db.ts'
import {
  encodeMsg,
  YOUZAN_ENV,
  youzanEvent,
  youzanHeaderEvent,
  youzanOrder,
  youzanRefund,
} from '../../support/malls/youzan.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

const DOOR = '/hooks/youzan'
const paid = (tid: string, over = {}) => youzanEvent('trade_TradePaid', youzanOrder(tid, over))
const refunded = (id: string, tid: string, over = {}) =>
  youzanEvent('trade_refund_RefundSuccess', youzanRefund(id, tid, over))

forEachDatabase((kind) =>
  describe(`有赞 (${kind})`, () => {
    let bench: MallBench
    beforeEach(async () => {
      bench = await startMallBench(kind, { env: { ...YOUZAN_ENV, VENDOR_STORES: 'youzan/56232=SH002' } })
    })
    afterEach(() => bench.app.stop())

    it('records a paid order to the fen, freight laid on its lines, and answers in its own form', async () => {
      const answer = await bench.post(DOOR, paid('E20261121-1'))
      expect(answer.status).to.equal(200)
      expect(await answer.json()).to.deep.equal({ code: 0, msg: 'success' })
      await bench.app.settle()
      expect(await bench.orders()).to.deep.equal(['E20261121-1 20900: 3201=15649 3202=5251'])
      const order = await bench.app.deps.db.read.findOneByOrFail(Order, {})
      expect(order).to.include({ source: 'youzan', channel: 'online', storeCode: 'SH002', businessDay: '2026-11-21' })
      expect(order.paidAt).to.equal(Date.parse('2026-11-21T09:00:30+08:00'))
      expect(order.buyerPhoneKey).to.be.a('string')
      const line = await bench.app.deps.db.read.findOneByOrFail(OrderLine, { lineNo: '3201' })
      expect(line).to.include({ productCode: 'TEA-01', name: '明前龙井 250g', quantity: 2 })
    })

    it('keeps an event sealed until it is read, and nothing of it afterwards', async () => {
      await bench.post(DOOR, refunded('R1', 'E1', { oids: '', buyer_phone: '13800000001' }))
      await bench.app.settle()
      const [waiting] = await bench.events()
      expect(waiting?.sealedBody).to.match(/^v1\./)
      expect(JSON.stringify(waiting)).to.not.include('13800000001')
      await bench.post(DOOR, paid('E1'))
      await bench.app.settle()
      await bench.later(11 * 60_000)
      const kept = (await bench.events()).map(({ state, sealedBody }) => [state, sealedBody])
      expect(kept).to.deep.equal([
        ['done', ''],
        ['done', ''],
      ])
    })

    it('takes an order of six hundred lines, longer than a column of the database', async () => {
      const orders = Array.from({ length: 600 }, (_, n) => ({
        oid: `${n}`,
        title: `第 ${n} 件明前龙井礼盒`,
        payment: '1.00',
      }))
      const event = paid('E1', { orders, pay_info: { payment: '610.00', post_fee: '10.00' } })
      expect(event.body.length).to.be.above(65_536)
      expect((await bench.post(DOOR, event)).status).to.equal(200)
      await bench.app.settle()
      expect((await bench.orders())[0]).to.match(/^E1 61000: /)
    })

    it('takes a repeat, later events of the same order and both kinds of its refund once', async () => {
      const same = paid('E1')
      await Promise.all([1, 2, 3].map(() => bench.post(DOOR, same)))
      await bench.post(DOOR, youzanEvent('trade_TradePaid', youzanOrder('E1'), { sendCount: 2, version: 7 }))
      await bench.post(DOOR, youzanEvent('trade_TradeBuyerPay', youzanOrder('E1')))
      await bench.post(
        DOOR,
        youzanEvent('trade_TradeSuccess', youzanOrder('E1', { buyer_info: { buyer_phone: '13900000009' } })),
      )
      const agreed = { update_time: '2026-11-21 09:30:00' }
      await bench.post(DOOR, youzanEvent('trade_refund_RefundSellerAgree', youzanRefund('R1', 'E1', agreed)))
      await bench.post(DOOR, refunded('R1', 'E1'))
      await bench.app.settle()
      await bench.later(60_000)
      expect(await bench.orders()).to.have.length(1)
      expect(await bench.refunds()).to.deep.equal(['R1 of E1: 3202=5000'])
      expect(await bench.events().then((rows) => rows.map((row) => row.state))).to.deep.equal(Array(5).fill('done'))
      expect(await bench.trouble()).to.deep.equal([])
    })

    it('takes a refund that comes before its order', async () => {
      await bench.post(DOOR, refunded('R1', 'E1'))
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal(['R1 of E1 (not here): 3202=5000'])
      await bench.post(DOOR, paid('E1'))
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal(['R1 of E1: 3202=5000'])
      expect(await bench.trouble()).to.deep.equal([])
    })

    it('lays a refund of the whole order on all lines, once the order is here', async () => {
      await bench.post(DOOR, refunded('R1', 'E1', { refunded_fee: '209.00', oids: '["3201","3202"]' }))
      await bench.app.settle()
      expect(await bench.refunds()).to.deep.equal([])
      await bench.post(DOOR, paid('E1'))
      await bench.app.settle()
      await bench.later(11 * 60_000)
      expect(await bench.refunds()).to.deep.equal(['R1 of E1: 3201=15649 3202=5251'])
    })

    it('tells a person of such a refund when its order has not come within three days', async () => {
      await bench.post(DOOR, refunded('R1', 'E1', { oids: '' }))
      await bench.app.settle()
      await bench.later(4 * 86_400_000)
      expect(await bench.trouble()).to.deep.equal(['vendor_refused R1 trade_refund_RefundSuccess'])
      expect(await bench.parkedJobs()).to.equal(1)
    })

    it('moves nothing when a case is opened, refused or closed, nor for test events and unpaid orders', async () => {
      const unpaid = youzanOrder('E9')
      unpaid.full_order_info.order_info.status = 'WAIT_BUYER_PAY'
      const answers = await Promise.all([
        bench.post(DOOR, youzanEvent('trade_refund_BuyerCreated', youzanRefund('R1', 'E1'))),
        bench.post(DOOR, youzanEvent('trade_refund_RefundClosed', youzanRefund('R1', 'E1'))),
        bench.post(DOOR, youzanEvent('trade_TradePaid', youzanOrder('E1'), { test: true })),
        bench.post(DOOR, youzanEvent('trade_TradePaid', unpaid)),
        bench.post(DOOR, youzanEvent('trade_TradeSuccess', { tid: 'E1' })),
      ])
      expect(answers.map((answer) => answer.status)).to.deep.equal([200, 200, 200, 200, 200])
      await bench.app.settle()
      expect(await bench.events()).to.deep.equal([])
      expect(await bench.orders()).to.deep.equal([])
    })

    it('believes Event-Sign over the whole body, with msg as an object', async () => {
      const body = { type: 'youzan_trade_RefundSuccess', kdt_id: 56232, id: 'R2', msg: youzanRefund('R2', 'E1') }
      expect((await bench.post(DOOR, youzanHeaderEvent(body))).status).to.equal(200)
      const { body: text, headers } = youzanHeaderEvent(body)
      expect((await bench.post(DOOR, { body: `${text} `, headers })).status).to.equal(401)
      expect((await bench.post(DOOR, { body: text })).status).to.equal(401)
      await bench.app.settle()
      expect(await bench.refunds()).to.have.length(1)
    })

    it('matches the customer by their phone and credits the guide whose they are', async () => {
      const { externalUserId } = bench.app.local.customerAdds({ userid: 'guide.lin', remarkMobiles: ['13800000001'] })
      await bench.app.settle()
      bench.app.clock.advance(60_000)
      const late = youzanOrder('E1')
      late.full_order_info.order_info.pay_time = '2026-11-21 10:00:50'
      await bench.post(DOOR, youzanEvent('trade_TradePaid', late))
      await bench.app.settle()
      const order = await bench.app.deps.db.read.findOneByOrFail(Order, {})
      expect(order.buyerCustomerId).to.equal(externalUserId)
      expect(await bench.credited()).to.equal(20_900)
    })

    it('takes a masked phone for none, and a plus sign in msg for a space', async () => {
      await bench.post(DOOR, paid('E1', { address_info: { receiver_tel: '138****0001' } }))
      expect(encodeMsg({ a: 'b c' })).to.include('b+c')
      await bench.app.settle()
      expect(await bench.app.deps.db.read.findOneByOrFail(Order, {})).to.include({ buyerState: 'none' })
    })

    it('tells a person of a genuine order it had to refuse, and settles that when it comes readable', async () => {
      const bad = paid('E1', { pay_info: { payment: '208.00', post_fee: '10.00' } })
      const answer = await bench.post(DOOR, bad)
      expect(answer.status).to.equal(400)
      expect(await answer.text())
        .to.include('实付金额')
        .and.not.include('success')
      expect(await bench.trouble()).to.deep.equal(['vendor_unreadable E1 trade_TradePaid'])
      await bench.post(DOOR, paid('E1'))
      await bench.app.settle()
      expect(await bench.trouble()).to.deep.equal([])
    })
  }),
)
