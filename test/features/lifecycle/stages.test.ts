import { expect } from 'chai'
import { Customer } from '../../../app/db/entities/customers.ts'
import { recomputeCustomer } from '../../../app/features/lifecycle/commands/recomputeCustomer.ts'
import { whyText } from '../../../app/features/lifecycle/present.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addProducts, buy, DAY_MS, giveBack, movesOf, runJob } from './support.ts'

forEachDatabase((kind) =>
  describe(`stages of a customer (${kind})`, () => {
    let app: TestApp
    let externalUserId: string

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin' }])
      await addProducts(app)
      externalUserId = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' }).externalUserId
      await app.settle()
    })
    afterEach(() => app.stop())

    const customer = () => app.deps.db.read.findOneByOrFail(Customer, { externalUserId })
    const tea = [{ productCode: 'TEA', paidFen: 10_000 }]
    const setDue = (id: string, nextStageCheckAt: number) =>
      app.deps.db.transaction((tx) => tx.update(Customer, { externalUserId: id }, { nextStageCheckAt }))

    it('moves by purchases, keeps each move dated with its reason, and does nothing twice', async () => {
      expect((await customer()).stage).to.equal('lead')
      await buy(app, { orderNo: 'A', buyer: externalUserId, lines: tea })
      await app.settle()
      expect(await recomputeCustomer(app.deps, externalUserId)).to.equal('same')
      const after = await customer()
      expect(after).to.include({ stage: 'new', stageSinceAt: app.clock.nowMs() })
      expect(after.nextStageCheckAt).to.be.greaterThan(app.clock.nowMs())
      const moves = await movesOf(app, externalUserId)
      expect(moves).to.have.length(1)
      expect(moves[0]).to.include({ fromStage: 'lead', toStage: 'new', why: '买过 1 次，最近一次在 0 天前' })
    })

    it('eight looks at once move once and tell it once', async () => {
      await app.deps.db.transaction((tx) => tx.update(Customer, { externalUserId }, { stage: 'silent' }))
      const looks = await Promise.all(Array.from({ length: 8 }, () => recomputeCustomer(app.deps, externalUserId)))
      expect(looks.filter((look) => look === 'moved')).to.have.length(1)
      expect(await movesOf(app, externalUserId)).to.have.length(1)
    })

    it('an order taken back whole is no purchase', async () => {
      await buy(app, { orderNo: 'A', buyer: externalUserId, lines: tea })
      await app.settle()
      await giveBack(app, 'A', [{ lineNo: '1', refundFen: 10_000 }])
      await app.settle()
      expect(await customer()).to.include({ stage: 'lead', nextStageCheckAt: null })
    })

    it('falls silent and is churned by the cycle of what was bought, and says which and whose it is', async () => {
      await buy(app, { orderNo: 'A', buyer: externalUserId, daysAgo: 10, lines: tea })
      await buy(app, { orderNo: 'B', buyer: externalUserId, lines: [{ productCode: 'COAT', paidFen: 90_000 }] })
      await app.settle()
      for (const days of [120, 280]) {
        app.clock.advance(days * DAY_MS)
        await runJob(app, 'lifecycle.sweep')
      }
      const moves = await movesOf(app, externalUserId)
      expect(moves.slice(-2).map(({ toStage, why }) => [toStage, why])).to.deep.equal([
        ['silent', '已有 120 天没有购买（服饰周期 120 天，按品类配置）'],
        ['churned', '已有 400 天没有购买（服饰周期 400 天，按品类配置）'],
      ])
    })

    it('the sweep touches only those whose day has come', async () => {
      await app.deps.db.transaction((tx) => tx.update(Customer, { externalUserId }, { stage: 'active' }))
      await runJob(app, 'lifecycle.sweep')
      expect((await customer()).stage).to.equal('active')
      await setDue(externalUserId, app.clock.nowMs() + DAY_MS)
      app.clock.advance(2 * DAY_MS)
      await runJob(app, 'lifecycle.sweep')
      expect(await customer()).to.include({ stage: 'lead', nextStageCheckAt: null })
    })

    it('the sweep goes on after one it cannot read, who waits for a person', async () => {
      const other = app.local.customerAdds({ userid: 'guide.lin', name: '赵强' }).externalUserId
      await buy(app, { orderNo: 'A', buyer: externalUserId, lines: tea })
      await app.settle()
      const { db } = app.deps
      // More fen than a number can hold exactly: no look at this customer can end well.
      await db.transaction((tx) => tx.query(`UPDATE orders SET paid_fen = 9007199254740993`))
      await db.transaction((tx) => tx.update(Customer, { externalUserId: other }, { stage: 'active' }))
      await setDue(externalUserId, 1)
      await setDue(other, 2)
      await db.transaction((tx) => app.deps.enqueue(tx, { kind: 'lifecycle.sweep', payload: {} }))
      await app.settle()
      expect((await db.read.findOneByOrFail(Customer, { externalUserId: other })).stage).to.equal('lead')
      const [sweep] = await db.read.query(`SELECT state, last_error FROM jobs WHERE kind = 'lifecycle.sweep'`)
      expect(sweep).to.include({ state: 'done' })
      const jobs = await db.read.query(
        `SELECT payload FROM jobs WHERE kind = 'lifecycle.recompute' AND state <> 'done'`,
      )
      expect(jobs.map(({ payload }: { payload: string }) => JSON.parse(payload))).to.deep.equal([{ externalUserId }])
    })

    it('says why in a guide’s words', () => {
      expect(whyText({ code: 'never_bought' })).to.equal('还没有购买')
      const cycle = { category: '', days: 180, daysSince: 200, from: 'default' } as const
      expect(whyText({ code: 'no_purchase_for', days: 200, cycle })).to.equal(
        '已有 200 天没有购买（周期 180 天，默认）',
      )
      const coat = { category: '服饰', days: 180, daysSince: 200, from: 'override' } as const
      expect(whyText({ code: 'no_purchase_for', days: 95, cycle: coat })).to.equal(
        '已有 95 天没有购买（上次买服饰在 200 天前，周期 180 天，运营设定）',
      )
    })
  }),
)
