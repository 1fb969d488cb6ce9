import type { Tx } from '../../db/database.ts'
import { Order, OrderLine } from '../../db/entities/orders.ts'
import { splitByShares } from '../../domain/money.ts'
import { REFUND_INPUT, type RefundInput } from '../orders/contract.ts'
import type { VendorRefund } from './contract.ts'
import { OrderAwaitedError, readAs } from './faults.ts'

/**
 * A refund as every source gives it. One that names several lines, or none, with one sum is laid on them by what was
 * paid for each; that needs the order.
 * @throws OrderAwaitedError while it has not arrived
 */
export async function refundInputOf(tx: Tx, refund: VendorRefund): Promise<RefundInput> {
  const { source, refundNo, orderNo, refundedAtMs } = refund
  const lines = refund.lines ?? (await layOnLines(tx, refund))
  return readAs(REFUND_INPUT, {
    ...{ source, refundNo, orderNo, refundedAt: new Date(refundedAtMs).toISOString() },
    lines: lines.filter((line, _, all) => line.refundFen > 0 || all.length === 1),
  })
}

async function layOnLines(tx: Tx, { source, orderNo, refundFen, lineNos }: VendorRefund) {
  const order = await tx.findOne(Order, { select: { id: true }, where: { source, orderNo } })
  if (!order) throw new OrderAwaitedError(`${source}: the order of a refund has not arrived`)
  const all = await tx.findBy(OrderLine, { orderId: order.id })
  const named = all.filter(({ lineNo }) => lineNos.length === 0 || lineNos.includes(lineNo))
  const shares = (named.length > 0 ? named : all).map(({ lineNo: key, paidFen: parts }) => ({ key, parts }))
  return splitByShares(refundFen, shares).map(({ key: lineNo, fen }) => ({ lineNo, refundFen: fen, quantity: 0 }))
}
