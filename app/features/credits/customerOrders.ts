import { type EntityManager, In } from 'typeorm'
import type { z } from 'zod'
import { Order, type OrderLine, Refund } from '../../db/entities/orders.ts'
import { Store } from '../../db/entities/org.ts'
import type { ORDER_ROW } from '../customers/contract.ts'
import { type CreditHolder, creditOfOrders } from './holders.ts'
import { linesOf } from './queries.ts'

/** The newest purchases and refunds of a customer as rows of the sidebar, each with whose sale it is. */
export async function customerOrders(
  read: EntityManager,
  externalUserId: string,
  limit: number,
): Promise<z.infer<typeof ORDER_ROW>[]> {
  const orders = await read.find(Order, {
    where: { buyerCustomerId: externalUserId },
    order: { paidAt: 'DESC', id: 'DESC' },
    take: limit,
  })
  if (orders.length === 0) return []
  const ids = orders.map((order) => order.id)
  const refunds = await read.findBy(Refund, { orderId: In(ids) })
  const lines = await linesOf(read, orders)
  const holders = await creditOfOrders(read, ids)
  const stores = await read.findBy(Store, { code: In(orders.flatMap((order) => order.storeCode ?? [])) })
  const rowOf = (order: Order) => ({
    source: order.source,
    orderNo: order.orderNo,
    what: describeLines(lines.filter((line) => line.orderId === order.id)),
    placeText: describePlace(order, stores),
    channel: order.channel,
    creditText: describeCredit(holders.filter((holder) => holder.orderId === order.id)),
  })
  const rows = orders.flatMap((order) => [
    { kind: 'order' as const, ...rowOf(order), atMs: order.paidAt, amountFen: order.paidFen },
    ...refunds
      .filter((refund) => refund.orderId === order.id)
      .map((refund) => ({
        ...{ kind: 'refund' as const, ...rowOf(order), atMs: refund.refundedAt, amountFen: 0 - refund.refundFen },
      })),
  ])
  return rows.sort((a, b) => b.atMs - a.atMs).slice(0, limit)
}

function describeLines(lines: readonly OrderLine[]): string {
  const [first] = lines
  if (!first) return ''
  const name = first.name || first.productCode || '商品'
  const what = first.quantity === 1 ? name : `${name} ×${first.quantity}`
  return lines.length === 1 ? what : `${what} 等 ${lines.length} 件`
}

function describePlace(order: Order, stores: readonly Store[]): string {
  if (order.channel === 'online') return '线上'
  return stores.find((store) => store.code === order.storeCode)?.name ?? order.storeCode ?? '门店'
}

/** 业绩归: in a few words, for a row. */
function describeCredit(holders: readonly CreditHolder[]): string {
  if (holders.length === 0) return '业绩计算中'
  const names = holders.map((holder) => {
    if (holder.kind === 'guide') return holder.guideName ?? '导购'
    return holder.kind === 'pool' ? `${holder.storeName ?? holder.storeCode ?? ''}门店池` : '待归属'
  })
  return `业绩归 ${[...new Set(names)].join('、')}`
}
