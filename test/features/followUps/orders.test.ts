import { expect } from 'chai'
import { Job } from '../../../app/db/entities/durable.ts'
import { Order, OrderLine, Refund, RefundLine } from '../../../app/db/entities/orders.ts'
import { Product } from '../../../app/db/entities/org.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, cardsOf, figures, followUps, followUpsOf, goTo, openShop, type Shop, step } from './shop.ts'

interface Purchase {
  orderNo: string
  productCode: string
  name: string
  delivery?: 'pickup' | 'shipping'
}

/** An order whose buyer is known, as the orders feature stores it, with the fact told. */
async function buy(shop: Shop, buyer: string, purchase: Purchase): Promise<number> {
  const { deps, clock } = shop.app
  const paidAt = clock.nowMs()
  await deps.db.transaction(async (tx) => {
    await tx.insert(Order, {
      source: 'mall',
      orderNo: purchase.orderNo,
      channel: 'online',
      orderedAt: paidAt,
      paidAt,
      completedAt: null,
      storeCode: 'SH001',
      delivery: purchase.delivery ?? 'shipping',
      buyerExternalUserId: buyer,
      buyerState: 'known',
      buyerCustomerId: buyer,
      buyerKnownAt: paidAt,
      paidFen: 19900,
      businessDay: new Date(paidAt + 8 * 3_600_000).toISOString().slice(0, 10),
      contentHash: 'x',
      recordedAt: paidAt,
    })
    const { id } = await tx.findOneByOrFail(Order, { source: 'mall', orderNo: purchase.orderNo })
    const { productCode, name } = purchase
    await tx.insert(OrderLine, { orderId: id, lineNo: '1', productCode, name, quantity: 1, paidFen: 19900 })
    await deps.emit(tx, { name: 'OrderRecorded', orderId: id, atMs: paidAt })
  })
  await shop.app.settle()
  return (await deps.db.read.findOneByOrFail(Order, { source: 'mall', orderNo: purchase.orderNo })).id
}

async function refund(shop: Shop, orderId: number, refundNo: string, refundFen = 19900): Promise<void> {
  const { deps, clock } = shop.app
  const atMs = clock.nowMs()
  await deps.db.transaction(async (tx) => {
    const { source, orderNo } = await tx.findOneByOrFail(Order, { id: orderId })
    const row = {
      source,
      refundNo,
      orderNo,
      orderId,
      refundedAt: atMs,
      refundFen,
      contentHash: 'x',
      recordedAt: atMs,
    }
    await tx.insert(Refund, row)
    const { id } = await tx.findOneByOrFail(Refund, { source, refundNo })
    await tx.insert(RefundLine, { refundId: id, lineNo: '1', refundFen, quantity: refundFen === 19900 ? 1 : 0 })
    await deps.emit(tx, { name: 'OrderRefunded', orderId, refundId: id, atMs })
  })
  await shop.app.settle()
}

forEachDatabase((kind) => {
  describe(`what follows a first purchase on ${kind}`, () => {
    let shop: Shop
    let customer: string
    let orderId: number
    before(async () => {
      shop = await openShop(kind)
      const product = { category: '护肤', cycleDays: 40, isSlowEffect: false }
      await shop.app.deps.db.transaction(async (tx) => {
        await tx.insert(Product, { ...product, code: 'CREAM', name: '面霜' })
        await tx.insert(Product, { ...product, code: 'TEA', name: '白茶', isSlowEffect: true })
      })
      customer = await addCustomer(shop, '王芳芳')
      orderId = await buy(shop, customer, { orderNo: 'A-1', productCode: 'CREAM', name: '舒缓面霜 50g' })
    })
    after(() => shop.app.stop())

    it('ends the playbook of a new friend, with the reason', async () => {
      const rows = await followUpsOf(shop, customer, 'new_friend')
      expect(rows.map(({ state, closeReason }) => `${state} ${closeReason}`)).to.deep.equal(
        Array(3).fill('dropped exit:first_purchase'),
      )
    })

    it('plans 1-3-7-n for the product, and keeps no rows of steps that never applied', async () => {
      const rows = await followUpsOf(shop, customer, 'first_purchase')
      const planned = [...rows].sort((a, b) => a.dueAt - b.dueAt)
      expect(rows.map(({ state }) => state)).to.deep.equal(Array(4).fill('planned'))
      expect(planned.map(({ stepId }) => stepId)).to.deep.equal(['day_1', 'day_3', 'day_7', 'step_n'])
      const day = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
      expect(planned.map(({ dueAt }) => day(dueAt))).to.deep.equal([
        '2026-11-22',
        '2026-11-24',
        '2026-11-28',
        '2026-12-24',
      ])
    })

    it('is planned by the job that looks at the order, not by one more behind it', async () => {
      const where = { kind: 'followUps.replanForOrder' }
      const [first] = await shop.app.deps.db.read.find(Job, { where, order: { id: 'ASC' } })
      expect(first?.outcome).to.match(/^[1-9]\d* written$/)
    })

    it('is planned once, however often the order is looked at', async () => {
      const before = await followUps(shop, customer)
      await shop.app.deps.db.transaction(async (tx) => {
        await shop.app.deps.emit(tx, { name: 'CreditPosted', orderId, atMs: shop.app.clock.nowMs() })
        await shop.app.deps.emit(tx, { name: 'CustomerIdentified', externalUserId: customer, atMs: 1 })
      })
      await shop.app.settle()
      expect(await followUps(shop, customer)).to.deep.equal(before)
    })

    it('brings the card with what was bought, and the sentence of that step', async () => {
      await goTo(shop, '2026-11-22T10:00:00')
      const [card] = cardsOf(shop)
      expect(card?.content.main_title.title).to.equal('王芳芳 · 首购确认')
      expect(card?.content.quote_area?.quote_text).to.include('舒缓面霜在安排寄出')
      expect(card?.content.horizontal_content_list?.[0]).to.deep.equal({
        keyname: '上次购买',
        value: '11-21 ¥199.00 舒缓面霜 50g',
      })
    })

    it('merges the follow-ups of two products on one day into the more important one', async () => {
      const buyer = await addCustomer(shop, '赵强')
      await buy(shop, buyer, { orderNo: 'B-1', productCode: 'CREAM', name: '面霜' })
      await buy(shop, buyer, { orderNo: 'B-2', productCode: 'TEA', name: '白茶' })
      const of = async (name: string) =>
        (await followUpsOf(shop, buyer, 'first_purchase')).filter(({ reasonData }) => reasonData.productName === name)
      const open = ({ state }: { state: string }) => state === 'planned'
      expect((await of('面霜')).filter(open).map(({ stepId }) => stepId)).to.have.members([
        'day_1',
        'day_3',
        'day_7',
        'step_n',
      ])
      const tea = await of('白茶')
      // Only what falls on a day of its own is left: feedback on a slow product comes on day 14.
      expect(tea.filter(open).map(({ stepId }) => stepId)).to.deep.equal(['day_14'])
      const merged = tea.filter(({ closeReason }) => closeReason === 'merged:earlier').map(({ stepId }) => stepId)
      expect(merged).to.have.members(['day_1', 'day_3', 'day_7_slow', 'step_n'])
    })

    it('gives the other product its days back when the one that was kept is returned', async () => {
      const buyer = await addCustomer(shop, '孙丽')
      const creamId = await buy(shop, buyer, { orderNo: 'D-1', productCode: 'CREAM', name: '面霜' })
      await buy(shop, buyer, { orderNo: 'D-2', productCode: 'TEA', name: '白茶' })
      await refund(shop, creamId, 'R-D')
      const planned = (await followUpsOf(shop, buyer, 'first_purchase')).filter(({ state }) => state === 'planned')
      expect(planned.map(({ reasonData, stepId }) => `${reasonData.productName} ${stepId}`)).to.have.members([
        '白茶 day_1',
        '白茶 day_3',
        '白茶 day_7_slow',
        '白茶 day_14',
        '白茶 step_n',
      ])
    })

    it('what does not fit the customer this week expires with the reason instead of piling up', async () => {
      await buy(shop, customer, { orderNo: 'C-1', productCode: 'EYE', name: '眼霜' })
      const eye = (await followUps(shop, customer)).filter(({ reasonData }) => reasonData.productName === '眼霜')
      const why = Object.fromEntries(eye.map(({ stepId, state, closeReason }) => [stepId, `${state} ${closeReason}`]))
      // A repeat buyer gets no day 1, and three contacts fill the week: what is wished later makes room.
      expect(why).to.deep.equal({ day_3: 'planned null', day_7: 'expired budget_day' })
      const moved = (await followUpsOf(shop, customer, 'first_purchase')).filter(({ movedBecause }) => movedBecause)
      expect(moved.map(({ stepId, movedBecause }) => [stepId, movedBecause])).to.deep.equal([['day_7', 'budget_week']])
    })

    it('never plans more than one contact a day and three a week', async () => {
      const open = (await followUps(shop, customer)).filter(({ state }) => state === 'planned' || state === 'due')
      const days = open.map(({ dueAt }) => Math.floor((dueAt + 8 * 3_600_000) / 86_400_000))
      expect(new Set(days).size).to.equal(days.length)
      for (const day of days) {
        expect(days.filter((other) => other >= day && other < day + 7).length, `from ${day}`).to.be.at.most(3)
      }
    })

    it('a refund ends the track of that product only, and the shown card says so', async () => {
      await refund(shop, orderId, 'R-1')
      const rows = await followUps(shop, customer)
      const isOfTrack = ({ playbookId }: { playbookId: string }) => playbookId === 'first_purchase'
      const cream = rows.filter((row) => isOfTrack(row) && row.reasonData.productName === '舒缓面霜')
      expect(cream.filter(({ state }) => state === 'planned' || state === 'due')).to.have.length(0)
      expect((await step(shop, customer, 'day_1')).closeReason).to.equal('exit:first_purchase')
      expect(cream.filter(({ closeReason }) => closeReason === 'exit:refunded').length).to.equal(4)
      expect(rows.some(({ reasonData, state }) => reasonData.productName === '眼霜' && state === 'planned')).to.equal(
        true,
      )
      expect(cardsOf(shop)[0]?.content.replace_text).to.equal('不用跟进了')
      // Dropped through no fault of the guide: it does not count as due.
      expect(await figures(shop, shop.guideIds.lin, '2026-11-22')).to.deep.equal({ due: 0, done: 0, onTime: 0 })
    })

    it('a customer who deletes the guide is left in peace', async () => {
      const other = await addCustomer(shop, '李梅')
      await shop.app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: other })
      await shop.app.settle()
      const rows = await followUps(shop, other)
      expect(rows.map(({ state, closeReason }) => `${state} ${closeReason}`)).to.deep.equal(
        Array(5).fill('dropped exit:customer_lost'),
      )
    })
  })

  describe(`who gave something back and buys again, on ${kind}`, () => {
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
    })
    after(() => shop.app.stop())

    const stepsOf = async (refundFen: number, who: string): Promise<string[]> => {
      const customer = await addCustomer(shop, who)
      const first = await buy(shop, customer, { orderNo: `${who}-1`, productCode: 'CREAM', name: '舒缓面霜 50g' })
      await refund(shop, first, `R-${who}`, refundFen)
      await shop.app.clock.advance(60_000)
      await buy(shop, customer, { orderNo: `${who}-2`, productCode: 'EYE', name: '眼霜' })
      const rows = await followUpsOf(shop, customer, 'first_purchase')
      return rows.filter(({ state }) => state === 'planned').map(({ stepId }) => stepId)
    }

    it('is a repeat buyer after an allowance, and hears no day 1', async () => {
      expect(await stepsOf(5_000, '安然')).to.not.include('day_1')
    })

    it('is a first buyer again after giving everything back', async () => {
      expect(await stepsOf(19_900, '文静')).to.include('day_1')
    })
  })
})
