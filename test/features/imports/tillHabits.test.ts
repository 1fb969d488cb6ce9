import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { IdentityKey } from '../../../app/db/entities/customers.ts'
import { Order, OrderLine, OrderLineGuide, Refund } from '../../../app/db/entities/orders.ts'
import type { ImportReport } from '../../../app/features/imports/contract.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, type Bench, createBench, seedChain } from '../credits/ledgerBench.ts'
import { type Folder, makeFolder } from './recordFiles.ts'

const HEAD = '小票号,行号,门店编码,营业员,占比,商品编码,数量,实付金额,日期,商品名称'
const ROW = 'A1,1,SH001,,,TEA,1,10,20261103,茶'

interface Taken {
  report: ImportReport
  /** `number fen day: line=name …`. */
  orders: string[]
  guides: string[]
  refunds: string[]
}

/** What tills write: the rows, and what must come of them. */
const TAKEN: [string, string[], string[]][] = [
  ['an inch mark inside a cell', [ROW.replace('茶', '5" 盘')], ['A1 1000: 1=5" 盘']],
  ['numbers held as text by ="…"', [ROW.replace('A1', '="0012"').replace('10', '="10.50"')], ['0012 1050: 1=茶']],
  ['a line break inside a name', [ROW.replace('茶', '"大杯\n茶"')], ['A1 1000: 1=大杯 茶']],
  ['a time with 时 and 分', [ROW.replace('20261103', '2026年11月3日 9时5分')], ['A1 1000: 1=茶']],
  [
    'a mark inside a name that turns text around, which is dropped',
    [ROW.replace('茶', '绿\u202e茶')],
    ['A1 1000: 1=绿茶'],
  ],
  ['empty cells behind the last column', [`${ROW},,`], ['A1 1000: 1=茶']],
]

const TOTALS: [string, string][] = [
  ['with a space inside', '合 计,,,,,,1,10,,'],
  ['of a page', '本页小计,,,,,,1,10,,'],
  ['of a shop, with its day', '小计,,SH001,,,,1,10,20261103,'],
  ['cut short', '合计,1,10'],
]

/** What no one may guess: the rows, and what the reason must say. */
const REFUSED: [string, string[], RegExp][] = [
  ['two days under one number', [ROW, 'A1,2,SH001,,,CUP,1,5,20261104,杯'], /两个支付日期/],
  ['a negative quantity with a positive amount', [ROW.replace('TEA,1', 'TEA,-1')], /数量是负的/],
  ['a number that is too long', [ROW.replace('A1', 'A'.repeat(65))], /订单号.*64/],
  ['one guide twice', [ROW.replace(',,,TEA', ',guide.lin;guide.lin,,TEA')], /导购.*重复/],
  ['shares in rows without line numbers', [ROW.replace('1,SH001,,', ',SH001,guide.lin,60')], /每行要写行号/],
  ['a day that is none, with a zone', [ROW.replace('20261103', '2026-02-30T10:00:00Z')], /没有这个时间/],
]

forEachDatabase((kind) =>
  describe(`what tills write in files of orders (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let folder: Folder
    let files = 0
    before(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db)
      folder = await makeFolder()
      await seedChain(test.db)
    })
    after(async () => {
      await test.drop()
      await folder.remove()
    })

    /** Takes a file in under a source of its own. */
    async function take(lines: string[], head = HEAD): Promise<Taken> {
      files += 1
      const source = `till-${files}`
      const report = await folder.take(bench, [head, ...lines].join('\r\n'), { source })
      const orders: string[] = []
      const guides: string[] = []
      for (const { id, orderNo, paidFen } of await test.db.read.find(Order, { where: { source } })) {
        const lines = await test.db.read.find(OrderLine, { where: { orderId: id }, order: { lineNo: 'ASC' } })
        orders.push(`${orderNo} ${paidFen}: ${lines.map(({ lineNo, name }) => `${lineNo}=${name}`).join(' ')}`)
        for (const row of await test.db.read.findBy(OrderLineGuide, { orderId: id }))
          guides.push(`${row.guide} ${row.parts}`)
      }
      const refunds = await test.db.read.find(Refund, { where: { source } })
      return { report, orders, guides, refunds: refunds.map((one) => `${one.refundNo} ${one.refundFen}`) }
    }

    for (const [what, rows, orders] of TAKEN)
      it(`takes ${what}`, async () => {
        const taken = await take(rows)
        expect(taken.report.faults).to.deep.equal([])
        expect(taken.orders).to.deep.equal(orders)
      })

    it('takes an exchange as what its sign says: money back, or a sale', async () => {
      const head = '小票号,门店编码,实付金额,日期,销售类型'
      const { orders, refunds } = await take(['A1,SH001,10,20261103,换货', 'A2,SH001,-4,20261103,换货'], head)
      expect([...orders, ...refunds]).to.deep.equal(['A1 1000: 1=', 'A2 400'])
    })

    it('takes a gift that comes back (minus one, for nothing) as a return', async () => {
      const { orders, refunds } = await take(['A1,1,SH001,,,TEA,-1,0,20261103,茶'])
      expect([orders, refunds]).to.deep.equal([[], ['A1 0']])
    })

    for (const [what, row] of TOTALS)
      it(`passes over a row of totals ${what}`, async () => {
        const { report, orders } = await take([ROW, row])
        expect(report).to.deep.include({ rows: 1, faults: [], totalRows: [3] })
        expect(orders).to.have.length(1)
      })

    for (const [what, rows, reason] of REFUSED)
      it(`refuses ${what}, in Chinese`, async () => {
        const { report, orders, refunds } = await take(rows)
        expect(report).to.include({ written: false, faultCount: rows.length })
        for (const fault of report.faults) {
          expect(fault.reason).to.match(reason)
          expect(fault.reason, 'no English').to.not.match(/expected|lines\.|orderNo/)
        }
        expect([...orders, ...refunds]).to.deep.equal([])
      })

    it('refuses two members under one number', async () => {
      const rows = ['A1,SH001,10,20261103,13800000001', 'A1,SH001,5,20261103,13800000002']
      const { report } = await take(rows, '小票号,门店编码,实付金额,日期,手机号')
      expect(report).to.include({ written: false, faultCount: 2 })
      expect(report.faults[0]?.reason).to.include('两位会员')
    })

    it('reads 1 % beside 99 % as what it is, and 0.6 beside 0.4 as percentages', async () => {
      const shares = async (first: string, second: string) => {
        const rows = [
          ['guide.lin', first],
          ['guide.zhou', second],
        ].map(([guide, share]) => `A1,1,SH001,${guide},${share},TEA,1,100,20261103,茶`)
        const { report, guides } = await take(rows)
        return report.written ? guides : report.faults[0]?.reason
      }
      expect(await shares('1', '99')).to.deep.equal(['guide.lin 100', 'guide.zhou 9900'])
      expect(await shares('0.5', '99.5')).to.deep.equal(['guide.lin 50', 'guide.zhou 9950'])
      expect(await shares('0.6', '0.4')).to.deep.equal(['guide.lin 6000', 'guide.zhou 4000'])
      expect(await shares('0.6%', '0.4%')).to.include('100%')
      expect(await shares('1', '1')).to.include('100%')
    })

    it('refuses a file in which two columns go by the name of one that counts, and no other', async () => {
      const { report } = await take(['A1,SH001,10,99,20261103'], '小票号,门店编码,实付金额,实付金额（元）,日期')
      expect(report).to.include({ written: false })
      expect(report.faults[0]?.reason).to.include('两列都叫“实付金额”')
      const notes = await take(['A1,SH001,10,20261103,a,b'], '小票号,门店编码,实付金额,日期,备注,备注')
      expect(notes.orders).to.deep.equal(['A1 1000: 1='])
    })

    it('says that the header must come first where a title stands above it', async () => {
      const { report } = await take([HEAD, ROW], '门店销售明细表,,,,,,,,,')
      expect(report.faults[0]?.reason).to.include('缺少列').and.include('第一行')
    })

    it('gives faulty rows back with nothing in them that a spreadsheet would run, and reads them again as they were', async () => {
      const rows = [
        '"=HYPERLINK(""http://x"")",SH001,x,20261103,+cmd|calc',
        'A2,SH001,y,20261103,@SUM(1)',
        'A3,-SH,-1.999,20261103,',
      ]
      const head = '小票号,门店编码,实付金额,日期,商品名称'
      const { report } = await take(rows, head)
      const back = await readFile(report.faultsFile ?? '', 'utf8')
      const cells = back.split(/[\r\n]+/).flatMap((line) => line.split(/,(?=[^"]|"[^"])/))
      const running = cells.filter((cell) => /^"?[=+@-]/.test(cell) && !/^-[\d.]+$/.test(cell))
      expect(running).to.deep.equal([])
      expect(back).to.include("'+cmd|calc").and.include(',-1.999,')
      const again = await take(["A2,SH001,1,20261103,'@SUM(1)"], head)
      expect(again.orders).to.deep.equal(['A2 100: 1=@SUM(1)'])
    })

    it('counts on a dry run what the real run counts, a buyer who is two customers too', async () => {
      const keyHash = bench.deps.vault.keyOf('phone', '13800000001')
      for (const externalUserId of ['wm1', 'wm2']) {
        await addCustomer(test.db, externalUserId, '2026-10-01')
        const key = { kind: 'phone', keyHash, externalUserId, sinceAt: 1, source: 'remark', orderId: null } as const
        await test.db.transaction((tx) => tx.insert(IdentityKey, key))
      }
      const text = '小票号,门店编码,实付金额,日期,手机号\nA1,SH001,10,20261103,13800000001'
      const dry = await folder.take(bench, text, { source: 'twins', dryRun: true })
      expect(dry).to.include({ written: false, exceptions: 1 })
      const real = await folder.take(bench, text, { source: 'twins' })
      expect(real).to.deep.equal({ ...dry, dryRun: false, written: true })
    })
  }),
)
