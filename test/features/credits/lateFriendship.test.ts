import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { ORDER_INPUT } from '../../../app/features/orders/contract.ts'
import { readAttribution } from '../../../config/attributionRules.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FILE = join(import.meta.dirname, '../../../docs/attribution-rules/last-touch-in-window.yaml')

forEachDatabase((kind) =>
  describe(`a friendship that was learned of late (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>

    beforeEach(async () => {
      // A name of its own: the rules of other tests must not change.
      app = await startTestApp(kind, { env: { BRAND_NAME: '最后接触的店' } })
      const [rules = ''] = readFileSync(FILE, 'utf8').split('\n---\n')
      app.deps.rules.attribution.splice(1, 1, readAttribution(rules))
      ids = await seedChain(app.deps, app.local, [{ userId: 'guide.lin' }, { userId: 'guide.zhou' }])
    })
    afterEach(() => app.stop())

    const holders = async (): Promise<string[]> => {
      const rows: { account: string }[] = await app.deps.db.read.query(
        `SELECT account FROM ledger_entries WHERE account NOT LIKE 'sales:%'
         GROUP BY account HAVING SUM(amount_fen) <> 0 ORDER BY account`,
      )
      return rows.map(({ account }) => account)
    }

    it('gives the sale to the last friend after all, although its event was lost and the binding stays', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '甲' })
      await app.settle()
      app.clock.advance(HOUR_MS)
      app.local.delivery.mode({ silent: true })
      app.local.customerAdds({ userid: 'guide.zhou', name: '甲', externalUserId })
      app.clock.advance(HOUR_MS)
      const paidAt = new Date(app.clock.nowMs()).toISOString()
      const head = { source: 'pos-east', orderNo: 'N1', channel: 'offline', storeCode: 'SH001' }
      const lines = [{ lineNo: '1', name: '茶', paidFen: 100 }]
      const order = { ...head, orderedAt: paidAt, paidAt, buyer: { externalUserId }, lines }
      await recordOrder(app.deps, ORDER_INPUT.parse(order))
      await app.settle()
      expect(await holders()).to.deep.equal([`guide:${ids['guide.lin']}:pending`])

      // Nobody looked for two nights.
      app.clock.advance(2 * DAY_MS)
      await app.settle()
      expect(await holders()).to.deep.equal([`guide:${ids['guide.zhou']}:pending`])
    })
  }),
)
