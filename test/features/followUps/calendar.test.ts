import { expect } from 'chai'
import { Order, OrderLine } from '../../../app/db/entities/orders.ts'
import { Product } from '../../../app/db/entities/org.ts'
import type { CalendarView } from '../../../app/features/followUps/contract.ts'
import { loadFollowUpContent } from '../../../app/features/followUps/loadPlaybooks.ts'
import { previewCalendar } from '../../../app/features/followUps/previewCalendar.ts'
import { actorOf } from '../../../app/features/staff/queries.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, goTo, openShop, type Shop, step } from './shop.ts'

forEachDatabase((kind) => {
  describe(`the calendar of a customer (${kind})`, () => {
    let shop: Shop
    let customer: string
    before(async () => {
      shop = await openShop(kind)
      customer = await addCustomer(shop, '王芳芳')
    })
    after(() => shop.app.stop())

    async function read(browser = shop.lin): Promise<CalendarView> {
      const answer = await browser.get(`/api/customers/${customer}/calendar`)
      expect(answer.status).to.equal(200)
      return (await answer.json()) as CalendarView
    }
    async function buySoap(orderNo: string): Promise<void> {
      const paidAt = shop.app.clock.nowMs()
      await shop.app.deps.db.transaction(async (tx) => {
        const order = {
          source: 'mall',
          orderNo,
          channel: 'online',
          storeCode: null,
          delivery: 'shipping',
        } as const
        const buyer = { buyerState: 'known', buyerCustomerId: customer, buyerKnownAt: paidAt } as const
        const times = { orderedAt: paidAt, paidAt, recordedAt: paidAt, completedAt: null, businessDay: '2026-11-21' }
        await tx.insert(Order, { ...order, ...buyer, ...times, paidFen: 900, contentHash: 'x' })
        const { id: orderId } = await tx.findOneByOrFail(Order, { orderNo })
        await tx.insert(OrderLine, { orderId, lineNo: '1', productCode: 'SOAP', name: '皂', quantity: 1, paidFen: 900 })
        await shop.app.deps.emit(tx, { name: 'OrderRecorded', orderId, atMs: paidAt })
      })
      await shop.app.settle()
    }

    const rowOf = (view: CalendarView, playbook: string, title: string) =>
      view.rows.find((row) => row.playbook === playbook && row.title === title)

    it('says what comes when, why, and with which sentence', async () => {
      const view = await read()
      const day1 = rowOf(view, '新朋友', '新朋友问候')
      expect(day1).to.include({ state: 'planned', atMs: Date.parse('2026-11-22T09:50:00+08:00'), why: null })
      expect(day1?.reason).to.equal('11月21日刚加的好友，趁热打个招呼')
      expect(day1?.sentence).to.match(/^王芳芳，您好/)
    })

    it('agrees with what is stored', async () => {
      const view = await read()
      const row = await step(shop, customer, 'day_3')
      expect(rowOf(view, '新朋友', '送个小帮助')?.atMs).to.equal(row.dueAt)
    })

    it('says why the rest does not come, in a sentence each', async () => {
      await shop.app.deps.db.transaction((tx) =>
        tx.insert(Product, { code: 'SOAP', name: '皂', category: '', cycleDays: null, isSlowEffect: false }),
      )
      await buySoap('K1')
      const view = await read()
      expect(rowOf(view, '新朋友', '新朋友问候')).to.include({ state: 'dropped', why: '已经买过东西，不算新朋友了' })
      expect(rowOf(view, '首购回访', '到店感谢')).to.include({ state: 'dropped', why: '这一单的取货方式不适用' })
      expect(rowOf(view, '首购回访', '快用完了')).to.include({ state: 'dropped', why: '还不知道这样商品能用多久' })
      expect(rowOf(view, '首购回访', '请客户评价')).to.include({ state: 'waiting', why: '等「首购回访」有了回答再看' })
      for (const row of view.rows) {
        const isMute = row.state === 'planned' || row.state === 'shown'
        expect(row.why === null, `${row.key} ${row.why}`).to.equal(isMute)
      }
    })

    it('asks the database as often for much as for little', async () => {
      const { deps } = shop.app
      const { playbooks } = loadFollowUpContent('templates', deps.talkTracks, deps.rules.offers)
      const actor = await actorOf(deps.db.read, shop.guideIds.lin, '2026-11-21')
      const count = async () => {
        const runner = deps.db.read.connection.createQueryRunner()
        const query = runner.query.bind(runner)
        let asked = 0
        runner.query = ((...ask: Parameters<typeof query>) => {
          asked += 1
          return query(...ask)
        }) as typeof query
        const db = { ...deps.db, read: runner.manager }
        await previewCalendar({ ...deps, db }, { playbooks }, actor!, customer)
        await runner.release()
        return asked
      }
      const before = await count()
      for (const orderNo of ['K2', 'K3', 'K4']) await buySoap(orderNo)
      await goTo(shop, '2026-11-22T10:00:00')
      expect(before).to.be.within(5, 30)
      expect(await count()).to.equal(before)
    })

    it('is shown to nobody else', async () => {
      expect((await shop.zhou.get(`/api/customers/${customer}/calendar`)).status).to.equal(404)
      expect((await shop.lin.get('/api/customers/wmNobody/calendar')).status).to.equal(404)
      expect((await shop.app.anonymous.get(`/api/customers/${customer}/calendar`)).status).to.equal(401)
    })
  })
})
