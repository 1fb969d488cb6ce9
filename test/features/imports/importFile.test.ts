import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import writeXlsxFile from 'write-excel-file/node'
import { importFile } from '../../../app/boot/importFile.ts'
import { IdentityKey, Member } from '../../../app/db/entities/customers.ts'
import { CustomerGroup, GroupStore } from '../../../app/db/entities/groups.ts'
import { IntakeException, Order, OrderLine, Refund } from '../../../app/db/entities/orders.ts'
import { Guide, GuideAssignment, Product, Region, Store } from '../../../app/db/entities/org.ts'
import { loadPeople } from '../../../app/features/credits/people.ts'
import type { ImportKindName, ImportOptions } from '../../../app/features/imports/contract.ts'
import { actorOf } from '../../../app/features/staff/queries.ts'
import { closeGuide } from '../../../app/features/staff/store.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, at, type Bench, balances, createBench, seedChain } from '../credits/ledgerBench.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/imports')

forEachDatabase((kind) =>
  describe(`importing files (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let folder: string

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db)
      folder = await mkdtemp(join(tmpdir(), 'huitouke-import-'))
    })
    afterEach(async () => {
      await test.drop()
      await rm(folder, { recursive: true })
    })

    const take = async (name: ImportKindName, content: string | Buffer, options?: ImportOptions) => {
      const path = join(folder, `${name}.csv`)
      await writeFile(path, content)
      return importFile(bench.deps, name, path, options)
    }
    const { read } = { read: () => test.db.read }

    it('builds the chain: regions, stores, guides, products, and changes nothing the second time', async () => {
      const files: [ImportKindName, string][] = [
        ['regions', 'code,name,parent_code\nEAST,华东,CN\nCN,全国,\n'],
        ['stores', 'store_code,name,region_code,opened_on\nSH001,徐汇店,EAST,2020/1/1\n'],
        [
          'guides',
          'userid,name,store_code,role,level,region_code,from_date\nGuide.Lin,林晓,SH001,guide,gold,,20260101\nboss,王,,region_manager,,EAST,2026-01-01\n',
        ],
        ['products', 'product_code,name,category,cycle_days,slow_effect\nTEA,茶,茶叶,60,否\n'],
      ]
      for (const [name, text] of files) {
        expect(await take(name, text), name)
          .to.include({ written: true, unchanged: 0 })
          .and.deep.include({ faults: [] })
      }
      for (const [name, text] of files) {
        expect(await take(name, text), name).to.include({ added: 0, changed: 0 })
      }
      expect(await read().findOneBy(Region, { code: 'EAST' })).to.include({ path: '/CN/EAST/', parentCode: 'CN' })
      expect(await read().findOneBy(Store, {})).to.include({ openedOn: '2020-01-01' })
      expect(await read().findOneBy(Guide, { userKey: 'guide.lin' })).to.include({ userId: 'Guide.Lin', name: '林晓' })
      expect(await read().find(GuideAssignment, { order: { id: 'ASC' } })).to.have.length(2)
      expect(await read().findOneBy(Product, {})).to.include({ cycleDays: 60 })
    })

    it('takes back a guide who had left, from the day on that the file names', async () => {
      await seedChain(test.db)
      const guide = () => read().findOneByOrFail(Guide, { userKey: 'guide.lin' })
      const { id } = await guide()
      await test.db.transaction((tx) => closeGuide(tx, id, '2026-10-31'))
      expect((await take('guides', 'userid,store_code\nguide.lin,SH002\n')).faults).to.have.length(1)
      await take('guides', 'userid,store_code,level,from_date\nguide.lin,SH001,skilled,2026-01-01\n')
      expect(await guide()).to.include({ state: 'left', leftOn: '2026-10-31' })
      const report = await take('guides', 'userid,store_code,from_date\nguide.lin,SH002,2026-11-15\n')
      expect(report).to.include({ written: true, changed: 1 })
      expect(await guide()).to.include({ state: 'active', leftOn: null })
      expect(await actorOf(read(), id, '2026-11-21')).to.deep.include({ storeCodes: ['SH002'] })
      const people = await loadPeople(read(), [id])
      const days = ['2026-10-31', '2026-11-01', '2026-11-15']
      expect(days.map((day) => people.isGuideOn(id, day))).to.deep.equal([true, false, true])
    })

    it('takes a move as a new dated assignment that ends the former', async () => {
      await seedChain(test.db)
      const report = await take('guides', '导购工号,门店编码,级别,生效日期\nguide.lin,SH002,熟手,2026-11-15\n')
      expect(report).to.include({ written: true, changed: 1 })
      const { id } = await read().findOneByOrFail(Guide, { userKey: 'guide.lin' })
      const posts = await read().find(GuideAssignment, { where: { guideId: id }, order: { fromDay: 'ASC' } })
      expect(posts.map((row) => [row.storeCode, row.fromDay, row.toDay])).to.deep.equal([
        ['SH001', '2026-01-01', '2026-11-14'],
        ['SH002', '2026-11-15', null],
      ])
      const past = await take('guides', 'userid,store_code,level,from_date\nguide.lin,SH002,skilled,2026-10-01\n')
      expect(past.written).to.equal(false)
    })

    it('imports a GB18030 till export with Chinese headers, returns as refunds', async () => {
      await seedChain(test.db)
      const bytes = await readFile(join(FIXTURES, 'pos-gb18030.csv'))
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).to.throw()
      const report = await take('orders', bytes, { source: 'pos-east' })
      expect(report).to.include({ written: true, added: 3, exceptions: 3 }).and.deep.include({ faults: [] })
      await bench.settle()
      const order = await read().findOneByOrFail(Order, { orderNo: 'SH001-0001' })
      expect(order).to.include({ source: 'pos-east', paidFen: 129900 + 1999, paidAt: at('2026-11-03T09:05:00') })
      expect(await read().countBy(OrderLine, { orderId: order.id })).to.equal(2)
      expect(await read().findOneBy(Refund, { refundNo: 'SH001-0003' })).to.include({
        orderNo: 'SH001-0001',
        refundFen: 1999,
      })
      expect((await read().find(IntakeException)).map((row) => row.kind)).to.include('unknown_guide')
      const total = await balances(test.db)
      expect(await take('orders', bytes, { source: 'pos-east' })).to.include({ added: 0, unchanged: 3, exceptions: 0 })
      await bench.settle()
      expect(await balances(test.db)).to.deep.equal(total)
    })

    it('takes all rows or none, and gives the faulty ones back with a reason each', async () => {
      await seedChain(test.db)
      const text = `订单号,门店编码,实付金额,支付时间,会员手机号
A1,SH001,12.999,2026-11-03,
A2,SH001,10.00,2026-13-03,138****0001
A3,SH001,"￥1,200.50",2026-11-03 10:00,13800000001
`
      const none = await take('orders', text)
      expect(none).to.include({ written: false, added: 0, faultCount: 2 })
      expect(none.faults.map((fault) => fault.row)).to.deep.equal([2, 3])
      expect(await read().count(Order)).to.equal(0)
      const faults = await readFile(none.faultsFile ?? '', 'utf8')
      expect(faults).to.match(/^\uFEFF订单号,.*错误原因\r\n/)
      expect(faults).to.include('超过两位小数').and.include('打码').and.not.include('A3')
      expect(await take('orders', text, { partial: true })).to.include({ written: true, added: 1 })
      expect(await read().findOneBy(Order, {})).to.include({ orderNo: 'A3', paidFen: 120050 })
    })

    it('passes over empty lines and still counts rows as a spreadsheet does; reads tabs and semicolons', async () => {
      await seedChain(test.db)
      const lines = [
        '订单号,门店编码,实付金额,支付时间',
        'A1,SH001,1,20261103',
        '',
        ',,,',
        'A2,SH001,x,20261103',
        '',
        '',
      ]
      expect((await take('orders', lines.join('\r\n'))).faults.map((fault) => fault.row)).to.deep.equal([5])
      for (const mark of ['\t', ';']) {
        const good = lines.slice(0, 2).join('\n').replaceAll(',', mark)
        expect(await take('orders', good, { dryRun: true })).to.include({ added: 1 })
      }
    })

    it('changes nothing on a dry run and reports the same', async () => {
      await seedChain(test.db)
      const text = '订单号,门店编码,实付金额,支付时间\nA1,SH001,1,20261103\n'
      const dry = await take('orders', text, { dryRun: true })
      expect(dry).to.include({ written: false, added: 1 })
      expect(await read().count(Order)).to.equal(0)
      expect(await take('orders', text)).to.deep.equal({ ...dry, dryRun: false, written: true })
    })

    for (const [what, text] of [
      ['an open quote', '订单号,门店编码,实付金额,支付时间\nA1,SH001,1,20261103\nA2,"SH0'],
      ['a row cut short', '订单号,门店编码,实付金额,支付时间\nA1,SH001,1,20261103\nA2,SH0'],
      ['a missing column', '订单号,门店编码,支付时间\nA1,SH001,20261103\n'],
    ] as const) {
      it(`refuses a file with ${what} whole`, async () => {
        const report = await take('orders', text, { partial: true })
        expect(report.written).to.equal(false)
        expect(report.faults).to.have.length(1)
        expect(await read().count(Order)).to.equal(0)
      })
    }

    it('reads XLSX with dates as cells, serial numbers and full-width digits', async () => {
      await seedChain(test.db)
      const path = join(folder, 'pos.xlsx')
      const header = ['小票号', '店号', '实收金额（元）', '日期', '营业员']
      const rows = [
        ['X1', 'SH001', '１２．５０', '46329.5', 'guide.lin'],
        ['X2', 'SH001', '(3.00)', '2026年11月3日 9:05', 'guide.lin'],
      ]
      const cells = [header, ...rows].map((row) => row.map((value) => ({ value, type: String })))
      await writeXlsxFile(cells).toFile(path)
      expect(await importFile(bench.deps, 'orders', path)).to.include({ written: true, added: 2 })
      expect(await read().findOneBy(Order, {})).to.include({
        orderNo: 'X1',
        paidFen: 1250,
        paidAt: at('2026-11-03T12:00:00'),
      })
      expect(await read().findOneBy(Refund, {})).to.include({ refundNo: 'X2', orderNo: null, refundFen: 300 })
    })

    it('reads cells of XLSX as the sheet shows them: minutes exact, sums to 15 digits, long numbers refused', async () => {
      await seedChain(test.db)
      const path = join(folder, 'cells.xlsx')
      const soldAt = { value: new Date('2026-11-03T09:05:00Z'), type: Date, format: 'yyyy-mm-dd hh:mm' }
      const sale = (no: object, paidYuan: number) => [no, { value: 'SH001' }, { value: paidYuan, type: Number }, soldAt]
      const header = ['小票号', '店号', '实收金额', '日期'].map((value) => ({ value }))
      const rows = [header, sale({ value: 2026110301, type: Number }, 0.1 + 0.2), sale({ value: 'Y2' }, 19.9)]
      await writeXlsxFile(rows as never).toFile(path)
      expect(await importFile(bench.deps, 'orders', path)).to.include({ written: true, added: 2 })
      expect(await read().findOneBy(Order, { orderNo: '2026110301' })).to.include({
        paidFen: 30,
        paidAt: at('2026-11-03T09:05:00'),
      })
      await writeXlsxFile([header, sale({ value: 1234567890123456800, type: Number }, 1)] as never).toFile(path)
      const { faults } = await importFile(bench.deps, 'orders', path)
      expect(faults.map(({ reason }) => reason).join()).to.include('科学计数')
    })

    it('seals members phones, links contacts and tells that they are identified', async () => {
      await addCustomer(test.db, 'wm1', '2026-10-01')
      const text =
        'member_no,phone,unionid,external_userid,name,tier,points,birthday\nM1,+86 138-0000-0001,,wm1,李,金卡,120,1990-05-06\n'
      expect(await take('members', text)).to.include({ added: 1 })
      const member = await read().findOneByOrFail(Member, { memberNo: 'M1' })
      expect(bench.deps.vault.unseal(member.phoneSealed ?? '')).to.equal('13800000001')
      expect(JSON.stringify(member)).not.to.include('13800000001')
      expect(bench.events).to.deep.include({
        name: 'CustomerIdentified',
        externalUserId: 'wm1',
        atMs: at('2026-11-21T15:00:00'),
      })
      expect(await take('members', text)).to.include({ unchanged: 1, changed: 0 })
      expect(await read().findOneBy(Member, {})).to.deep.equal(member)
    })

    it('tells of a linked member with a new card, tier or birthday, and not of points alone', async () => {
      await addCustomer(test.db, 'wm1', '2026-10-01')
      const told = async (rows: string) => {
        bench.events.length = 0
        await take('members', `member_no,external_userid,tier,points,birthday\n${rows}\n`)
        return bench.events.flatMap((event) => (event.name === 'MemberChanged' ? event.externalUserId : []))
      }
      expect(await told('M1,wm1,银卡,120,')).to.deep.equal(['wm1'])
      expect(await told('M1,wm1,银卡,120,')).to.deep.equal([])
      expect(await told('M1,wm1,银卡,260,')).to.deep.equal([])
      expect(await told('M1,wm1,金卡,260,')).to.deep.equal(['wm1'])
      expect(await told('M1,wm1,金卡,260,05-06')).to.deep.equal(['wm1'])
      expect(await told('M2,,金卡,10,05-06')).to.deep.equal([])
      expect(await told('M1,wm2,金卡,260,05-06'), 'who has it now, and who had it').to.have.members(['wm1', 'wm2'])
    })

    it('links a member to the one contact known by its phone before, and none where two are', async () => {
      const phones = { M1: '13800000001', M2: '13800000002' }
      const known = { wm1: phones.M1, wm2: phones.M2, wm3: phones.M2 }
      for (const [externalUserId, phone] of Object.entries(known)) {
        await addCustomer(test.db, externalUserId, '2026-10-01')
        const keyHash = bench.deps.vault.keyOf('phone', phone)
        const key = { kind: 'phone', keyHash, externalUserId, sinceAt: 1, source: 'remark', orderId: null } as const
        await test.db.transaction((tx) => tx.insert(IdentityKey, key))
      }
      const text = `member_no,phone,tier\nM1,${phones.M1},金卡\nM2,${phones.M2},银卡\n`
      expect(await take('members', text)).to.include({ added: 2 })
      const links = (await read().find(Member, { order: { memberNo: 'ASC' } })).map((row) => row.externalUserId)
      expect(links).to.deep.equal(['wm1', null])
      const told = bench.events.flatMap((event) => (event.name === 'MemberChanged' ? event.externalUserId : []))
      expect(told).to.deep.equal(['wm1'])
      expect(await take('members', text)).to.include({ unchanged: 2 })
    })

    it('maps groups to stores by day and asks for groups it has not seen', async () => {
      await seedChain(test.db)
      expect(await take('groups', 'store_code,chat_id,from_date\nSH001,wr1,2026-01-01\n')).to.include({ added: 1 })
      expect(await take('groups', 'store_code,chat_id,from_date\nSH001,wr2,2026-11-01\n')).to.include({ added: 1 })
      expect(await read().count(CustomerGroup)).to.equal(2)
      const map = await read().find(GroupStore, { order: { id: 'ASC' } })
      expect(map.map((row) => [row.chatId, row.toDay])).to.deep.equal([
        ['wr1', '2026-10-31'],
        ['wr2', null],
      ])
      expect(bench.events).to.deep.include({ name: 'GroupChanged', chatId: 'wr2', atMs: at('2026-11-21T15:00:00') })
    })

    it('posts an order anew once its store and guide have been imported', async () => {
      await bench.order({ lines: [{ lineNo: '1', paidFen: 100, servedByGuide: 'guide.new' }] })
      await bench.settle()
      expect(await balances(test.db)).to.have.property('unattributed', 100)
      await take('regions', 'code,name,parent_code\nEAST,华东,\n')
      await take('stores', 'store_code,name,region_code,opened_on\nSH001,徐汇店,EAST,\n')
      await take('guides', 'userid,store_code,from_date\nguide.new,SH001,2026-01-01\n')
      await bench.settle()
      expect(await balances(test.db)).to.not.have.property('unattributed')
      expect(await read().countBy(IntakeException, { state: 'open', kind: 'unknown_guide' })).to.equal(0)
    })
  }),
)
