import { splitByShares } from '../../domain/money.ts'
import { ORDER_INPUT, type OrderInput } from '../orders/contract.ts'
import type { VendorName } from './contract.ts'
import { readAs, UnreadableError } from './faults.ts'

export interface PaidLine {
  lineNo: string
  productCode: string | undefined
  name: string | undefined
  quantity: number | undefined
  paidFen: number
}

export interface PaidOrder {
  source: VendorName
  orderNo: string
  channel: 'online' | 'offline'
  storeCode: string | undefined
  orderedAtMs: number
  paidAtMs: number
  buyer: { phone?: string | undefined; unionId?: string | undefined }
  /** What the customer paid in all. */
  paidFen: number
  freightFen: number
  lines: PaidLine[]
}

/**
 * An order as every source gives it. The lines add up to what was paid: freight lies on them by their amounts, so that
 * a refund of a line with its freight finds both there.
 * @throws UnreadableError when lines and freight are not what was paid: no line's amount is ever made up
 */
export function orderOf({ orderedAtMs, paidAtMs, paidFen, freightFen, lines, ...order }: PaidOrder): OrderInput {
  const goodsFen = lines.reduce((sum, line) => sum + line.paidFen, 0)
  if (goodsFen + freightFen !== paidFen)
    throw new UnreadableError([{ path: 'lines', message: '各行金额与运费加起来不等于实付金额' }])
  const onTop = new Map(
    splitByShares(
      freightFen,
      lines.map(({ lineNo: key, paidFen: parts }) => ({ key, parts })),
    ).map(({ key, fen }) => [key, fen]),
  )
  return readAs(ORDER_INPUT, {
    ...order,
    orderedAt: new Date(orderedAtMs).toISOString(),
    paidAt: new Date(paidAtMs).toISOString(),
    lines: lines.map((line) => ({
      ...line,
      name: line.name?.slice(0, 512),
      paidFen: line.paidFen + (onTop.get(line.lineNo) ?? 0),
    })),
  })
}
