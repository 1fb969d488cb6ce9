import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { importFile } from '../../../app/boot/importFile.ts'
import { Customer, CustomerRelation } from '../../../app/db/entities/customers.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addProducts, buy, DAY_MS, movesOf, runJob } from './support.ts'

forEachDatabase((kind) =>
  describe(`what becomes known late (${kind})`, () => {
    let app: TestApp
    let externalUserId: string
    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin' }])
      await addProducts(app)
      externalUserId = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' }).externalUserId
      await app.settle()
      // A friend of the shop for years, of whose buying nobody knew.
      const firstAddedAt = app.clock.nowMs() - 900 * DAY_MS
      await app.deps.db.transaction(async (tx) => {
        await tx.update(Customer, { externalUserId }, { firstAddedAt, stageSinceAt: firstAddedAt })
        await tx.update(CustomerRelation, { externalUserId }, { addedAt: firstAddedAt })
        await tx.query('DELETE FROM follow_ups')
      })
    })
    afterEach(() => app.stop())

    const tea = [{ productCode: 'TEA', paidFen: 10_000 }]
    const dueOf = async (stepId: string) => {
      const [row]: { dueAt: number }[] = await app.deps.db.read.query(
        `SELECT due_at AS dueAt FROM follow_ups WHERE step_id = ? AND state = 'planned'`,
        [stepId],
      )
      return Number(row?.dueAt)
    }

    it('an order of long ago dates the stage by itself: a year of history imported today wakes nobody up', async () => {
      await buy(app, { orderNo: 'A', buyer: externalUserId, daysAgo: 700, lines: tea })
      await app.settle()
      const [move] = await movesOf(app, externalUserId)
      expect(move).to.include({ toStage: 'churned' })
      expect(move!.at).to.be.lessThan(app.clock.nowMs() - 100 * DAY_MS)
      const open: { playbookId: string }[] = await app.deps.db.read.query(
        `SELECT playbook_id AS playbookId FROM follow_ups WHERE state IN ('planned', 'due')`,
      )
      expect(open.map(({ playbookId }) => playbookId)).not.to.include('churned')
    })

    it('a sweep that comes three weeks late dates the stage by the cycle, and what is too late stays unsaid', async () => {
      await buy(app, { orderNo: 'A', buyer: externalUserId, lines: tea })
      await app.settle()
      const { nextStageCheckAt } = await app.deps.db.read.findOneByOrFail(Customer, { externalUserId })
      app.clock.moveTo(nextStageCheckAt! + 21 * DAY_MS)
      await runJob(app, 'lifecycle.sweep')
      expect((await movesOf(app, externalUserId)).at(-1)).to.include({ toStage: 'silent', at: nextStageCheckAt })
      expect(await dueOf('care')).to.be.NaN
    })

    async function importProducts(row: string): Promise<void> {
      const folder = await mkdtemp(join(tmpdir(), 'huitouke-import-'))
      const path = join(folder, 'products.csv')
      await writeFile(path, `product_code,name,category,cycle_days\n${row}\n`)
      await importFile(app.deps, 'products', path)
      await rm(folder, { recursive: true })
      await app.settle()
    }

    it('another cycle in the product list plans its buyers anew', async () => {
      await buy(app, { orderNo: 'A', buyer: externalUserId, lines: tea })
      await app.settle()
      const before = await dueOf('step_n')
      await importProducts('TEA,龙井,tea,40')
      expect((before - (await dueOf('step_n'))) / DAY_MS).to.equal(20)
    })

    it('another category in the product list judges its buyers by the cycle of that, the next night', async () => {
      await buy(app, { orderNo: 'A', buyer: externalUserId, daysAgo: 190, lines: tea })
      await app.settle()
      expect((await movesOf(app, externalUserId)).at(-1)).to.include({ toStage: 'silent' })
      await importProducts('TEA,龙井,clothing,60')
      await runJob(app, 'lifecycle.sweep')
      expect((await movesOf(app, externalUserId)).at(-1)).to.include({ fromStage: 'silent', toStage: 'new' })
    })
  }),
)
