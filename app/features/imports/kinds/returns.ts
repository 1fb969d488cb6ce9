import { REFUND_INPUT, type RefundInput } from '../../orders/contract.ts'
import type { ImportFault } from '../contract.ts'
import type { KnownSales, Wanted } from './knownSales.ts'
import type { OrderRow } from './orderRows.ts'
import { IN_CHINESE, isoText, reasonOf } from './recordParts.ts'

/** The order it names, and the one of its own number. */
export function wantedByReturn(rows: readonly OrderRow[]): Wanted[] {
  return rows.slice(0, 1).flatMap(({ source, orderNo, originalNo = orderNo }) => [
    { source, number: orderNo },
    { source, number: originalNo },
  ])
}

/**
 * A return. With an original number it is a refund of that order; without one, of the order of the same number if
 * there is one, else a refund without an original.
 */
export function refundOfReturn(rows: readonly OrderRow[], known: KnownSales): RefundInput | ImportFault[] {
  const [first] = rows
  if (!first) return []
  const { source, storeCode, guides } = first
  const { refundNo, orderNo } = numbersOf(known, first)
  const parsed = REFUND_INPUT.safeParse(
    {
      ...{ source, refundNo, orderNo, storeCode },
      lines: linesOf(rows, orderNo === undefined ? [] : (known.linesOf(source, orderNo) ?? [])),
      refundedAt: isoText(first.paidAt),
      // A slip without its order is taken from one guide; of several it says too little, and the store bears it.
      guide: guides.length === 1 ? guides[0]?.guide : undefined,
    },
    IN_CHINESE,
  )
  if (parsed.success) return parsed.data
  return rows.map(({ rowNo }) => ({ row: rowNo, reason: reasonOf(parsed.error.issues) }))
}

/** What is wrong with the form of a return, whatever order it turns out to belong to. */
export function faultsOfReturn(rows: readonly OrderRow[]): ImportFault[] {
  const [first] = rows
  if (!first) return []
  const parsed = REFUND_INPUT.safeParse(
    {
      ...{ source: first.source, refundNo: first.orderNo, orderNo: first.originalNo, storeCode: first.storeCode },
      refundedAt: isoText(first.paidAt),
      lines: rows.map(({ lineNo, amountFen, quantity }, index) => ({
        ...{ lineNo: lineNo === undefined ? String(index) : `${lineNo}`.slice(0, 50) + index, refundFen: amountFen },
        quantity,
      })),
    },
    IN_CHINESE,
  )
  if (parsed.success) return []
  return rows.map(({ rowNo }) => ({ row: rowNo, reason: reasonOf(parsed.error.issues) }))
}

function numbersOf(known: KnownSales, { source, orderNo, originalNo, paidAt }: OrderRow) {
  if (originalNo !== undefined && originalNo !== orderNo) return { refundNo: orderNo, orderNo: originalNo }
  const stamp = new Date(paidAt).toISOString().replace(/\D/g, '').slice(0, 14)
  const ofSameOrder = { refundNo: `${orderNo.slice(0, 47)}-R${stamp}`, orderNo }
  if (originalNo !== undefined) return ofSameOrder
  // The same file again, after its order has come, must find the refund it made the first time.
  const isKnown = !known.hasRefundWithoutOrder(source, orderNo) && known.linesOf(source, orderNo) !== undefined
  return isKnown ? ofSameOrder : { refundNo: orderNo, orderNo: undefined }
}

/** Return slips number their own lines; where the original is known its line of the same product is meant. */
function linesOf(rows: readonly OrderRow[], known: readonly { lineNo: string; productCode: string | null }[]) {
  const lines = new Map<string, { lineNo: string; refundFen: number; quantity: number }>()
  for (const [index, row] of rows.entries()) {
    if (isRepeated(rows, index)) continue
    const same = known.filter((line) => row.productCode !== undefined && line.productCode === row.productCode)
    const byProduct = same.length === 1 ? same[0]?.lineNo : undefined
    const only = known.length === 1 ? known[0]?.lineNo : undefined
    const given = known.some((line) => line.lineNo === row.lineNo && same.length > 1) ? row.lineNo : undefined
    const lineNo = given ?? byProduct ?? only ?? row.lineNo ?? String(index + 1)
    const before = lines.get(lineNo) ?? { lineNo, refundFen: 0, quantity: 0 }
    lines.set(lineNo, {
      lineNo,
      refundFen: before.refundFen + row.amountFen,
      quantity: before.quantity + row.quantity,
    })
  }
  return [...lines.values()]
}

/** A line that several guides share stands once for each, with its whole amount: it is returned once. */
function isRepeated(rows: readonly OrderRow[], index: number): boolean {
  const row = rows[index]
  if (!row?.hasShare || row.lineNo === undefined) return false
  return rows.slice(0, index).some((one) => one.hasShare && one.lineNo === row.lineNo)
}
