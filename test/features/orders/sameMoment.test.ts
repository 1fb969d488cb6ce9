import { expect } from 'chai'
import { draftCreditOf } from '../../../app/boot/importFile.ts'
import { type Database, openDatabase, type Tx } from '../../../app/db/database.ts'
import { IntakeException } from '../../../app/db/entities/orders.ts'
import { Product } from '../../../app/db/entities/org.ts'
import { proveLedger } from '../../../app/features/ledger/commands/proveLedger.ts'
import { recordOrderIn } from '../../../app/features/orders/commands/recordOrder.ts'
import { recordOrdersIn } from '../../../app/features/orders/commands/recordOrders.ts'
import { recordRefundIn } from '../../../app/features/orders/commands/recordRefund.ts'
import { REFUND_INPUT } from '../../../app/features/orders/contract.ts'
import { type DatabaseKind, forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { withMariadb } from '../../support/services.ts'
import { until } from '../../support/until.ts'
import { type Bench, createBench, orderOf, seedChain } from '../credits/ledgerBench.ts'
import { type Folder, makeFolder, traceOf } from '../imports/recordFiles.ts'
import { holdOpen } from '../ledger/underWay.ts'

const NOW = '2026-11-30T12:00:00'
const LATER = '2026-11-30T15:00:00'
const PAID_AT = '2026-11-03T12:00:00+08:00'

/** The same sale as a till tells it by webhook and by file. */
const orderNo = (no: number) => `N${no}`
const told = (no: number) =>
  orderOf({
    ...{ orderNo: orderNo(no), orderedAt: PAID_AT, paidAt: PAID_AT, sharedByGuide: null },
    buyer: { phone: null, memberNo: null, unionId: null, externalUserId: null },
    lines: [{ lineNo: '1', productCode: 'TEA', name: '茶', quantity: 2, paidFen: 19_900, servedByGuide: 'guide.zhou' }],
  })
const HEAD = '小票号,行号,门店编码,营业员,商品编码,商品名称,数量,实付金额,日期'
const rowOf = (no: number) => `${orderNo(no)},1,SH001,guide.zhou,TEA,茶,2,199.00,2026-11-03 12:00:00`
const fileOf = (...numbers: number[]) => [HEAD, ...numbers.map(rowOf)].join('\n')
const refundOf = (no: number) => ({
  refundNo: `R${no}`,
  orderNo: orderNo(no),
  refundedAt: '2026-11-05T12:00:00+08:00',
  lines: [{ lineNo: '1', refundFen: 9900 }],
})
const POS = { source: 'pos-east' }

async function seed(db: Database): Promise<void> {
  await seedChain(db)
  await db.transaction((tx) => tx.insert(Product, { code: 'TEA', name: '茶', category: 'tea' }))
}

/** What one teller alone leaves behind, without matters that came and went. */
async function traceAlone(kind: DatabaseKind, numbers: readonly number[], isRefunded: boolean) {
  const { db, drop } = await openTestDatabase(kind)
  const bench = createBench(db, NOW)
  await seed(db)
  for (const no of numbers) {
    await bench.recordParsed(told(no))
    if (isRefunded) await bench.refund(refundOf(no))
  }
  await bench.settle()
  const sums = await sumsOf(db)
  await drop()
  return sums
}

/** Entries in sums: a refund that came first went through suspense, and in the end left nothing there. */
async function sumsOf(db: Database) {
  const { entries, exceptions, explanations, pools, ...rest } = await traceOf(db)
  const sums: unknown[] = await db.read.query(
    `SELECT account, occurred_on, CAST(SUM(amount_fen) AS SIGNED) AS fen, CAST(SUM(refund_fen) AS SIGNED) AS refunds,
       CAST(SUM(orders) AS SIGNED) AS orders FROM ledger_entries GROUP BY account, occurred_on
     HAVING SUM(amount_fen) <> 0 OR SUM(refund_fen) <> 0 OR SUM(orders) <> 0 ORDER BY account, occurred_on`,
  )
  return JSON.parse(JSON.stringify({ ...rest, sums }))
}

async function expectAsAlone(test: TestDatabase, bench: Bench, numbers: readonly number[], isRefunded: boolean) {
  expect(await sumsOf(test.db)).to.deep.equal(await traceAlone(test.db.kind, numbers, isRefunded))
  expect(await test.db.read.findBy(IntakeException, { state: 'open' }), 'nothing for a person').to.deep.equal([])
  // Nothing is excused any more as being on its way.
  bench.setNow(LATER)
  expect((await proveLedger(bench.deps)).faults).to.deep.equal([])
}

forEachDatabase((kind) =>
  describe(`the same orders by webhook and by file at the same moment (${kind})`, () => {
    it('are each one order with one credit, told twice by each, with a refund told twice', async () => {
      const test = await openTestDatabase(kind)
      const folder = await makeFolder()
      const elsewhere = kind === 'mysql' ? await openDatabase(test.url) : test.db
      try {
        await seed(test.db)
        const [bench, other] = [createBench(test.db, NOW), createBench(elsewhere, NOW)]
        const numbers = Array.from({ length: 6 }, (_, no) => no + 1)
        const hook = async (at: Bench, no: number) => {
          await at.recordParsed(told(no))
          await at.refund(refundOf(no))
          await at.settle()
        }
        await Promise.all([
          folder.take(other, fileOf(...numbers), POS),
          ...numbers.flatMap((no) => [hook(bench, no), hook(other, no)]),
        ])
        await Promise.all([bench.settle(), other.settle()])
        await expectAsAlone(test, bench, numbers, true)
      } finally {
        if (elsewhere !== test.db) await elsewhere.close()
        await folder.remove()
        await test.drop()
      }
    })
  }),
)

/** The next transaction of this bench seems over to whoever asked for it, and stays open until `commit`. */
function holdNextCommit({ deps }: Bench): { commit(): Promise<void> } {
  const { db } = deps
  let held: Awaited<ReturnType<typeof holdOpen>> | undefined
  const slow = Object.create(db) as Database
  slow.transaction = async <T>(work: (tx: Tx) => Promise<T>) => {
    let result: { is: T } | undefined
    held = await holdOpen(db, async (tx) => (result = { is: await work(tx) }))
    Object.assign(deps, { db })
    if (!result) throw new Error('nothing came of it')
    return result.is
  }
  Object.assign(deps, { db: slow })
  return { commit: async () => held?.commit() }
}

withMariadb(() =>
  describe('an order that another process is just storing (mysql)', () => {
    let test: TestDatabase
    let elsewhere: Database
    let folder: Folder
    let bench: Bench
    let other: Bench
    beforeEach(async () => {
      test = await openTestDatabase('mysql')
      elsewhere = await openDatabase(test.url, { poolSize: 4 })
      folder = await makeFolder()
      await seed(test.db)
      bench = createBench(test.db, NOW)
      other = createBench(elsewhere, NOW)
    })
    afterEach(async () => {
      await elsewhere.close()
      await folder.remove()
      await test.drop()
    })

    const settle = () => Promise.all([bench.settle(), other.settle()])
    const untilSomebodyWaits = (statement = 'INSERT INTO%orders%') =>
      until('somebody who waits for the row', async () => {
        const waiting: unknown[] = await test.db.read.query(
          `SELECT 1 FROM information_schema.processlist
           WHERE db = DATABASE() AND info LIKE ? AND time_ms > 50`,
          [statement],
        )
        return waiting.length > 0
      })

    it('by webhook, is found by the file that brings it too', async () => {
      const hook = await holdOpen(elsewhere, (tx) => recordOrderIn(tx, other.deps, told(1)))
      const taking = folder.take(bench, fileOf(1, 2), POS)
      await untilSomebodyWaits()
      await hook.commit()
      expect(await taking).to.include({ added: 1, unchanged: 1, exceptions: 0 })
      await settle()
      await expectAsAlone(test, bench, [1, 2], false)
    })

    it('by a file, is found by the webhook that tells it too', async () => {
      const file = await holdOpen(elsewhere, (tx) =>
        recordOrdersIn(tx, other.deps, draftCreditOf(other.deps), [told(1), told(2)]),
      )
      const recording = bench.recordParsed(told(1))
      await untilSomebodyWaits()
      await file.commit()
      expect(await recording).to.deep.equal({ kind: 'duplicate' })
      await settle()
      await expectAsAlone(test, bench, [1, 2], false)
    })

    it('is told a second time, and its refund comes and is posted meanwhile', async () => {
      const hook = await holdOpen(elsewhere, (tx) => recordOrderIn(tx, other.deps, told(1)))
      const again = bench.recordParsed(told(1))
      await untilSomebodyWaits()
      const till = createBench(test.db, NOW)
      await till.refund(refundOf(1))
      await till.settle()
      await hook.commit()
      expect(await again).to.deep.equal({ kind: 'duplicate' })
      await settle()
      await expectAsAlone(test, bench, [1], true)
      const events = [...bench.events, ...other.events]
      const news = events.filter((event) => event.name === 'OrderRefunded' && event.orderId !== undefined)
      expect(news, 'whoever plans by an order hears of its refund').to.have.length(1)
    })

    it('comes in a file, and its refund comes and is posted before the file is stored', async () => {
      const file = await holdOpen(elsewhere, (tx) =>
        recordOrdersIn(tx, other.deps, draftCreditOf(other.deps), [told(1), told(2)]),
      )
      await bench.refund(refundOf(1))
      await bench.settle()
      await file.commit()
      await settle()
      await bench.recordParsed(told(2))
      await bench.refund(refundOf(2))
      await settle()
      await expectAsAlone(test, bench, [1, 2], true)
    })

    it('is posted while its refund, which did not see it, is being put into suspense', async () => {
      const hook = await holdOpen(elsewhere, (tx) => recordOrderIn(tx, bench.deps, told(1)))
      await other.refund(refundOf(1))
      const suspending = holdNextCommit(other)
      await other.settle()
      await hook.commit()
      const posting = bench.settle()
      await Promise.race([posting, untilSomebodyWaits('SELECT id FROM refunds%')])
      await suspending.commit()
      await posting
      await settle()
      await expectAsAlone(test, bench, [1], true)
    })

    it('comes in a file while its refund is being stored', async () => {
      const refund = REFUND_INPUT.parse({ ...POS, ...refundOf(1) })
      const hook = await holdOpen(elsewhere, (tx) => recordRefundIn(tx, other.deps, refund))
      expect(await folder.take(bench, fileOf(1), POS)).to.include({ added: 1 })
      await bench.settle()
      await hook.commit()
      await settle()
      await expectAsAlone(test, bench, [1], true)
    })
  }),
)
