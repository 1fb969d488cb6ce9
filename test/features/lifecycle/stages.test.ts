import { expect } from 'chai'
import { Customer, StageChange } from '../../../app/db/entities/customers.ts'
import { type PurchasesOf, recomputeStage, whyText } from '../../../app/features/lifecycle/commands/recomputeStage.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const DAY_MS = 86_400_000

forEachDatabase((kind) =>
  describe(`stages of a customer (${kind})`, () => {
    let app: TestApp
    let externalUserId: string

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin' }])
      externalUserId = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' }).externalUserId
      await app.settle()
    })
    afterEach(() => app.stop())

    const customer = () => app.deps.db.read.findOneByOrFail(Customer, { externalUserId })
    const recompute = (purchasesOf: PurchasesOf) =>
      app.deps.db.transaction((tx) => recomputeStage(tx, app.deps, purchasesOf, externalUserId, app.clock.nowMs()))
    const bought = (...netFen: number[]): PurchasesOf => {
      const atMs = app.clock.nowMs()
      return async () => netFen.map((fen) => ({ atMs, netFen: fen }))
    }

    it('moves by purchases, keeps each move dated with its reason, and does nothing twice', async () => {
      expect((await customer()).stage).to.equal('lead')
      const first = bought(10_000)
      expect(await recompute(first)).to.equal(true)
      expect(await recompute(first)).to.equal(false)
      const after = await customer()
      expect(after).to.include({ stage: 'new', stageSinceAt: app.clock.nowMs() })
      expect(after.nextStageCheckAt).to.be.greaterThan(app.clock.nowMs())
      const [change] = await app.deps.db.read.findBy(StageChange, { externalUserId })
      expect(change).to.include({ fromStage: 'lead', toStage: 'new', why: '买过 1 次，最近一次在 0 天前' })
    })

    it('eight looks at once move once and tell it once', async () => {
      const first = bought(10_000)
      const moved = await Promise.all(Array.from({ length: 8 }, () => recompute(first)))
      expect(moved.filter(Boolean)).to.have.length(1)
      expect(await app.deps.db.read.countBy(StageChange, { externalUserId })).to.equal(1)
    })

    it('an order taken back whole is no purchase', async () => {
      await recompute(bought(10_000))
      await recompute(bought(0))
      expect(await customer()).to.include({ stage: 'lead', nextStageCheckAt: null })
    })

    it('the sweep touches only those whose day has come', async () => {
      await app.deps.db.transaction((tx) => tx.update(Customer, { externalUserId }, { stage: 'active' }))
      const sweep = async () => {
        await app.deps.db.transaction((tx) => app.deps.enqueue(tx, { kind: 'lifecycle.sweep', payload: {} }))
        await app.settle()
      }
      await sweep()
      expect((await customer()).stage).to.equal('active')
      const nextStageCheckAt = app.clock.nowMs() + DAY_MS
      await app.deps.db.transaction((tx) => tx.update(Customer, { externalUserId }, { nextStageCheckAt }))
      app.clock.advance(2 * DAY_MS)
      await sweep()
      expect(await customer()).to.include({ stage: 'lead', nextStageCheckAt: null })
    })

    it('says why in a guide’s words', () => {
      expect(whyText({ code: 'never_bought' })).to.equal('还没有购买')
      expect(whyText({ code: 'no_purchase_for', days: 200, limitDays: 180 })).to.equal(
        '已有 200 天没有购买（满 180 天）',
      )
    })
  }),
)
