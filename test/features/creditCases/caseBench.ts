import { Order } from '../../../app/db/entities/orders.ts'
import type { OrderCredit } from '../../../app/features/credits/contract.ts'
import { orderOf, postSigned } from '../../rights/chain.ts'
import type { Browser, TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'

export const PEOPLE = ['guide.lin', 'guide.zhou', 'guide.he', 'boss', 'otherBoss', 'gu', 'shen'] as const
export type Who = Record<(typeof PEOPLE)[number], Browser>

/** Two stores, guides 林晓 and 周敏 in one and 何欢 in the other, their managers, and two operators. */
export async function plantPeople(app: TestApp): Promise<Who> {
  await seedChain(app.deps, app.local, [
    { userId: 'guide.lin', name: '林晓' },
    { userId: 'guide.zhou', name: '周敏' },
    { userId: 'guide.he', name: '何欢', storeCode: 'SH002' },
    { userId: 'boss', name: '店长沈', role: 'store_manager' },
    { userId: 'otherBoss', name: '店长钱', role: 'store_manager', storeCode: 'SH002' },
    { userId: 'gu', name: '顾宁', role: 'operator', storeCode: null },
    { userId: 'shen', name: '沈越', role: 'operator', storeCode: null },
  ])
  const browsers = await Promise.all(PEOPLE.map(async (userId) => [userId, await app.signIn(userId)] as const))
  return Object.fromEntries(browsers) as Who
}

/** A sale at the till of 徐汇店 that 林晓 served, decided and posted. */
export async function sell(app: TestApp, orderNo: string, paidFen = 19_900, servedByGuide = 'guide.lin') {
  const order = orderOf({ orderNo, storeCode: 'SH001', servedByGuide })
  const lines = order.lines.map((line) => ({ ...line, paidFen }))
  const taken = await postSigned(app, '/hooks/orders', { ...order, lines })
  if (taken.status !== 200) throw new Error(await taken.text())
  await app.settle()
}

export async function refund(app: TestApp, orderNo: string, refundFen: number): Promise<Response> {
  const refundedAt = new Date(app.clock.nowMs()).toISOString()
  const lines = [{ lineNo: '1', refundFen, quantity: 0 }]
  return postSigned(app, '/hooks/refunds', {
    ...{ source: 'pos-east', refundNo: `R-${orderNo}`, orderNo, refundedAt, lines },
  })
}

export const orderPath = (orderNo: string, rest: string) => `/api/orders/pos-east/${orderNo}/${rest}`

export async function credit(who: Browser, orderNo: string): Promise<OrderCredit> {
  return (await (await who.get(orderPath(orderNo, 'credit'))).json()) as OrderCredit
}

/** Who holds the order, by name. */
export async function holders(who: Browser, orderNo: string): Promise<Record<string, number>> {
  const { holders } = await credit(who, orderNo)
  return Object.fromEntries(holders.map((one) => [one.guideName ?? one.storeName ?? '待归属', one.amountFen]))
}

/** What the ledger holds against the order's net paid: 0 for each posting, and the holders sum to the net. */
export async function ledgerOf(app: TestApp, orderNo: string) {
  const { id, paidFen, refundedFen } = await app.deps.db.read.findOneByOrFail(Order, { orderNo })
  const [row]: { unbalanced: number; held: number }[] = await app.deps.db.read.query(
    `SELECT CAST(SUM(CASE WHEN t.total <> 0 THEN 1 ELSE 0 END) AS SIGNED) AS unbalanced, CAST(SUM(t.held) AS SIGNED) AS held
     FROM (SELECT SUM(amount_fen) AS total, SUM(CASE WHEN account LIKE 'sales:%' THEN 0 ELSE amount_fen END) AS held
       FROM ledger_entries WHERE order_id = ? GROUP BY posting_id) t`,
    [id],
  )
  return { unbalanced: Number(row?.unbalanced), heldFen: Number(row?.held), netFen: paidFen - refundedFen }
}
