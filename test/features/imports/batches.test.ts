import { expect } from 'chai'
import fc from 'fast-check'
import { draftCreditOf } from '../../../app/boot/importFile.ts'
import { IdentityKey, Member } from '../../../app/db/entities/customers.ts'
import { recordOrdersIn } from '../../../app/features/orders/commands/recordOrders.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, at, type Bench, bind, createBench, orderOf, seedChain } from '../credits/ledgerBench.ts'
import { LATER_RULES } from '../credits/ledgerCast.ts'
import { traceOf } from './recordFiles.ts'

const GUIDES = ['guide.lin', 'guide.zhou', 'guide.wu', 'ghost']
const dayText = (day: number) => new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10)

const line = fc.record({
  paidFen: fc.integer({ min: 0, max: 30_000 }),
  productCode: fc.constantFrom('TEA', 'CUP', undefined),
  served: fc.uniqueArray(fc.record({ guide: fc.constantFrom(...GUIDES), parts: fc.integer({ min: 1, max: 100 }) }), {
    maxLength: 3,
    selector: ({ guide }) => guide,
  }),
})
const order = fc.record({
  no: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 0, max: 80 }),
  channel: fc.constantFrom('online', 'offline'),
  storeCode: fc.constantFrom('SH001', 'SH002', 'BJ001', 'XX', undefined),
  phone: fc.option(fc.integer({ min: 1, max: 4 })),
  memberNo: fc.constantFrom('M1', undefined, undefined),
  sharedByGuide: fc.constantFrom('guide.zhou', undefined, undefined),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
})
type Order = typeof order extends fc.Arbitrary<infer T> ? T : never

function inputOf({ no, day, phone, memberNo, lines, ...facts }: Order) {
  const paidAt = `${dayText(day)}T12:00:00+08:00`
  return orderOf({
    ...facts,
    orderNo: `N${no}`,
    orderedAt: paidAt,
    paidAt,
    buyer: phone === null && memberNo === undefined ? null : { phone: phone && `1380000000${phone}`, memberNo },
    lines: lines.map(({ served, ...rest }, index) => ({
      ...{ ...rest, lineNo: String(index + 1) },
      ...(served.length > 1 ? { servedBy: served } : { servedByGuide: served[0]?.guide }),
    })),
  })
}

/** Phones 1 and 2 are contacts, one of them bound; 3 is two contacts; M1 is a member without a contact. */
async function seed(test: TestDatabase, bench: Bench): Promise<void> {
  const { lin } = await seedChain(test.db)
  const key = (phone: number, externalUserId: string) => ({
    ...{ kind: 'phone' as const, keyHash: bench.deps.vault.keyOf('phone', `1380000000${phone}`), externalUserId },
    ...{ sinceAt: at('2026-09-20'), source: 'remark', orderId: null },
  })
  for (const id of ['wm1', 'wm2', 'wm3', 'wm4']) await addCustomer(test.db, id, '2026-09-01')
  await bind(test.db, 'wm1', lin, '2026-09-10')
  const keys = [key(1, 'wm1'), key(2, 'wm2'), key(3, 'wm3'), key(3, 'wm4')]
  await test.db.transaction((tx) => tx.insert(IdentityKey, keys))
  const blank = { phoneKey: null, phoneSealed: null, unionKey: null, externalUserId: null, birthday: null }
  const member = { ...blank, memberNo: 'M1', birthMonthDay: null, name: '', tier: '', points: 0, updatedAt: 1 }
  await test.db.transaction((tx) => tx.insert(Member, member))
}

forEachDatabase((kind) => {
  const runs = kind === 'sqlite' ? 12 : 4
  describe(`orders recorded many at once (${kind})`, function () {
    this.timeout(300_000)

    it('leave the same rows to the fen as one by one, whatever was there before and under whatever version of the rules', async () => {
      const orders = fc.array(order, { minLength: 1, maxLength: 12 })
      const refundFen = fc.option(fc.integer({ min: 1, max: 9000 }))
      await fc.assert(
        fc.asyncProperty(orders, orders, refundFen, async (before, batch, early) => {
          const traces = []
          for (const isBatch of [false, true]) {
            const test = await openTestDatabase(kind)
            try {
              const bench = createBench(test.db)
              bench.deps.rules.attribution.push(...LATER_RULES)
              await seed(test, bench)
              if (early) await bench.refund({ orderNo: 'N1', lines: [{ lineNo: '1', refundFen: early }] })
              for (const one of before) await bench.recordParsed(inputOf(one))
              await bench.settle()
              const inputs = [...new Map(batch.map((one) => [one.no, inputOf(one)])).values()]
              if (!isBatch) for (const input of inputs) await bench.recordParsed(input)
              else await test.db.transaction((tx) => recordOrdersIn(tx, bench.deps, draftCreditOf(bench.deps), inputs))
              await bench.settle()
              traces.push(await traceOf(test.db))
            } finally {
              await test.drop()
            }
          }
          expect(traces[1]).to.deep.equal(traces[0])
        }),
        { numRuns: runs },
      )
    })
  })
})
