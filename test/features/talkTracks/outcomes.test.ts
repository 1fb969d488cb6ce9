import { expect } from 'chai'
import fc from 'fast-check'
import { FollowUpAnswer, SendRecord } from '../../../app/db/entities/followUps.ts'
import { Order } from '../../../app/db/entities/orders.ts'
import { START_MS } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, openShop, type Shop } from '../followUps/shop.ts'
import { buy, DAY_MS, giveBack } from '../lifecycle/support.ts'
import { plantSends } from './sends.ts'

const WHO = 'wmOutcome1'
const line = [{ productCode: 'TEA', paidFen: 9900 }]
type Fact = (shop: Shop, mark: string) => Promise<unknown>

const send =
  (name: string, daysAgo: number): Fact =>
  (shop, mark) =>
    plantSends(shop, [
      { clientKey: `${mark}-${name}`, externalUserId: `${WHO}${mark}`, atMs: START_MS - daysAgo * DAY_MS },
    ])
const order =
  (orderNo: string, daysAgo: number): Fact =>
  ({ app }, mark) =>
    buy(app, { orderNo: `${mark}-${orderNo}`, buyer: `${WHO}${mark}`, daysAgo, lines: line })
const answer =
  (ask: string, said: string, daysAgo: number): Fact =>
  ({ app, guideIds }, mark) =>
    app.deps.db.transaction(async (tx) => {
      const at = START_MS - daysAgo * DAY_MS
      const about = { followUpId: Number(mark) + 1, trackId: 1, externalUserId: `${WHO}${mark}`, stepId: 'day_7' }
      await tx.insert(FollowUpAnswer, { ...about, ask, answer: said, guideId: guideIds.lin, at })
      await app.deps.emit(tx, { name: 'AnswerRecorded', followUpId: 1, externalUserId: about.externalUserId, atMs: at })
    })

/** Sent 30, 20 and 3 days ago; bought 18 (given back whole), 15 and 2 days ago. */
const FACTS: Record<string, Fact> = {
  friend: ({ app }, mark) => {
    app.local.customerAdds({ userid: 'guide.lin', externalUserId: `${WHO}${mark}`, name: '王芳芳' })
    return app.settle()
  },
  sendA: send('A', 30),
  sendB: send('B', 20),
  sendC: send('C', 3),
  givenBack: order('1', 18),
  kept: order('2', 15),
  last: order('3', 2),
  refund: ({ app }, mark) => giveBack(app, `${mark}-1`, [{ lineNo: '1', refundFen: 9900 }]),
  plain: answer('feedback', 'plain_feedback', 19),
  good: answer('effect', 'good_effect', 10),
}
const EXPECTED = { A: [null, 'plain_feedback'], B: ['2', 'good_effect'], C: ['3', null] }

async function outcomes({ app }: Shop, mark: string) {
  const { read } = app.deps.db
  const sends = await read.findBy(SendRecord, { externalUserId: `${WHO}${mark}`, kind: 'chat' })
  const pairs = sends.map(async ({ clientKey, outcomeOrderId, outcomeAnswer }) => {
    const found = outcomeOrderId === null ? null : await read.findOneByOrFail(Order, { id: outcomeOrderId })
    return [clientKey.split('-')[1], [found?.orderNo.split('-')[1] ?? null, outcomeAnswer]]
  })
  return Object.fromEntries(await Promise.all(pairs)) as Record<string, unknown>
}

forEachDatabase((kind) => {
  describe(`what came of sentences, on ${kind}`, function () {
    this.timeout(240_000)
    let shop: Shop
    before(async () => {
      shop = await openShop(kind)
    })
    after(() => shop.app.stop())

    it('ends the same in whatever order facts come in', async () => {
      const names = Object.keys(FACTS)
      const orders = [names, [...names].reverse(), ...fc.sample(fc.shuffledSubarray(names, { minLength: 10 }), 2)]
      for (const [run, order] of orders.entries()) {
        for (const [index, name] of order.entries()) {
          await FACTS[name]?.(shop, String(run))
          if (index % 4 === 3) await shop.app.settle()
        }
        await shop.app.settle()
        expect(await outcomes(shop, String(run)), order.join(' ')).to.deep.equal(EXPECTED)
      }
    })

    it('counts by the time of payment who is identified late: the order becomes the outcome then', async () => {
      const { app } = shop
      const buyer = await addCustomer(shop, '李四')
      await plantSends(shop, [{ clientKey: 'late', externalUserId: buyer, atMs: START_MS - 12 * DAY_MS }])
      await buy(app, { orderNo: 'late-1', daysAgo: 5, lines: line })
      await app.settle()
      const outcome = async () =>
        (await app.deps.db.read.findOneByOrFail(SendRecord, { clientKey: 'late' })).outcomeOrderId
      expect(await outcome()).to.equal(null)
      const claimed = await shop.lin.post(`/api/customers/${buyer}/claim-order`, { orderNo: 'late-1' })
      expect(claimed.status, await claimed.text()).to.equal(200)
      await app.settle()
      const { id } = await app.deps.db.read.findOneByOrFail(Order, { orderNo: 'late-1' })
      expect(await outcome()).to.equal(id)
    })

    it('writes nothing the second time', async () => {
      const { db } = shop.app.deps
      const before = await db.read.find(SendRecord, { order: { id: 'ASC' } })
      await db.transaction((tx) =>
        shop.app.deps.enqueue(tx, {
          kind: 'talkTracks.outcomes',
          payload: { externalUserId: `${WHO}0`, fromMs: 0, toMs: START_MS },
        }),
      )
      await shop.app.settle()
      const [row]: { outcome: string }[] = await db.read.query(
        `SELECT outcome AS outcome FROM jobs WHERE kind = 'talkTracks.outcomes' ORDER BY id DESC LIMIT 1`,
      )
      expect(row?.outcome).to.equal('0 written')
      expect(await db.read.find(SendRecord, { order: { id: 'ASC' } })).to.deep.equal(before)
    })
  })
})
