import type { Database } from '../../../app/db/database.ts'
import { Order, OrderLine } from '../../../app/db/entities/orders.ts'
import { addCustomer, at, bind } from '../credits/ledgerBench.ts'

const SELLERS = ['guide.lin', 'guide.zhou', 'guide.wu', null]

/** So many orders of October by a customer of the first guide, every third of the days after it, served by each in turn. */
export async function plantOrders(db: Database, orders: number, guideId: number): Promise<void> {
  await addCustomer(db, 'wm1', '2026-09-01')
  await bind(db, 'wm1', guideId, '2026-09-01')
  const rows = Array.from({ length: orders }, (_, index) => rowsOf(index + 1))
  await db.transaction(async (tx) => {
    for (let from = 0; from < rows.length; from += 500) {
      const part = rows.slice(from, from + 500)
      await tx.insert(
        Order,
        part.map(({ order }) => order),
      )
      await tx.insert(
        OrderLine,
        part.map(({ line }) => line),
      )
    }
  })
}

function rowsOf(id: number) {
  const isOctober = id % 3 !== 0
  const businessDay = isOctober ? `2026-10-${String((id % 28) + 1).padStart(2, '0')}` : '2026-11-02'
  const [paidAt, paidFen, isKnown] = [at(businessDay), 1_000 + (id % 97), id % 5 !== 0]
  const order = {
    ...{
      id,
      source: 'pos-east',
      orderNo: `N${id}`,
      channel: 'offline' as const,
      storeCode: id % 2 ? 'SH001' : 'BJ001',
    },
    ...{ orderedAt: paidAt, paidAt, completedAt: null, delivery: 'pickup' as const, recordedAt: paidAt },
    ...{ buyerPhoneKey: null, buyerMemberNo: null, buyerUnionKey: null, buyerExternalUserId: isKnown ? 'wm1' : null },
    ...{ buyerState: isKnown ? ('known' as const) : ('none' as const), buyerCustomerId: isKnown ? 'wm1' : null },
    ...{ buyerKnownAt: isKnown ? at('2026-09-01') : null, sharedByGuide: null, paidFen, refundedFen: 0 },
    ...{ businessDay, contentHash: String(id), waitingUntil: null, settlesAt: null },
  }
  const servedByGuide = SELLERS[id % SELLERS.length] ?? null
  const line = { orderId: id, lineNo: '1', productCode: null, name: '茶', quantity: 1, paidFen, servedByGuide }
  return { order, line }
}
