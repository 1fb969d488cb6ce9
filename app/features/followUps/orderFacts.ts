import type { EntityManager } from 'typeorm'
import { Order, OrderLine } from '../../db/entities/orders.ts'
import { Product } from '../../db/entities/org.ts'
import type { TriggerFacts } from '../../domain/followUps/planSteps.ts'
import type { ExitFact } from '../../domain/followUps/playbook.ts'

/** One product of an order and what planning needs to know about it. */
export interface BoughtProduct {
  productCode: string
  name: string
  facts: TriggerFacts
}

export interface BuyerOrder {
  order: Order
  externalUserId: string
  products: BoughtProduct[]
}

/** @returns undefined while nobody knows the buyer: identification brings the order here again */
export async function readBuyerOrder(read: EntityManager, orderId: number): Promise<BuyerOrder | undefined> {
  const order = await read.findOneBy(Order, { id: orderId })
  if (!order?.buyerCustomerId) return undefined
  const lines = await read.findBy(OrderLine, { orderId })
  const products: BoughtProduct[] = []
  for (const productCode of new Set(lines.flatMap((line) => line.productCode ?? []))) {
    const own = lines.filter((line) => line.productCode === productCode)
    const quantity = own.reduce((sum, line) => sum + line.quantity, 0)
    const facts = await readFacts(read, order, order.buyerCustomerId, productCode, quantity)
    products.push({ productCode, name: own[0]?.name ?? '', facts })
  }
  return { order, externalUserId: order.buyerCustomerId, products }
}

async function readFacts(
  read: EntityManager,
  order: Order,
  buyer: string,
  productCode: string,
  quantity: number,
): Promise<TriggerFacts> {
  const product = await read.findOneBy(Product, { code: productCode })
  const [same]: Counts[] = await read.query(
    `SELECT ${COUNTS} FROM orders o JOIN order_lines l ON l.order_id = o.id
     WHERE o.buyer_customer_id = ? AND l.product_code = ? AND o.id <> ?`,
    [order.paidAt, order.paidAt, buyer, productCode, order.id],
  )
  const [any]: Counts[] = await read.query(
    `SELECT ${COUNTS} FROM orders o WHERE o.buyer_customer_id = ? AND o.id <> ?`,
    [order.paidAt, order.paidAt, buyer, order.id],
  )
  const exits: ExitFact[] = []
  if (await isRefunded(read, order, productCode)) exits.push('refunded')
  if (Number(same?.later ?? 0) > 0) exits.push('bought_again')
  return {
    atMs: order.paidAt,
    delivery: order.delivery ?? (order.channel === 'offline' ? 'pickup' : 'shipping'),
    slowEffect: product?.isSlowEffect ?? false,
    boughtThisProductBefore: Number(same?.earlier ?? 0) > 0,
    isRepeatBuyer: Number(any?.earlier ?? 0) > 0,
    useUpDays: product?.cycleDays ? product.cycleDays * Math.max(1, quantity) : undefined,
    exits,
  }
}

interface Counts {
  earlier: number
  later: number
}
const COUNTS = `COUNT(CASE WHEN o.paid_at < ? THEN 1 END) AS earlier, COUNT(CASE WHEN o.paid_at > ? THEN 1 END) AS later`

async function isRefunded(read: EntityManager, order: Order, productCode: string): Promise<boolean> {
  const rows = await read.query(
    `SELECT 1 FROM refunds r JOIN refund_lines f ON f.refund_id = r.id
     JOIN order_lines l ON l.order_id = ? AND l.line_no = f.line_no
     WHERE r.source = ? AND r.order_no = ? AND l.product_code = ? LIMIT 1`,
    [order.id, order.source, order.orderNo, productCode],
  )
  return rows.length > 0
}
