import { expect } from 'chai'
import type { ImportKindName } from '../../app/features/imports/contract.ts'
import { importLines, importText } from '../rights/chain.ts'
import { rowsOf } from '../rights/rowsOf.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'

const ORDER = 'SH-1,2026-11-21 10:00:00,P1,1,199.00,1,E1'
const BAD_ORDER = ORDER.replace('SH-1', 'SH-2')
/** Per kind: a header, a good row, and rows that cannot be taken. */
const KINDS: Record<ImportKindName, { header: string; good: string; bad: string[] }> = {
  regions: { header: 'code,name,parent_code', good: 'N1,新区,E', bad: ['N2,新区,NO-SUCH', ',无编码,'] },
  stores: { header: 'store_code,name,region_code', good: 'N1,新店,E', bad: ['N2,新店,NO-SUCH', ',无编码,E'] },
  guides: {
    header: 'userid,name,store_code,role,level,region_code,from_date',
    good: 'new.guide,新人,E1,guide,new,,2026-11-21',
    bad: [
      'a,甲,NO-SUCH,guide,new,,2026-11-21',
      'a,甲,E1,emperor,new,,2026-11-21',
      'a,甲,E1,guide,new,,2026-02-30',
      'a,甲,,guide,new,,2026-11-21',
      'a,甲,,region_manager,new,NO-SUCH,2026-11-21',
    ],
  },
  products: {
    header: 'product_code,name,category,cycle_days',
    good: 'N1,新品,tea,30',
    bad: ['N2,新品,tea,-1', ',无码,tea,1'],
  },
  members: {
    header: 'member_no,phone,name,tier,points,birthday',
    good: 'N1,13800000009,新会员,银卡,1,1990-01-01',
    bad: ['N2,138****0001,甲,,1,', 'N2,1.38E+10,甲,,1,', 'N2,13800000001,甲,,1.5,', 'N2,13800000001,甲,,1,1990-02-30'],
  },
  groups: {
    header: 'store_code,chat_id,from_date',
    good: 'E1,wrNew,2026-11-21',
    bad: ['NO-SUCH,wrNew,', 'E1,,', 'E1,wrNew,31/12/2026'],
  },
  orders: {
    header: '订单号,付款时间,商品编码,数量,实付金额,行号,门店编码',
    good: ORDER,
    bad: [
      BAD_ORDER.replace('199.00', '十九'),
      BAD_ORDER.replace('199.00', '1.999'),
      BAD_ORDER.replace('199.00', '1e3'),
      BAD_ORDER.replace('199.00', 'NaN'),
      BAD_ORDER.replace('2026-11-21', '2026-02-30'),
      BAD_ORDER.replace('SH-2', ''),
    ],
  },
  refunds: {
    header: '退款单号,订单号,退款时间,退款金额,行号,门店编码',
    good: 'R-1,SH-1,2026-11-21 11:00:00,10.00,1,E1',
    bad: ['R-2,SH-1,2026-11-21 11:00:00,1.999,1,E1', 'R-2,SH-1,2026-02-30 11:00:00,10.00,1,E1'],
  },
}

forEachDatabase((kind) => {
  describe(`bad files are refused whole, with the reason for each row (${kind})`, () => {
    let app: TestApp
    let stored: Record<string, string>
    before(async () => {
      app = await startTestApp(kind)
      await importLines(app, 'regions', ['code,name', 'E,东'])
      await importLines(app, 'stores', ['store_code,name,region_code', 'E1,东店,E'])
      await app.settle()
      stored = await rowsOf(app.deps.db)
    })
    afterEach(async () => expect(await rowsOf(app.deps.db)).to.deep.equal(stored))
    after(() => app.stop())

    for (const [name, { header, good, bad }] of Object.entries(KINDS)) {
      const kindName = name as ImportKindName
      for (const row of bad)
        it(`${name}: ${row}`, async () => {
          const report = await importText(app, kindName, [header, good, row].join('\n'))
          expect(report.written).to.equal(false)
          expect(report.faults.map((fault) => fault.row)).to.deep.equal([3])
          expect(report.faults[0]?.reason).to.match(/\p{Script=Han}/u)
        })

      it(`${name}: the columns of another file, a cut one, an empty one, one of zeros`, async () => {
        const files: [string, RegExp][] = [
          ['菜名,价格\n红烧肉,48\n', /缺少列/],
          [`${header}\n${good}\n"${good.slice(0, 4)}`, /引号没有闭合/],
          [`${header}\n${good}\n${good.split(',')[0]}`, /列数和表头不一致/],
          ['', /空/],
          ['\0\0\0\0\0\0\0\0', /./],
        ]
        for (const [text, reason] of files) {
          const report = await importText(app, kindName, text)
          expect(report.written, text.slice(0, 20)).to.equal(false)
          expect(report.faults.map((fault) => fault.reason).join()).to.match(reason)
        }
      })
    }
  })
})
