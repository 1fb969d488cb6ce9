import { expect } from 'chai'
import { Customer } from '../../../app/db/entities/customers.ts'
import { CycleOverride, LearnedCycle } from '../../../app/db/entities/facts.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import type { CycleChanged, CycleInput, CycleRow, Cycles } from '../../../app/features/lifecycle/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addProducts, buy, DAY_MS, movesOf, runJob } from './support.ts'

forEachDatabase((kind) =>
  describe(`cycles as an operator sees and sets them (${kind})`, () => {
    let app: TestApp
    let operator: Browser

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [
        { userId: 'guide.lin' },
        { userId: 'op.he', role: 'operator', storeCode: null },
      ])
      await addProducts(app)
      operator = await app.signIn('op.he')
    })
    afterEach(() => app.stop())

    const read = async (query = '') => (await (await operator.get(`/api/cycles${query}`)).json()) as Cycles
    const rowOf = ({ categories, products }: Cycles, subject: string): CycleRow => {
      const row = [...categories, ...products].find((one) => one.subject === subject)
      if (!row) throw new Error(`no row ${subject}`)
      return row
    }
    const set = (input: Partial<CycleInput>) => operator.post('/api/cycles', { useUpDays: null, ...input })
    const teaBuyer = async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      await app.settle()
      for (const [orderNo, daysAgo] of [
        ['A', 60],
        ['B', 40],
      ] as const)
        await buy(app, { orderNo, buyer: externalUserId, daysAgo, lines: [{ productCode: 'TEA', paidFen: 100 }] })
      await app.settle()
      return externalUserId
    }

    it('shows what is configured and in force, with where it comes from', async () => {
      const cycles = await read()
      expect(rowOf(cycles, 'TEA')).to.deep.include({
        title: '龙井',
        categoryTitle: '茶叶',
        useUp: { days: 60, fromText: '已配置' },
        learned: null,
      })
      expect(rowOf(cycles, 'PUER').useUp).to.deep.equal({ days: 45, fromText: '按品类' })
      expect(rowOf(cycles, 'COAT').useUp).to.equal(null)
      expect(rowOf(cycles, 'clothing')).to.deep.include({
        stages: { activeDays: 120, silentDays: 210, churnDays: 400, fromText: '按品类配置' },
        useUp: null,
      })
    })

    it('shows what was learned, and says honestly when it is too little', async () => {
      const learned = { kind: 'product', quantity: 0, p25: 1, p50: 50, p75: 60, p90: 70, learnedAt: 1 } as const
      await app.deps.db.transaction(async (tx) => {
        await tx.insert(LearnedCycle, { ...learned, subject: 'PUER', sample: 31 })
        await tx.insert(LearnedCycle, { ...learned, subject: 'COAT', sample: 4, p50: 0 })
      })
      const cycles = await read()
      expect(cycles.minSample).to.equal(30)
      expect(rowOf(cycles, 'PUER').learned).to.include({ sample: 31, isEnough: true, p50: 50 })
      expect(rowOf(cycles, 'PUER').useUp).to.deep.equal({ days: 50, fromText: '按复购学习' })
      expect(rowOf(cycles, 'COAT').learned).to.include({ sample: 4, isEnough: false })
    })

    it('finds products by name or code, as typed, and pages them', async () => {
      expect((await read('?words=龙')).products.map(({ subject }) => subject)).to.deep.equal(['TEA'])
      expect((await read('?words=%25')).products).to.deep.equal([])
      expect((await read('?after=PUER')).products.map(({ subject }) => subject)).to.deep.equal(['TEA'])
    })

    it('keeps the operator’s word, notes who said it, and takes it back by what was before', async () => {
      const answer = (await (await set({ kind: 'product', subject: 'TEA', useUpDays: 33 })).json()) as CycleChanged
      expect(answer.row.useUp).to.deep.equal({ days: 33, fromText: '运营设定' })
      expect(answer.before.useUpDays).to.equal(null)
      const again = (await (await set({ kind: 'product', subject: 'TEA', useUpDays: 44 })).json()) as CycleChanged
      expect(again.before.useUpDays).to.equal(33)
      const undone = await set({ kind: 'product', subject: 'TEA', ...answer.before })
      expect(((await undone.json()) as CycleChanged).row).to.deep.include({
        override: null,
        useUp: { days: 60, fromText: '已配置' },
      })
      expect(await app.deps.db.read.count(CycleOverride)).to.equal(0)
      const notes = await app.deps.db.read.findBy(AuditEntry, { action: 'cycles.override' })
      expect(notes.map(({ actor, subject }) => `${actor} ${subject}`)).to.deep.equal(Array(3).fill('op.he TEA'))
    })

    it('a category’s new cycle moves its customers at once, and back when it is undone', async () => {
      const buyer = await teaBuyer()
      const stage = async () => (await app.deps.db.read.findOneByOrFail(Customer, { externalUserId: buyer })).stage
      expect(await stage()).to.equal('active')
      const days = { activeDays: 30, silentDays: 35, churnDays: 39 }
      const changed = await set({ kind: 'category', subject: 'tea', ...days, churnDays: 200 })
      const { before } = (await changed.json()) as CycleChanged
      await app.settle()
      expect(await stage()).to.equal('silent')
      expect((await movesOf(app, buyer)).at(-1)?.why).to.equal('已有 40 天没有购买（茶叶周期 30 天，运营设定）')
      await set({ kind: 'category', subject: 'tea', ...days })
      await app.settle()
      expect(await stage()).to.equal('churned')
      await set({ kind: 'category', subject: 'tea', ...before })
      await app.settle()
      expect(await stage()).to.equal('active')
    })

    it('what was learned moves stages too, where learning is switched on', async () => {
      const buyer = await teaBuyer()
      const { categories } = app.deps.rules.lifecycle
      const { tea } = categories
      if (!tea) throw new Error('no tea')
      const rhythm = { kind: 'rhythm', subject: 'tea', quantity: 0, p25: 5, p50: 9, p75: 20, p90: 30 } as const
      await app.deps.db.transaction((tx) => tx.insert(LearnedCycle, { ...rhythm, sample: 99, learnedAt: 1 }))
      try {
        categories.tea = { ...tea, useLearned: true }
        await runJob(app, 'lifecycle.applyCycles')
        expect((await movesOf(app, buyer)).at(-1)).to.include({
          ...{ toStage: 'silent', why: '已有 40 天没有购买（茶叶周期 20 天，按复购学习）' },
        })
      } finally {
        categories.tea = tea
      }
    })

    it('plans anew for whoever has the product, when it lasts another number of days', async () => {
      const buyer = await teaBuyer()
      const count = async () => {
        const sql = `SELECT COUNT(*) AS n FROM jobs WHERE kind = 'followUps.replan' AND payload LIKE ?`
        return Number((await app.deps.db.read.query(sql, [`%${buyer}%`]))[0].n)
      }
      const before = await count()
      await set({ kind: 'product', subject: 'PUER', useUpDays: 20 })
      await app.settle()
      expect(await count()).to.equal(before)
      await set({ kind: 'product', subject: 'TEA', useUpDays: 20 })
      await app.settle()
      expect(await count()).to.be.greaterThan(before)
      app.clock.advance(500 * DAY_MS)
    })

    for (const [what, input, status] of [
      ['a product nobody knows', { kind: 'product', subject: 'NOPE', useUpDays: 3 }, 404],
      ['a category of no product', { kind: 'category', subject: '__proto__', useUpDays: 3 }, 404],
      ['stages of a product', { kind: 'product', subject: 'TEA', activeDays: 30 }, 422],
      ['days that fall', { kind: 'category', subject: 'tea', activeDays: 90, silentDays: 30 }, 422],
      ['half a day', { kind: 'product', subject: 'TEA', useUpDays: 0.5 }, 400],
      ['no day', { kind: 'product', subject: 'TEA', useUpDays: 0 }, 400],
    ] as const)
      it(`refuses ${what} and keeps nothing`, async () => {
        expect((await set(input)).status).to.equal(status)
        expect(await app.deps.db.read.count(CycleOverride)).to.equal(0)
      })
  }),
)
