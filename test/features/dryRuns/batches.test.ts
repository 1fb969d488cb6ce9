import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { CreditDryRun, CreditDryRunOrder, CreditDryRunSum } from '../../../app/db/entities/creditCases.ts'
import { CustomerEvent } from '../../../app/db/entities/customers.ts'
import { StoreRegion } from '../../../app/db/entities/org.ts'
import { runBatch } from '../../../app/features/dryRuns/commands/runBatch.ts'
import { startDryRun } from '../../../app/features/dryRuns/commands/startDryRun.ts'
import { tryRules } from '../../../app/features/dryRuns/commands/tryRules.ts'
import type { Actor } from '../../../app/http/actor.ts'
import type { JobRun } from '../../../app/jobs/types.ts'
import { checkAttribution } from '../../../config/attributionRules.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { at, type Bench, createBench, seedChain } from '../credits/ledgerBench.ts'
import { plantOrders } from './plantOrders.ts'

const IN_FORCE = readFileSync(join(import.meta.dirname, '../../../config/attribution/v1.yaml'), 'utf8')
const SPLIT = IN_FORCE.replace('brought: 100, served: 0', 'brought: 70, served: 30')
const LAST_TOUCH = IN_FORCE.replace(
  'mode: first_touch',
  'mode: last_touch\n    touches: { friend: null, scan: null }\n    protectDays: 0',
)
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' }
const ORDERS = 900
const operator = { userId: 'op', reach: { kind: 'all' } } as Actor

forEachDatabase((kind) =>
  describe(`a dry run in batches (${kind})`, function () {
    this.timeout(240_000)
    let test: TestDatabase
    let bench: Bench
    let wu: number

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, '2026-11-21T15:00:00')
      bench.deps.ruleFiles = { check: checkAttribution, sourceOf: () => IN_FORCE }
      const guides = await seedChain(test.db)
      wu = guides.wu
      await plantOrders(test.db, ORDERS, guides.lin)
    })
    afterEach(() => test.drop())

    /** Works off what is stored, as the engine would; a job that dies is tried again. */
    async function work(clientKey: string, rules = SPLIT) {
      const { id } = await startDryRun(bench.deps, operator, { clientKey, rules, ...OCTOBER })
      let batches = 0
      for (let job = bench.queue[0]; job; job = bench.queue[0]) {
        const payload = job.payload as Parameters<typeof runBatch>[1]
        const before = bench.queue.length
        const isDone = await runBatch(bench.deps, payload, { settle: async () => undefined } as unknown as JobRun).then(
          () => true,
          () => false,
        )
        if (isDone) bench.queue.shift()
        else bench.queue.length = before
        batches += Number(isDone)
      }
      return { run: await test.db.read.findOneByOrFail(CreditDryRun, { id }), batches, ...(await resultOf(id)) }
    }

    async function resultOf(dryRunId: number) {
      const sums = await test.db.read.findBy(CreditDryRunSum, { dryRunId })
      const orders = await test.db.read.findBy(CreditDryRunOrder, { dryRunId })
      const texts = (rows: readonly object[]) => rows.map((row) => JSON.stringify({ ...row, dryRunId: 0 })).sort()
      return { sums, texts: [texts(sums), texts(orders)] }
    }

    it('looks at every order of the period once, and all differences of each level sum to 0', async () => {
      const { run, batches, sums } = await work('batches-0001')
      expect(batches).to.be.greaterThan(2)
      expect(run).to.deep.include({ state: 'done', orders: 600, atOrderId: ORDERS })
      for (const level of ['region', 'store', 'holder'] as const) {
        const rows = sums.filter((row) => row.level === level)
        const sum = (side: 'beforeFen' | 'afterFen') => rows.reduce((total, row) => total + row[side], 0)
        expect(sum('beforeFen'), level).to.equal(run.netFen)
        expect(sum('afterFen'), level).to.equal(run.netFen)
      }
    })

    it('killed in the middle it goes on, and no order counts twice', async () => {
      const whole = await work('batches-0001')
      let deaths = 0
      bench.deps.crashPoint = () => {
        deaths += 1
        if (deaths % 2 === 1) throw new Error('killed')
      }
      const broken = await work('batches-0002')
      expect(deaths).to.be.greaterThan(4)
      expect(broken.texts).to.deep.equal(whole.texts)
      const counted = ({ orders, changed, netFen, movedFen, settledAfterFen }: CreditDryRun) => ({
        ...{ orders, changed, netFen, movedFen, settledAfterFen },
      })
      expect(counted(broken.run)).to.deep.equal(counted(whole.run))
    })

    it('comes out the same at once in the shell, where nothing is written at all', async () => {
      const { run, sums } = await work('batches-0001')
      const read = checkAttribution(SPLIT)
      if ('faults' in read) throw new Error('faulty')
      const question = { rules: read.found, fromDay: OCTOBER.from, toDay: OCTOBER.to }
      let changes = 0
      const tried = await tryRules(bench.deps, question, async ({ rows }) => {
        changes += rows.length
      })
      expect(tried.tally).to.deep.include({ orders: run.orders, changed: run.changed, movedFen: run.movedFen })
      expect(changes).to.equal(await test.db.read.countBy(CreditDryRunOrder, { dryRunId: run.id }))
      const shown = sums.filter(({ orders }) => orders > 0).map(({ dryRunId: _, ...row }) => row)
      expect(tried.rows).to.have.deep.members(shown)
      expect(await test.db.read.count(CreditDryRun)).to.equal(1)
    })

    it('asks of each order only what had happened before it: touches in the middle of a batch', async () => {
      const added = { externalUserId: 'wm1', kind: 'added', guideId: wu, at: at('2026-10-15T20:00:00') }
      await test.db.transaction((tx) => tx.insert(CustomerEvent, { ...added, data: {}, onceKey: 'added' }))
      const { run, sums } = await work('batches-0001', LAST_TOUCH)
      const [late]: { orders: number; fen: number }[] = await test.db.read.query(
        `SELECT COUNT(*) AS orders, CAST(SUM(paid_fen) AS SIGNED) AS fen FROM orders
         WHERE buyer_customer_id = 'wm1' AND business_day > '2026-10-15' AND business_day <= '2026-10-31'`,
      )
      expect(run).to.deep.include({ changed: Number(late?.orders), movedFen: Number(late?.fen) })
      const gains = sums.filter(({ level, beforeFen, afterFen }) => level === 'holder' && afterFen > beforeFen)
      expect(gains.map(({ account }) => account)).to.deep.equal([`guide:${wu}`])
    })

    it('counts a store that changed its region to each for its own days', async () => {
      const whole = await work('batches-0001')
      const stay = { storeCode: 'SH001', toDay: null }
      await test.db.transaction((tx) =>
        tx.insert(StoreRegion, [
          { ...stay, regionCode: 'EAST', fromDay: '2020-01-01', toDay: '2026-10-14' },
          { ...stay, regionCode: 'NORTH', fromDay: '2026-10-15' },
        ]),
      )
      const { sums } = await work('batches-0002')
      const ofStore = ({ level, storeCode }: CreditDryRunSum) => level === 'store' && storeCode === 'SH001'
      const parts = sums.filter(ofStore).map(({ regionCode, afterFen }) => ({ regionCode, afterFen }))
      expect(parts.map(({ regionCode }) => regionCode).sort()).to.deep.equal(['EAST', 'NORTH'])
      expect(Math.min(...parts.map(({ afterFen }) => afterFen))).to.be.greaterThan(0)
      const together = parts.reduce((sum, { afterFen }) => sum + afterFen, 0)
      expect(together).to.equal(whole.sums.find(ofStore)?.afterFen)
    })

    it('a freeze that is longer moves nobody’s credit and settles less', async () => {
      const { run } = await work('batches-0001', IN_FORCE.replace('days: 30, of', 'days: 60, of'))
      expect(run).to.deep.include({ changed: 0, movedFen: 0, settledAfterFen: 0 })
      expect(run.settledBeforeFen).to.be.greaterThan(0)
    })
  }),
)
