import { expect } from 'chai'
import { draftCreditOf } from '../../../app/boot/importFile.ts'
import { Order } from '../../../app/db/entities/orders.ts'
import { recordOrdersIn } from '../../../app/features/orders/commands/recordOrders.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { type Bench, createBench, orderOf, seedChain } from './ledgerBench.ts'

const MINUTE_MS = 60_000
const FIRST_PAID = Date.parse('2026-11-20T12:00:00+08:00')
const AFTER_THE_WAIT = '2026-12-25T12:00:00'

forEachDatabase((kind) =>
  describe(`waits that are over (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db)
      await seedChain(test.db)
    })
    afterEach(() => test.drop())

    /** Orders of buyers nobody knows; the last one stored was paid first. */
    const store = (count: number) => {
      const orders = Array.from({ length: count }, (_, no) => {
        const paidAt = new Date(FIRST_PAID - no * MINUTE_MS).toISOString()
        return orderOf({ orderNo: `N${no}`, orderedAt: paidAt, paidAt, buyer: { phone: '13800000001' } })
      })
      return test.db.transaction((tx) => recordOrdersIn(tx, bench.deps, draftCreditOf(bench.deps), orders))
    }
    const endWaits = () => bench.runJob({ kind: 'credits.endWaits', payload: {} })
    const waiting = async () => {
      const orders = await test.db.read.find(Order, { order: { id: 'ASC' } })
      return orders.filter(({ waitingUntil }) => waitingUntil !== null).map(({ orderNo }) => orderNo)
    }

    it('end for every order but the one that cannot be posted, and the job says so', async () => {
      await store(3)
      const broken = await test.db.read.findOneByOrFail(Order, { orderNo: 'N1' })
      const { emit } = bench.deps
      bench.deps.emit = async (tx, told) => {
        const isBroken = [told].flat().some((event) => 'orderId' in event && event.orderId === broken.id)
        if (isBroken) throw new Error('this one cannot be posted')
        return emit(tx, told)
      }
      bench.setNow(AFTER_THE_WAIT)
      const said = await endWaits().catch((error: AggregateError) => error)
      expect(said).to.be.instanceOf(AggregateError).and.have.property('message', '1 orders could not be posted')
      expect(await waiting()).to.deep.equal(['N1'])
    })
  }),
)
