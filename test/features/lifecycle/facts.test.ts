import { expect } from 'chai'
import { Visit } from '../../../app/db/entities/followUps.ts'
import { Order } from '../../../app/db/entities/orders.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addProducts, buy, DAY_MS, giveBack, kept, runJob, type Wish } from './support.ts'

forEachDatabase((kind) =>
  describe(`what is kept of a customer's buying (${kind})`, () => {
    let app: TestApp
    let buyer: string
    let other: string

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin' }])
      await addProducts(app)
      buyer = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' }).externalUserId
      other = app.local.customerAdds({ userid: 'guide.lin', name: '赵强' }).externalUserId
      await app.settle()
    })
    afterEach(() => app.stop())

    const told = async (name: string) => {
      const sql = `SELECT COUNT(*) AS n FROM jobs WHERE kind = ?`
      return Number((await app.deps.db.read.query(sql, [name]))[0].n)
    }

    /** The same history, told in any order. */
    const story = (who = buyer, mark = '') => {
      const bought = (orderNo: string, wish: Omit<Wish, 'orderNo' | 'buyer'>) => () =>
        buy(app, { orderNo: orderNo + mark, buyer: who, ...wish })
      const tea = { productCode: 'TEA', paidFen: 20_000, quantity: 2 }
      const basket = [
        { productCode: 'TEA', paidFen: 30_000, quantity: 3 },
        { productCode: 'COAT', paidFen: 90_000 },
      ]
      const back = [
        { lineNo: '1', refundFen: 10_000, quantity: 1 },
        { lineNo: '2', refundFen: 90_000 },
      ]
      return [
        bought('A', { daysAgo: 40, lines: [tea] }),
        bought('B', { daysAgo: 5, channel: 'online', lines: basket }),
        bought('C', { daysAgo: 2, lines: [{ productCode: 'PUER', paidFen: 8_000 }] }),
        () => giveBack(app, `B${mark}`, back),
        () => giveBack(app, `C${mark}`, [{ lineNo: '1', refundFen: 8_000 }]),
      ]
    }

    it('starts with nothing, on the day a customer is added', async () => {
      expect((await kept(app, buyer)).facts).to.include({ purchases: 0, netFen: 0, lastVisitAt: null, rfm: '' })
    })

    it('counts what was kept: a product given back is none, a purchase given back was a visit all the same', async () => {
      for (const tell of story()) await tell()
      await app.settle()
      const { facts, products, stage } = await kept(app, buyer)
      const ago = (days: number) => app.clock.nowMs() - days * DAY_MS
      expect(facts).to.include({ purchases: 2, netFen: 40_000, firstPurchaseMonthDay: '10-12' })
      expect(facts).to.include({ firstPurchaseAt: ago(40), lastPurchaseAt: ago(5), lastVisitAt: ago(2) })
      expect(products).to.deep.equal([
        {
          ...{ externalUserId: buyer, productCode: 'TEA', purchases: 2, quantity: 4, netFen: 40_000 },
          ...{ firstAt: ago(40), lastAt: ago(5), lastQuantity: 2 },
        },
      ])
      expect(stage).to.equal('active')
    })

    it('ends the same in whatever order it is told, one fact at a time or all at once, and when built anew', async () => {
      const orders = [
        [0, 1, 2, 3, 4],
        [4, 3, 2, 1, 0],
        [3, 0, 4, 2, 1],
      ]
      const nameless = async (who: string) =>
        JSON.parse(JSON.stringify(await kept(app, who)).replaceAll(who, 'somebody')) as unknown
      const ends: unknown[] = []
      for (const [nth, order] of orders.entries()) {
        const who = nth === 0 ? buyer : app.local.customerAdds({ userid: 'guide.lin', name: `${nth}` }).externalUserId
        await app.settle()
        for (const index of order) {
          await story(who, `-${nth}`)[index]?.()
          if (nth === 0 || index % 2 === 0) await app.settle()
        }
        await app.settle()
        ends.push(await nameless(who))
      }
      expect(ends[1]).to.deep.equal(ends[0])
      expect(ends[2]).to.deep.equal(ends[0])
      await app.deps.db.transaction(async (tx) => {
        await tx.query('DELETE FROM customer_products')
        await tx.query('UPDATE customer_facts SET purchases = 77, net_fen = 1, last_visit_at = NULL')
        await tx.query(`UPDATE customers SET stage = 'churned', next_stage_check_at = NULL`)
      })
      await runJob(app, 'lifecycle.rebuild')
      expect(await nameless(buyer)).to.deep.equal(ends[0])
    })

    it('a visit that was noted counts, and changes no plan', async () => {
      const at = app.clock.nowMs()
      const looks = await told('lifecycle.recompute')
      const visit = { externalUserId: buyer, guideId: 1, storeCode: 'SH001', at, clientKey: 'v-1' }
      await app.deps.db.transaction(async (tx) => {
        await tx.insert(Visit, visit)
        await app.deps.emit(tx, { name: 'VisitRecorded', externalUserId: buyer, atMs: at })
      })
      await app.settle()
      expect(await told('lifecycle.recompute')).to.equal(looks + 1)
      expect((await kept(app, buyer)).facts).to.include({ lastVisitAt: at, purchases: 0 })
    })

    it('an order that changes hands counts for the new buyer and no longer for the former', async () => {
      await buy(app, { orderNo: 'A', buyer, lines: [{ productCode: 'TEA', paidFen: 20_000 }] })
      await app.settle()
      expect((await kept(app, buyer)).stage).to.equal('new')
      await app.deps.db.transaction(async (tx) => {
        const { id: orderId } = await tx.findOneByOrFail(Order, { orderNo: 'A' })
        await tx.update(Order, { id: orderId }, { buyerCustomerId: other })
        await app.deps.emit(tx, { name: 'CreditPosted', orderId, formerBuyer: buyer, atMs: app.clock.nowMs() })
      })
      await app.settle()
      const [before, now] = [await kept(app, buyer), await kept(app, other)]
      expect([before.stage, before.facts?.purchases, before.products.length]).to.deep.equal(['lead', 0, 0])
      expect([now.stage, now.facts?.purchases, now.products.length]).to.deep.equal(['new', 1, 1])
    })
  }),
)
