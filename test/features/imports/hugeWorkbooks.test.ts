import { deflateRawSync } from 'node:zlib'
import { expect } from 'chai'
import { Order } from '../../../app/db/entities/orders.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { type Bench, createBench, seedChain } from '../credits/ledgerBench.ts'
import { type Folder, makeFolder } from './recordFiles.ts'

/** A zip with one deflated file in it. */
function zipOf(name: string, content: Buffer): Buffer {
  const [packed, title] = [deflateRawSync(content), Buffer.from(name)]
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(content.length, 22)
  local.writeUInt16LE(title.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  local.copy(entry, 8, 6, 30)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + title.length, 12)
  end.writeUInt32LE(local.length + title.length + packed.length, 16)
  return Buffer.concat([local, title, packed, entry, title, end])
}

const sheetOf = (rows: string) => zipOf('xl/worksheets/sheet1.xml', Buffer.from(`<sheetData>${rows}</sheetData>`))
const MEGABYTE = 1024 * 1024

const FILES: [string, () => Buffer, RegExp][] = [
  ['a bomb: 300 MB packed to 300 KB', () => zipOf('xl/sharedStrings.xml', Buffer.alloc(300 * MEGABYTE)), /太大.*csv/],
  ['one cell in the last corner', () => sheetOf('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), /太大.*csv/],
  ['no workbook inside', () => zipOf('readme.txt', Buffer.from('x')), /打不开/],
  ['its directory cut off', () => sheetOf('<row r="1"/>').subarray(0, -30), /打不开/],
  ['a directory that points outside', () => Buffer.concat([Buffer.from('PK'), sheetOf('').subarray(-22)]), /打不开/],
]

forEachDatabase((kind) =>
  describe(`workbooks that would fill the memory (${kind})`, function () {
    this.timeout(300_000)
    let test: TestDatabase
    let bench: Bench
    let folder: Folder
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

    for (const [what, make, reason] of FILES)
      it(`are refused: ${what}`, async () => {
        const report = await folder.take(bench, make())
        expect(report).to.include({ written: false, faultCount: 1 })
        expect(report.faults[0]?.reason).to.match(reason)
        expect(await test.db.read.count(Order)).to.equal(0)
      })

    it('are refused, as is a CSV whose open quote would swallow the rest of the file', async () => {
      const rows = Array.from({ length: 30_000 }, (_, no) => `A${no},SH001,10,20261103,${'茶'.repeat(20)}`)
      rows[3] = 'A3,SH001,10,20261103,"茶'
      const report = await folder.take(bench, ['小票号,门店编码,实付金额,日期,商品名称', ...rows].join('\n'))
      expect(report).to.include({ written: false, faultCount: 1 })
      expect(report.faults[0]?.reason).to.include('第 5 行').and.include('引号没有闭合')
    })
  }),
)
