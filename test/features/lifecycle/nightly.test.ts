import { expect } from 'chai'
import { CustomerFact, CycleOverride, LearnedCycle } from '../../../app/db/entities/facts.ts'
import { Order, OrderLine } from '../../../app/db/entities/orders.ts'
import { addDays, startOfBusinessDay } from '../../../app/domain/businessDay.ts'
import { createRfmScale } from '../../../app/domain/lifecycle/rfm.ts'
import { learnCycles } from '../../../app/features/lifecycle/commands/learnCycles.ts'
import { scoreCustomers } from '../../../app/features/lifecycle/commands/scoreCustomers.ts'
import { rfmTextOf, useUpDaysFor } from '../../../app/features/lifecycle/queries.ts'
import { rowsOf } from '../../rights/rowsOf.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addProducts, runJob } from './support.ts'

interface Draft {
  buyer: string
  productCode: string
  day: string
  quantity: number
}

forEachDatabase((kind) =>
  describe(`the nights of a chain (${kind})`, () => {
    let app: TestApp
    let orders = 0
    const never = new AbortController().signal

    beforeEach(async () => {
      app = await startTestApp(kind)
      await addProducts(app)
    })
    afterEach(() => app.stop())

    /** Orders as they stand once credited; the jobs of a night read nothing else. */
    const store = (drafts: Draft[]) =>
      app.deps.db.transaction(async (tx) => {
        for (const { buyer, productCode, day, quantity } of drafts) {
          orders += 1
          const paidAt = startOfBusinessDay(day) + 36_000_000
          const names = { source: 'mall', orderNo: `N${orders}`, channel: 'offline', buyerState: 'known' } as const
          const times = { orderedAt: paidAt, paidAt, buyerKnownAt: paidAt, businessDay: day, recordedAt: paidAt }
          const { identifiers } = await tx.insert(Order, {
            ...{ ...names, ...times, buyerCustomerId: buyer, paidFen: 1000, contentHash: 'x' },
          })
          const orderId = Number(identifiers[0]?.id)
          const line = { lineNo: '1', productCode, name: productCode, quantity, paidFen: 1000 }
          await tx.insert(OrderLine, { orderId, ...line })
        }
      })

    const twice = (count: number, productCode: string, days: number, quantity = 1): Draft[] =>
      Array.from({ length: count }, (_, index) => `${productCode}-${quantity}-${index}`).flatMap((buyer) => [
        { buyer, productCode, day: '2026-06-01', quantity },
        { buyer, productCode, day: addDays('2026-06-01', days), quantity },
      ])
    const learned = (kind: LearnedCycle['kind'], subject: string) =>
      app.deps.db.read.find(LearnedCycle, { where: { kind, subject }, order: { quantity: 'ASC' } })

    it('learn a product from its own repurchases, per piece and for each quantity bought often enough', async () => {
      await store([...twice(30, 'PUER', 40), ...twice(30, 'PUER', 70, 2), ...twice(3, 'PUER', 10, 5)])
      await learnCycles(app.deps, never)
      const rows = await learned('product', 'PUER')
      expect(rows.map(({ quantity, sample, p50 }) => [quantity, sample, p50])).to.deep.equal([
        [0, 63, 35],
        [1, 30, 40],
        [2, 30, 70],
      ])
      const days = async (quantity: number) => useUpDaysFor(app.deps.db.read, app.deps.rules, 'PUER', quantity)
      expect(await days(1)).to.deep.equal({ days: 40, source: 'learned' })
      expect(await days(2)).to.deep.equal({ days: 70, source: 'learned' })
      expect(await days(3)).to.deep.equal({ days: 105, source: 'learned' })
      expect(await useUpDaysFor(app.deps.db.read, app.deps.rules, 'TEA', 2)).to.deep.equal({
        ...{ days: 120, source: 'configured' },
      })
      expect(await useUpDaysFor(app.deps.db.read, app.deps.rules, 'COAT', 1)).to.equal(undefined)
      expect(await useUpDaysFor(app.deps.db.read, app.deps.rules, 'NOBODY-KNOWS', 1)).to.equal(undefined)
    })

    it('an operator’s word goes before what is configured and learned', async () => {
      await store(twice(30, 'PUER', 40))
      await learnCycles(app.deps, never)
      const word = { kind: 'product', useUpDays: 25, activeDays: null, silentDays: null, churnDays: null } as const
      await app.deps.db.transaction(async (tx) => {
        for (const subject of ['PUER', 'TEA']) await tx.insert(CycleOverride, { ...word, subject, setBy: 'op', at: 1 })
      })
      for (const subject of ['PUER', 'TEA'])
        expect(await useUpDaysFor(app.deps.db.read, app.deps.rules, subject, 2)).to.deep.equal({
          ...{ days: 50, source: 'override' },
        })
    })

    it('below the floor nothing is learned but how little there is: the category answers', async () => {
      await store(twice(29, 'PUER', 40))
      await learnCycles(app.deps, never)
      const [row] = await learned('product', 'PUER')
      expect(row).to.include({ quantity: 0, sample: 29, p50: 0 })
      expect(await useUpDaysFor(app.deps.db.read, app.deps.rules, 'PUER', 1)).to.deep.equal({
        ...{ days: 45, source: 'category' },
      })
    })

    it('what lies beyond the look back is forgotten', async () => {
      await store(twice(30, 'PUER', 40))
      await learnCycles(app.deps, never)
      expect(await learned('product', 'PUER')).to.have.length(2)
      app.clock.moveTo(startOfBusinessDay('2029-01-01'))
      await learnCycles(app.deps, never)
      expect(await learned('product', 'PUER')).to.deep.equal([])
    })

    it('two tills on one day, and what was given back whole, are no repurchase', async () => {
      const drafts = twice(10, 'PUER', 40)
      await store([...drafts, ...drafts])
      await app.deps.db.transaction(async (tx) => {
        await tx.query(`UPDATE orders SET refunded_fen = 1000 WHERE order_no = 'N1'`)
        await tx.query(
          `INSERT INTO refunds (source, refund_no, order_no, order_id, refunded_at, refund_fen, content_hash, recorded_at)
           SELECT source, 'R1', order_no, id, 1, 1000, 'x', 1 FROM orders WHERE order_no = ?`,
          [`N${orders}`],
        )
        await tx.query(`UPDATE orders SET refunded_fen = 1000 WHERE order_no = ?`, [`N${orders}`])
        await tx.query(
          `INSERT INTO refund_lines (refund_id, line_no, refund_fen, quantity) SELECT id, '1', 1000, 1 FROM refunds`,
        )
      })
      await learnCycles(app.deps, never)
      const [row] = await learned('product', 'PUER')
      // The last of the twenty second orders was given back, but its twin of the same day was kept.
      expect(row).to.include({ sample: 10 })
    })

    it('learn the rhythm of a category over all its products', async () => {
      const drafts = Array.from({ length: 30 }, (_, index) => `b${index}`).flatMap((buyer) => [
        { buyer, productCode: 'TEA', day: '2026-06-01', quantity: 1 },
        { buyer, productCode: 'PUER', day: '2026-06-21', quantity: 1 },
      ])
      await store(drafts)
      await learnCycles(app.deps, never)
      expect((await learned('rhythm', 'tea'))[0]).to.include({ sample: 30, p50: 20 })
      // Nobody bought the same tea again.
      expect((await learned('category', 'tea'))[0]).to.include({ sample: 0, p50: 0 })
    })

    const addFacts = (count: number) =>
      app.deps.db.transaction(async (tx) => {
        const zeros = { recency: 0, frequency: 0, money: 0, rfm: '', quality: '' } as const
        for (let index = 0; index < count; index += 1) {
          const at = startOfBusinessDay(addDays('2026-01-01', index % 200))
          await tx.insert(CustomerFact, {
            ...{ externalUserId: `c${index}`, ...zeros, firstPurchaseMonthDay: '01-01', lastVisitAt: null },
            ...{
              purchases: 1 + (index % 7),
              netFen: ((index * 37) % 100) * 1000,
              firstPurchaseAt: 1,
              lastPurchaseAt: at,
            },
            updatedAt: 1,
          })
        }
      })
    const factRows = () => app.deps.db.read.find(CustomerFact, { order: { externalUserId: 'ASC' } })

    it('score the chain as the plain rule does, and say it in words', async () => {
      await addFacts(60)
      await scoreCustomers(app.deps, never)
      const rows = await factRows()
      const buyers = rows.map(({ purchases, netFen, lastPurchaseAt }) => ({
        ...{ purchases, netFen, lastDay: new Date((lastPurchaseAt ?? 0) + 28_800_000).toISOString().slice(0, 10) },
      }))
      const scale = createRfmScale(buyers, app.deps.rules.lifecycle.rfm)
      const plain = buyers.map((buyer) => scale?.(buyer))
      expect(rows.map(({ rfm, quality, money }) => [rfm, quality, money])).to.deep.equal(
        plain.map((score) => [score?.segment, score?.quality, score?.money]),
      )
      for (const { externalUserId, rfm } of rows)
        expect(await rfmTextOf(app.deps.db.read, externalUserId))
          .to.be.a('string')
          .and.not.include(rfm)
      await app.deps.db.transaction((tx) =>
        tx.update(CustomerFact, { externalUserId: 'c1' }, { quality: 'high', recency: 1, rfm: 'important_keep' }),
      )
      expect(await rfmTextOf(app.deps.db.read, 'c1')).to.equal('高价值老客，最近来得少了')
      expect(await rfmTextOf(app.deps.db.read, 'nobody')).to.equal(undefined)
    })

    it('with too few to compare nobody has a score, and who had one loses it', async () => {
      await addFacts(20)
      await app.deps.db.transaction((tx) =>
        tx.update(CustomerFact, { externalUserId: 'c1' }, { rfm: 'general_keep', money: 3 }),
      )
      await scoreCustomers(app.deps, never)
      const scores = (await factRows()).map(({ rfm, money }) => ({ rfm, money }))
      expect(scores).to.deep.equal(Array(20).fill({ rfm: '', money: 0 }))
      expect(await rfmTextOf(app.deps.db.read, 'c1')).to.equal(undefined)
    })

    it('a second run of everything in one night writes nothing', async () => {
      await addFacts(40)
      await store([...twice(30, 'PUER', 40), ...twice(31, 'COAT', 50)])
      const run = async () => {
        for (const job of ['lifecycle.learn', 'lifecycle.scoreRfm']) await runJob(app, job)
      }
      await run()
      const before = await rowsOf(app.deps.db)
      await run()
      expect({ ...(await rowsOf(app.deps.db)), jobs: '' }).to.deep.equal({ ...before, jobs: '' })
    })
  }),
)
