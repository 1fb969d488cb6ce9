import { expect } from 'chai'
import { readSheet } from 'read-excel-file/node'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { Guide } from '../../../app/db/entities/org.ts'
import { exportStatements } from '../../../app/features/statements/commands/exportStatements.ts'
import { STATEMENTS_QUERY } from '../../../app/features/statements/contract.ts'
import type { Actor } from '../../../app/http/actor.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { type Bench, createBench, seedChain } from '../credits/ledgerBench.ts'

const actorWith = (reach: Actor['reach']): Actor => ({
  ...{ guideId: 99, userId: 'boss', name: '王', level: 'gold', role: 'region_manager', storeCodes: [], reach },
})
const november = (over: Record<string, string> = {}) => STATEMENTS_QUERY.parse({ month: '2026-11', ...over })

forEachDatabase((kind) =>
  describe(`statements as files (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    const everything = actorWith({ kind: 'all' })

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, '2026-11-28T10:00:00')
      const { lin, zhou } = await seedChain(test.db)
      await test.db.transaction(async (tx) => {
        await tx.update(Guide, { id: lin }, { name: '=HYPERLINK("x")' })
        await tx.update(Guide, { id: zhou }, { name: '周敏13800000001' })
      })
      for (const [orderNo, servedByGuide, paidFen] of [
        ['A', 'guide.lin', 1_050],
        ['B', 'guide.zhou', 99],
        ['C', 'guide.wu', 700],
      ] as const)
        await bench.order({ orderNo, lines: [{ lineNo: '1', paidFen, servedByGuide }] })
      await bench.refund({ orderNo: 'A', lines: [{ lineNo: '1', refundFen: 100 }] })
      await bench.settle()
    })
    afterEach(() => test.drop())

    it('are CSV for Excel: BOM, CRLF, formulas defused, phones masked, a total below, and noted who took them', async () => {
      const file = await exportStatements(bench.deps, everything, november({ store: 'SH001' }), 'csv')
      const [title, lin, zhou, total, ...rest] = file.body.toString('utf8').split('\r\n')
      expect(title).to.match(/^\uFEFF月份,门店编码,门店,导购账号,导购,期初（元）,/)
      expect(lin).to.equal(
        `2026-11,SH001,徐汇店,Guide.Lin,"'=HYPERLINK(""x"")",0.00,0.00,0.00,10.50,0.00,1.00,0.00,0.00,9.50,9.50,0.00,1`,
      )
      expect(zhou).to.include('2026-11,SH001,徐汇店,guide.zhou,周敏138****0001,0.00')
      expect(total).to.equal('2026-11,,合计,,,0.00,0.00,0.00,11.49,0.00,1.00,0.00,0.00,10.49,10.49,0.00,2')
      expect(rest).to.deep.equal([''])
      expect(file.disposition).to.include(`filename*=UTF-8''${encodeURIComponent('对账单_徐汇店_2026-11.csv')}`)
      const [note] = await test.db.read.find(AuditEntry)
      expect(note).to.include({ actor: 'boss', action: 'export.statements', subject: '对账单_徐汇店_2026-11.csv' })
      expect(note?.detail).to.deep.equal({ month: '2026-11', region: '', store: 'SH001', guide: '', rows: 2 })
    })

    it('are XLSX with ids as text and amounts as numbers', async () => {
      const file = await exportStatements(bench.deps, everything, november({ guide: 'guide.wu' }), 'xlsx')
      const rows = await readSheet(file.body)
      expect(rows[1]?.slice(0, 9)).to.deep.equal(['2026-11', 'BJ001', '国贸店', 'guide.wu', '吴昊', 0, 0, 0, 7])
      expect(rows).to.have.length(3)
      expect(decodeURIComponent(file.disposition)).to.include('对账单_吴昊_2026-11.xlsx')
    })

    it('hold no more than the screen would show', async () => {
      const xuhui = actorWith({ kind: 'stores', storeCodes: ['SH001'] })
      const text = (await exportStatements(bench.deps, xuhui, november(), 'csv')).body.toString('utf8')
      expect(text).to.include('Guide.Lin')
      expect(text).to.not.include('guide.wu')
      const refused = await exportStatements(bench.deps, xuhui, november({ store: 'BJ001' }), 'csv').catch(
        (error: unknown) => error,
      )
      expect(refused).to.include({ code: 'NOT_FOUND' })
    })
  }),
)
