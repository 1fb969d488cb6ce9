import { Customer, StageChange } from '../../../app/db/entities/customers.ts'
import { CustomerProduct } from '../../../app/db/entities/facts.ts'
import { Product } from '../../../app/db/entities/org.ts'
import { factsOf } from '../../../app/features/lifecycle/queries.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { recordRefund } from '../../../app/features/orders/commands/recordRefund.ts'
import { ORDER_INPUT, REFUND_INPUT } from '../../../app/features/orders/contract.ts'
import type { TestApp } from '../../support/app.ts'

export const DAY_MS = 86_400_000

export interface Wish {
  orderNo: string
  buyer?: string
  daysAgo?: number
  channel?: 'online' | 'offline'
  lines: { productCode: string; paidFen: number; quantity?: number }[]
}

const timeOf = ({ clock }: TestApp, daysAgo: number) => new Date(clock.nowMs() - daysAgo * DAY_MS).toISOString()

/** An order as its system sends it. Nothing has followed from it yet. */
export async function buy(app: TestApp, wish: Wish): Promise<void> {
  const { orderNo, buyer, daysAgo = 0, channel = 'offline', lines } = wish
  const at = timeOf(app, daysAgo)
  const order = {
    ...{ source: 'mall', orderNo, channel, orderedAt: at, paidAt: at, delivery: 'pickup' },
    ...(buyer === undefined ? {} : { buyer: { externalUserId: buyer } }),
    lines: lines.map(({ quantity = 1, ...line }, index) => ({
      ...{ lineNo: String(index + 1), name: line.productCode, quantity },
      ...line,
    })),
  }
  await recordOrder(app.deps, ORDER_INPUT.parse(order))
}

export async function giveBack(
  app: TestApp,
  orderNo: string,
  lines: { lineNo: string; refundFen: number; quantity?: number }[],
): Promise<void> {
  const refund = { source: 'mall', refundNo: `R-${orderNo}-${lines[0]?.lineNo}`, orderNo, refundedAt: timeOf(app, 0) }
  const rows = lines.map((line) => ({ quantity: 1, ...line }))
  await recordRefund(app.deps, REFUND_INPUT.parse({ ...refund, lines: rows }))
}

const PRODUCTS = [
  { code: 'TEA', name: '龙井', category: 'tea', cycleDays: 60, isSlowEffect: false },
  { code: 'PUER', name: '普洱', category: 'tea', cycleDays: null, isSlowEffect: false },
  { code: 'COAT', name: '外套', category: 'clothing', cycleDays: null, isSlowEffect: false },
]

export async function addProducts(app: TestApp): Promise<void> {
  // Copies: an insert writes into the objects it is given.
  await app.deps.db.transaction(async (tx) => {
    for (const product of PRODUCTS) await tx.insert(Product, { ...product })
  })
}

export async function runJob(app: TestApp, kind: string, payload: object = {}): Promise<void> {
  await app.deps.db.transaction((tx) => app.deps.enqueue(tx, { kind, payload }))
  await app.settle()
}

/** Everything the feature keeps of a customer, as it stands. */
export async function kept({ deps }: TestApp, externalUserId: string) {
  const { read } = deps.db
  const customer = await read.findOneByOrFail(Customer, { externalUserId })
  const facts = await factsOf(read, externalUserId)
  const products = await read.find(CustomerProduct, { where: { externalUserId }, order: { productCode: 'ASC' } })
  const { stage, nextStageCheckAt } = customer
  return { stage, nextStageCheckAt, facts: facts && { ...facts, updatedAt: 0 }, products }
}

export const movesOf = ({ deps }: TestApp, externalUserId: string) =>
  deps.db.read.find(StageChange, { where: { externalUserId }, order: { id: 'ASC' } })
