import { expect } from 'chai'
import fc from 'fast-check'
import { refundCreditOf } from '../../../app/boot/importFile.ts'
import { IdentityKey } from '../../../app/db/entities/customers.ts'
import { recordRefund } from '../../../app/features/orders/commands/recordRefund.ts'
import { recordRefundsIn } from '../../../app/features/orders/commands/recordRefunds.ts'
import { REFUND_INPUT, type RefundInput } from '../../../app/features/orders/contract.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, at, type Bench, bind, createBench, seedChain } from '../credits/ledgerBench.ts'
import { traceOf } from './recordFiles.ts'

/** N1 to N3 are there: of a bound contact, of nobody, of a store that is not its guide's. N4 never comes. */
const refund = fc.record({
  refundNo: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5', 'R6'),
  orderNo: fc.constantFrom('N1', 'N1', 'N2', 'N3', 'N4', undefined),
  day: fc.integer({ min: 1, max: 20 }),
  storeCode: fc.constantFrom('SH001', 'BJ001', 'XX', undefined),
  guide: fc.constantFrom('guide.zhou', 'ghost', undefined),
  lines: fc.uniqueArray(
    fc.record({ lineNo: fc.constantFrom('1', '2', '9'), refundFen: fc.integer({ min: 0, max: 9000 }) }),
    { minLength: 1, maxLength: 3, selector: ({ lineNo }) => lineNo },
  ),
})

function inputOf({ day, ...facts }: typeof refund extends fc.Arbitrary<infer T> ? T : never): RefundInput {
  const refundedAt = `2026-11-${String(day).padStart(2, '0')}T10:00:00+08:00`
  return REFUND_INPUT.parse({ ...facts, source: 'pos-east', refundedAt })
}

async function seed(test: TestDatabase, bench: Bench): Promise<void> {
  const { lin } = await seedChain(test.db)
  await addCustomer(test.db, 'wm1', '2026-09-01')
  await bind(test.db, 'wm1', lin, '2026-09-10')
  const keyHash = bench.deps.vault.keyOf('phone', '13800000001')
  const key = { kind: 'phone' as const, keyHash, externalUserId: 'wm1', sinceAt: at('2026-09-20'), source: 'remark' }
  await test.db.transaction((tx) => tx.insert(IdentityKey, { ...key, orderId: null }))
  const lines = ['1', '2'].map((lineNo) => ({ lineNo, paidFen: 10_000, servedByGuide: 'guide.zhou' }))
  const paidAt = '2026-11-01T12:00:00+08:00'
  const order = { orderedAt: paidAt, paidAt, lines }
  await bench.order({ ...order, orderNo: 'N1', buyer: { phone: '13800000001' } })
  await bench.order({ ...order, orderNo: 'N2' })
  await bench.order({ ...order, orderNo: 'N3', storeCode: 'BJ001', paidAt: '2026-09-01T12:00:00+08:00' })
  await bench.settle()
}

forEachDatabase((kind) =>
  describe(`returns recorded many at once (${kind})`, function () {
    this.timeout(300_000)

    it('leave the same rows to the fen as one by one, whatever they are of and however often they come', async () => {
      const refunds = fc.array(refund, { minLength: 1, maxLength: 8 })
      await fc.assert(
        fc.asyncProperty(refunds, refunds, async (before, batch) => {
          const traces = []
          for (const isBatch of [false, true]) {
            const test = await openTestDatabase(kind)
            try {
              const bench = createBench(test.db)
              await seed(test, bench)
              for (const one of before) await recordRefund(bench.deps, inputOf(one))
              await bench.settle()
              const [inputs, post] = [batch.map(inputOf), refundCreditOf(bench.deps)]
              if (!isBatch) for (const input of inputs) await recordRefund(bench.deps, input)
              else await test.db.transaction((tx) => recordRefundsIn(tx, bench.deps, post, inputs))
              if (isBatch) expect(bench.queue.filter((job) => job.kind === 'credits.post')).to.deep.equal([])
              await bench.settle()
              traces.push(await traceOf(test.db))
            } finally {
              await test.drop()
            }
          }
          expect(traces[1]).to.deep.equal(traces[0])
        }),
        { numRuns: kind === 'sqlite' ? 10 : 4 },
      )
    })
  }),
)
