import { expect } from 'chai'
import { Setting } from '../../../app/db/entities/operations.ts'
import { Order, OrderLine, Refund } from '../../../app/db/entities/orders.ts'
import { START_MS } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

forEachDatabase((kind) =>
  describe(`对外收款 bills (${kind})`, function () {
    this.timeout(240_000)
    let bench: MallBench
    let payer: string
    beforeEach(async () => {
      bench = await startMallBench(kind)
      payer = bench.app.local.customerAdds({ userid: 'guide.lin' }).externalUserId
      await bench.app.settle()
      bench.app.clock.advance(MINUTE_MS)
    })
    afterEach(() => bench.app.stop())
    const pay = (outTradeNo: string, over: object = {}) =>
      bench.app.local.customerPays({
        ...{ userid: 'guide.lin', externalUserId: payer, totalFeeFen: 39_900, outTradeNo },
        ...{ commodities: [{ description: '针织开衫', amount: 2 }] },
        contactInfo: { name: '金丝雀收款人', phone: '13712340001', address: '金丝雀路' },
        ...over,
      })
    const poll = () => bench.later(10 * MINUTE_MS)
    const pollAll = async () => {
      await bench.app.deps.db.transaction((tx) =>
        bench.app.deps.enqueue(tx, { kind: 'vendors.pollBills', payload: { isTrail: true } }),
      )
      await bench.app.settle()
    }

    it('become orders of the payer, served by whom they paid, within ten minutes', async () => {
      const { paidAtMs } = pay('T1')
      await poll()
      expect(await bench.orders()).to.deep.equal(['T1 39900: 1=39900'])
      const order = await bench.app.deps.db.read.findOneByOrFail(Order, {})
      expect(order).to.include({ source: 'external-pay', channel: 'online', buyerCustomerId: payer })
      expect(order.paidAt).to.equal(Math.floor(paidAtMs / 1000) * 1000)
      const line = await bench.app.deps.db.read.findOneByOrFail(OrderLine, {})
      expect(line).to.include({ name: '针织开衫', quantity: 2, servedByGuide: 'guide.lin' })
      expect(await bench.credited()).to.equal(39_900)
    })

    it('are taken once, however often windows overlap', async () => {
      pay('T1')
      for (let round = 0; round < 4; round += 1) await poll()
      await pollAll()
      expect(await bench.orders()).to.have.length(1)
      expect(await bench.trouble()).to.deep.equal([])
      const until = await bench.app.deps.db.read.findOneByOrFail(Setting, { name: 'externalPay.polledUntil' })
      expect(Number(until.value)).to.equal(bench.app.clock.nowMs())
    })

    it('are refunded on the day of the refund, also weeks later', async () => {
      pay('T1')
      await poll()
      await bench.later(20 * DAY_MS)
      bench.app.local.refundBill({ outTradeNo: 'T1', feeFen: 10_000, comment: '差价' })
      const atMs = bench.app.clock.nowMs()
      await poll()
      await pollAll()
      const [refund] = await bench.app.deps.db.read.find(Refund)
      expect(refund).to.include({ orderNo: 'T1', refundFen: 10_000, refundedAt: Math.floor(atMs / 1000) * 1000 })
      expect(await bench.refunds()).to.have.length(1)
    })

    it('of a refund by somebody out of sight are found by their receipt a day later', async () => {
      bench.app.local.addMember({ userid: 'cashier', name: '收银' })
      pay('T1')
      bench.app.local.refundBill({ outTradeNo: 'T1', feeFen: 10_000, userid: 'cashier' })
      bench.app.local.changeMember({ userid: 'cashier', visible: false })
      await poll()
      expect(await bench.refunds()).to.deep.equal([])
      await bench.later(2 * DAY_MS)
      await pollAll()
      expect(await bench.refunds()).to.have.length(1)
      bench.app.local.changeMember({ userid: 'cashier', visible: true })
      await pollAll()
      expect(await bench.refunds()).to.have.length(1)
      expect(await bench.trouble()).to.deep.equal([])
    })

    it('are looked for forty days back once a night, in windows of a month, through short and empty pages', async () => {
      for (let day = 1; day <= 45; day += 4) pay(`D${day}`, { paidAtMs: START_MS - day * DAY_MS })
      bench.app.local.settings.shortPages = true
      await poll()
      expect(await bench.orders()).to.deep.equal([])
      await pollAll()
      const found = (await bench.orders()).map((line) => line.split(' ')[0])
      expect(found).to.include('D1').and.include('D37')
      expect(found).to.have.length(10)
    })

    it('wait where WeCom does not list the app, without a parked job', async () => {
      bench.app.local.permissions.payApi = false
      pay('T1')
      await poll()
      expect(await bench.parkedJobs()).to.equal(0)
      expect(await bench.orders()).to.deep.equal([])
    })
  }),
)
