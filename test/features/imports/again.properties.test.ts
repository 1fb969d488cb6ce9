import { expect } from 'chai'
import fc from 'fast-check'
import { forEachDatabase, openTestDatabase } from '../../support/db.ts'
import { createBench, seedChain } from '../credits/ledgerBench.ts'
import { makeFolder, traceOf } from './recordFiles.ts'

const HEAD = '小票号,原单号,门店编码,营业员,商品编码,实付金额,日期'

/** Few numbers, so that one is an order, its return and another's return at once; names that nobody knows among them. */
const number = fc.constantFrom('N1', 'N2', 'N3')
const row = fc.record({
  orderNo: number,
  originalNo: fc.option(fc.constantFrom('N1', 'N2', 'N9')),
  day: fc.integer({ min: 3, max: 6 }),
  storeCode: fc.constantFrom('SH001', 'SH001', 'XX'),
  guide: fc.constantFrom('guide.zhou', 'ghost', ''),
  productCode: fc.constantFrom('TEA', 'CUP'),
  yuan: fc.integer({ min: -20, max: 30 }),
})
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

function lineOf({ orderNo, originalNo, day, storeCode, guide, productCode, yuan }: Row): string {
  // A number is sold once, in one shop and on one day: what contradicts itself is refused before it is stored.
  const sold = yuan > 0 ? `SH001,${guide},${productCode},${yuan},2026110${orderNo.at(-1)}` : undefined
  return `${orderNo},${yuan > 0 ? '' : (originalNo ?? '')},${sold ?? `${storeCode},${guide},${productCode},${yuan},2026110${day}`}`
}
const files = fc.array(row, { minLength: 1, maxLength: 8 }).map((rows) => [HEAD, ...rows.map(lineOf)].join('\n'))

forEachDatabase((kind) =>
  describe(`any file of orders (${kind})`, () => {
    it('is foreseen by a dry run in every figure, and changes nothing when it is taken again', async () => {
      const folder = await makeFolder()
      let taken = 0
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(files, { minLength: 1, maxLength: 2 }), async (texts) => {
            const test = await openTestDatabase(kind)
            try {
              const bench = createBench(test.db)
              await seedChain(test.db)
              for (const text of texts) {
                const { dryRun, written, ...foreseen } = await folder.take(bench, text, { dryRun: true })
                expect([dryRun, written]).to.deep.equal([true, false])
                const { dryRun: _, written: isTaken, ...report } = await folder.take(bench, text)
                expect(foreseen).to.deep.equal(report)
                await bench.settle()
                const trace = await traceOf(test.db)
                const again = await folder.take(bench, text)
                if (isTaken) expect(again).to.include({ added: 0, exceptions: 0 })
                await bench.settle()
                expect(await traceOf(test.db)).to.deep.equal(trace)
                taken += isTaken ? 1 : 0
              }
            } finally {
              await test.drop()
            }
          }),
          { numRuns: kind === 'sqlite' ? 20 : 6 },
        )
        expect(taken).to.be.greaterThan(5)
      } finally {
        await folder.remove()
      }
    }).timeout(300_000)
  }),
)
