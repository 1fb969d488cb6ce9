import { In, IsNull } from 'typeorm'
import type { Tx } from '../../../db/database.ts'
import { Order, OrderLine, Refund } from '../../../db/entities/orders.ts'

type KnownLine = Pick<OrderLine, 'orderId' | 'lineNo' | 'productCode'>

/** The number of an order, or of a refund, that a return may turn out to mean. */
export interface Wanted {
  source: string
  number: string
}

/** What is stored under the numbers that the returns of a batch name. */
export class KnownSales {
  private readonly lines = new Map<string, KnownLine[]>()
  private readonly refunds = new Set<string>()

  /** The lines of an order; undefined where there is none of that number. */
  linesOf(source: string, orderNo: string): readonly KnownLine[] | undefined {
    return this.lines.get(keyOf(source, orderNo))
  }

  /** Whether a refund of that number names no original: a return that was taken before its order came. */
  hasRefundWithoutOrder(source: string, refundNo: string): boolean {
    return this.refunds.has(keyOf(source, refundNo))
  }

  addOrder(source: string, orderNo: string, lines: KnownLine[]): void {
    this.lines.set(keyOf(source, orderNo), lines)
  }

  addRefundWithoutOrder(source: string, refundNo: string): void {
    this.refunds.add(keyOf(source, refundNo))
  }
}

/** In three questions a source, however many returns. */
export async function loadKnownSales(tx: Tx, wanted: readonly Wanted[]): Promise<KnownSales> {
  const known = new KnownSales()
  for (const source of new Set(wanted.map((one) => one.source))) {
    const numbers = new Set(wanted.flatMap((one) => (one.source === source ? one.number : [])))
    await load(tx, known, source, [...numbers])
  }
  return known
}

async function load(tx: Tx, known: KnownSales, source: string, numbers: readonly string[]): Promise<void> {
  const where = { source, orderNo: In([...numbers]) }
  const orders = await tx.find(Order, { select: { id: true, orderNo: true }, where })
  const orderId = In(orders.map(({ id }) => id))
  const select = { orderId: true, lineNo: true, productCode: true } as const
  const lines = orders.length === 0 ? [] : await tx.find(OrderLine, { select, where: { orderId } })
  const linesOf = new Map<number, KnownLine[]>(orders.map(({ id }) => [id, []]))
  for (const line of lines) linesOf.get(line.orderId)?.push(line)
  for (const { id, orderNo } of orders) known.addOrder(source, orderNo, linesOf.get(id) ?? [])
  const refunds = await tx.find(Refund, {
    select: { refundNo: true },
    where: { source, refundNo: In([...numbers]), orderNo: IsNull() },
  })
  for (const { refundNo } of refunds) known.addRefundWithoutOrder(source, refundNo)
}

function keyOf(source: string, number: string): string {
  return `${source}\0${number}`
}
