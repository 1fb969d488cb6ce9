import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { importFile } from '../../../app/boot/importFile.ts'
import { ImportRunRow } from '../../../app/db/entities/imports.ts'
import { IntakeException, Order, OrderLine, OrderLineGuide, Refund } from '../../../app/db/entities/orders.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, type Bench, balances, createBench, seedChain } from '../credits/ledgerBench.ts'
import { type Folder, makeFolder, traceOf } from './recordFiles.ts'

const HEAD = '小票号,行号,门店编码,营业员,占比,商品编码,实付金额,日期'

forEachDatabase((kind) =>
  describe(`files of orders (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let folder: Folder

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db)
      folder = await makeFolder()
      await seedChain(test.db)
    })
    afterEach(async () => {
      await test.drop()
      await folder.remove()
    })

    const take = (lines: string[], head = HEAD) => folder.take(bench, [head, ...lines].join('\r\n'))
    const served = async () => {
      const rows = await test.db.read.find(OrderLineGuide, { order: { lineNo: 'ASC', position: 'ASC' } })
      return rows.map(({ lineNo, guide, parts }) => `${lineNo} ${guide} ${parts}`)
    }

    it('takes several guides on a line: in rows that repeat it, or in one cell, with shares', async () => {
      const report = await take([
        'A1,1,SH001,guide.lin,60%,TEA,100.01,20261103',
        'A1,1,SH001,guide.zhou,40%,TEA,100.01,20261103',
        'A1,2,SH001,guide.lin:30;guide.zhou:70,,CUP,10.00,20261103',
        'A1,3,SH001,guide.lin、guide.zhou,,CUP,10.00,20261103',
        'A1,4,SH001,guide.zhou,,CUP,10.00,20261103',
      ])
      expect(report).to.include({ added: 1, faultCount: 0 })
      const line1 = ['1 guide.lin 6000', '1 guide.zhou 4000']
      const line2 = ['2 guide.lin 3000', '2 guide.zhou 7000']
      expect(await served()).to.deep.equal([...line1, ...line2, '3 guide.lin 1', '3 guide.zhou 1'])
      expect(await test.db.read.findOneBy(Order, {})).to.include({ paidFen: 13_001 })
      const [, , , last] = await test.db.read.find(OrderLine, { order: { lineNo: 'ASC' } })
      expect(last).to.include({ servedByGuide: 'guide.zhou' })
      const held = await balances(test.db)
      expect(held['guide:1:pending'], '60.01 + 3.00 + 5.00').to.equal(6001 + 300 + 500)
      expect(held['guide:2:pending']).to.equal(4000 + 700 + 500 + 1000)
    })

    for (const [what, rows, reason] of [
      ['shares that are no whole', ['A1,1,SH001,guide.lin,60,TEA,1,20261103'], '占比合计'],
      [
        'amounts that were cut already',
        ['A1,1,SH001,guide.lin,60,TEA,60,20261103', 'A1,1,SH001,guide.zhou,40,TEA,40,20261103'],
        '整行的商品和金额',
      ],
      ['more shares than guides', ['A1,1,SH001,guide.lin,60;40,TEA,1,20261103'], '1 位导购，2 个占比'],
      ['the same line twice', ['A1,1,SH001,,,TEA,1,20261103', 'A1,1,SH001,,,TEA,2,20261103'], '行号重复'],
    ] as const) {
      it(`refuses ${what} and says why`, async () => {
        const report = await take([...rows])
        expect(report).to.include({ written: false, faultCount: rows.length })
        expect(report.faults[0]?.reason).to.include(reason)
        expect(await test.db.read.count(Order)).to.equal(0)
      })
    }

    it('keeps whose customer the till says the buyer is, and does not credit by it', async () => {
      await take(['A1,SH001,10,20261103,guide.lin'], '小票号,门店编码,实付金额,日期,会员所属导购工号')
      expect(await test.db.read.findOneBy(Order, {})).to.include({ ownerGuide: 'guide.lin', sharedByGuide: null })
      expect(await balances(test.db)).to.have.property('unattributed', 1000)
    })

    it('passes over a closing row of totals and tells which', async () => {
      const report = await take(['A1,1,SH001,,,TEA,10,20261103', '合计,,,,,,10,', '总计：1 笔,,,,,,10,'])
      expect(report).to.include({ added: 1, faultCount: 0, rows: 1 })
      expect(report.totalRows).to.deep.equal([3, 4])
    })

    it('takes the lines of an order together wherever they stand in the file', async () => {
      const report = await take([
        'A1,1,SH001,,,TEA,1,20261103',
        'A2,1,SH001,,,TEA,2,20261103',
        'A1,2,SH001,,,CUP,4,20261103',
        'A3,1,SH001,,,TEA,8,20261103',
        'A2,2,SH001,,,CUP,16,20261103',
        'A1,3,SH001,,,POT,32,20261103',
      ])
      expect(report).to.include({ added: 3, rows: 6 })
      const orders = await test.db.read.find(Order, { order: { orderNo: 'ASC' } })
      expect(orders.map(({ paidFen }) => paidFen)).to.deep.equal([3700, 1800, 800])
    })

    it('leaves out a whole order for one faulty row, and brings all its rows back', async () => {
      const rows = ['A1,1,SH001,,,TEA,1,20261103', 'A2,1,SH001,,,TEA,2,20261103', 'A1,2,SH001,,,CUP,x,20261103']
      const report = await folder.take(bench, [HEAD, ...rows].join('\n'), { partial: true })
      expect(report).to.include({ written: true, added: 1, faultCount: 2 })
      expect(report.faults.map(({ row }) => row)).to.deep.equal([2, 4])
      const back = await readFile(report.faultsFile ?? '', 'utf8')
      expect(back.split('\r\n').filter((line) => line.startsWith('A1'))).to.have.length(2)
    })

    it('finds the order of a return further down in the file', async () => {
      const report = await take(
        ['R1,A1,1,SH001,TEA,-3.00,20261104', 'A1,,1,SH001,TEA,10,20261103'],
        '小票号,原单号,行号,门店编码,商品编码,实付金额,日期',
      )
      expect(report).to.include({ added: 2, exceptions: 1 })
      await bench.settle()
      expect(await test.db.read.findOneBy(Refund, {})).to.include({ orderNo: 'A1', refundFen: 300 })
      expect(await test.db.read.findOneBy(Order, {})).to.include({ refundedFen: 300 })
    })

    it('reads GB18030 whose characters are cut by the chunks of the stream', async () => {
      const name = '茶'.repeat(40)
      const lines = Array.from({ length: 1500 }, (_, no) => `B${no},SH001,1.00,20261103,x${name}`)
      const text = ['小票号,门店编码,实付金额,日期,商品名称', ...lines].join('\n')
      // 茶 is B2 E8 in GB18030, and the headers stand there as bytes too.
      const bytes = Buffer.concat([...text].map((char) => GB18030.get(char) ?? Buffer.from(char)))
      expect(await folder.take(bench, bytes)).to.include({ added: 1500 })
      const [{ n }] = (await test.db.read.query('SELECT COUNT(DISTINCT name) AS n FROM order_lines')) as [{ n: number }]
      expect(Number(n)).to.equal(1)
    })

    for (const [what, lines] of [
      ['an order and two returns', ['N1,,10,20261103', 'N1,M1,-3,20261104', 'N1,,-2,20261105']],
      ['an order and two returns, the other way round', ['N1,,-2,20261105', 'N1,M1,-3,20261104', 'N1,,10,20261103']],
      ['an order and two returns of itself', ['N1,,10,20261103', 'N1,,-3,20261104', 'N1,,-2,20261105']],
      ['a return of two orders at once', ['N1,M1,-3,20261104', 'N1,M2,-2,20261104']],
      ['two returns without an order', ['N1,,-3,20261104', 'N1,,-2,20261105']],
    ] as const)
      it(`takes a file again, and with it changes nothing, in which one number is ${what}`, async () => {
        const rows = ['M1,,20,20261102', 'M2,,20,20261102', ...lines]
        const text = ['小票号,原单号,实付金额,日期,门店编码', ...rows.map((row) => `${row},SH001`)].join('\n')
        const first = await folder.take(bench, text)
        await bench.settle()
        const trace = await traceOf(test.db)
        expect(await folder.take(bench, text)).to.include({
          added: 0,
          unchanged: first.added + first.unchanged,
          exceptions: 0,
        })
        await bench.settle()
        expect(await traceOf(test.db)).to.deep.equal(trace)
      })

    it('tells of the orders whose buyer is known, once each, and of no other', async () => {
      await addCustomer(test.db, 'wm1', '2026-10-01')
      await take(
        ['A1,SH001,10,20261103,wm1', 'A2,SH001,10,20261103,', 'A3,SH001,10,20261103,wm9'],
        '小票号,门店编码,实付金额,日期,外部联系人ID',
      )
      const { id: orderId } = await test.db.read.findOneByOrFail(Order, { orderNo: 'A1' })
      expect(bench.events.map(({ name, ...event }) => [name, 'orderId' in event && event.orderId])).to.deep.equal([
        ['CreditPosted', orderId],
      ])
    })

    it('foresees on a dry run what is refunded beyond what was paid, in one file or over several', async () => {
      const head = '小票号,原单号,门店编码,商品编码,实付金额,日期'
      const sale = 'A1,,SH001,TEA,10,20261103'
      for (const [lines, matters] of [
        [[sale, 'R1,A1,SH001,TEA,-3,20261105', 'R2,A1,SH001,TEA,-8,20261106'], ['R2']],
        // Earlier than both: now the first one is too much as well.
        [['R3,A1,SH001,TEA,-9,20261104'], ['R1', 'R2']],
        [[sale], ['R1', 'R2']],
      ] as const) {
        const text = [head, ...lines].join('\n')
        const dry = await folder.take(bench, text, { dryRun: true })
        expect(await folder.take(bench, text)).to.deep.equal({ ...dry, dryRun: false, written: true })
        const listed = await test.db.read.findBy(IntakeException, { kind: 'over_refund' })
        expect(listed.map(({ number }) => number).sort()).to.deep.equal(matters)
      }
    })

    // SQLite has one writer: nobody else can list anything meanwhile.
    if (kind === 'mysql')
      it('counts the matters it lists itself, and none that others list meanwhile', async () => {
        const { emit } = bench.deps
        let others = 0
        bench.deps.emit = async (...told: Parameters<typeof emit>) => {
          others += 1
          const matter = { kind: 'unknown_guide', source: 'mall', number: `M${others}`, subject: 'x', detail: {} }
          await test.db.transaction((tx) => tx.insert(IntakeException, { ...matter, state: 'open', createdAt: 1 }))
          return emit(...told)
        }
        const lines = ['A1,,XX,TEA,10,20261103', 'R1,A1,SH001,TEA,-3,20261104', 'R2,A1,SH001,TEA,-8,20261103']
        const report = await take(lines, '小票号,原单号,门店编码,商品编码,实付金额,日期')
        expect(others).to.be.greaterThan(1)
        const own = await test.db.read.findBy(IntakeException, { source: 'pos-file' })
        expect(own.map((row) => `${row.kind} ${row.number}`)).to.include.members(['unknown_store A1', 'over_refund R1'])
        expect(report.exceptions).to.equal(own.length)
        const products = join(folder.path, 'products.csv')
        await writeFile(products, '商品编码,商品名称\nTEA,茶')
        expect(await importFile(bench.deps, 'products', products)).to.include({ added: 1, exceptions: 0 })
      })

    it('goes on behind the last batch after it was cut off, and leaves what an unbroken import leaves', async function () {
      this.timeout(300_000)
      const lines = Array.from({ length: 700 }, (_, no) => {
        const isReturn = no % 50 === 49
        return `C${no},${isReturn ? `C${no - 1}` : ''},SH001,guide.lin,${isReturn ? '-0.50' : `${no % 90}.10`},20261103`
      })
      const text = ['小票号,原单号,门店编码,营业员,实付金额,日期', ...lines].join('\n')
      const runs = () => test.db.read.find(ImportRunRow)
      const stopAfter = { batches: 1 }
      const { transaction } = test.db
      const cut = Object.create(test.db) as typeof test.db
      cut.transaction = (work) => {
        if (stopAfter.batches-- < 0) throw new Error('killed')
        return transaction(work)
      }
      const broken = { ...bench, deps: { ...bench.deps, db: cut } }
      const failed = await folder.take(broken, text).then(
        () => 'done',
        (error: Error) => error.message,
      )
      expect(failed).to.equal('killed')
      const [half] = await runs()
      expect(half).to.include({ state: 'writing' })
      expect(await test.db.read.count(Order), 'some, not all')
        .to.equal(half?.added)
        .and.be.within(1, 2000)
      const report = await folder.take(bench, text)
      expect(report).to.include({ added: 700, unchanged: 0 })
      await bench.settle()
      const trace = await traceOf(test.db)
      const other = await openTestDatabase(kind)
      const whole = createBench(other.db)
      await seedChain(other.db)
      expect(await folder.take(whole, text)).to.include({ added: 700 })
      await whole.settle()
      expect(await traceOf(other.db)).to.deep.equal(trace)
      expect(await folder.take(whole, text), 'the same file again').to.include({ added: 0, unchanged: 700 })
      await whole.settle()
      expect(await traceOf(other.db)).to.deep.equal(trace)
      await other.drop()
    })
  }),
)

/** The few characters these tests write, by their bytes. */
const GB18030 = new Map(
  Object.entries({
    ...{ 茶: 'b2e8', 小: 'd0a1', 票: 'c6b1', 号: 'bac5', 门: 'c3c5', 店: 'b5ea', 编: 'b1e0', 码: 'c2eb' },
    ...{ 实: 'cab5', 付: 'b8b6', 金: 'bdf0', 额: 'b6ee', 日: 'c8d5', 期: 'c6da', 商: 'c9cc', 品: 'c6b7' },
    ...{ 名: 'c3fb', 称: 'b3c6' },
  }).map(([char, hex]) => [char, Buffer.from(hex, 'hex')]),
)
