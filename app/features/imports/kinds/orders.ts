import { Order, OrderLine, Refund } from '../../../db/entities/orders.ts'
import { ORDER_INPUT, REFUND_INPUT, type RecordOutcome } from '../../orders/contract.ts'
import type { Row } from '../columns.ts'
import { count, failAll, type ImportKind, type ImportRun } from '../tally.ts'
import { ORDER_COLUMNS, type OrderRow, readOrderRow } from './orderRows.ts'

export const ordersKind: ImportKind = {
  columns: ORDER_COLUMNS,
  required: ['order_no', 'store_code', ['paid', 'paid_fen'], ['paid_at', 'ordered_at']],
  run: importOrders,
}

/** Rows of one order number are one order; return rows are refunds. An order with a faulty row is left out whole. */
async function importOrders(run: ImportRun, rows: readonly Row[]): Promise<void> {
  const sales = new Map<string, OrderRow[]>()
  const returns = new Map<string, OrderRow[]>()
  const spoilt = new Map<string, number>()
  for (const row of rows) {
    const read = readOrderRow(run, row)
    if (!read) {
      spoilt.set(row.get('order_no'), row.rowNo)
      continue
    }
    const { source, orderNo, isReturn, originalNo, paidAt } = read
    const key = JSON.stringify(isReturn ? [source, orderNo, originalNo ?? null, paidAt] : [source, orderNo])
    const groups = isReturn ? returns : sales
    groups.set(key, [...(groups.get(key) ?? []), read])
  }
  const isWhole = (group: OrderRow[]) => {
    const faultyRow = spoilt.get(group[0]?.orderNo ?? '')
    if (faultyRow === undefined) return true
    failAll(run.tally, group, `同一订单的第 ${faultyRow} 行有误，整单没有导入`)
    return false
  }
  for (const group of sales.values()) if (isWhole(group)) await takeSale(run, group)
  for (const group of returns.values()) if (isWhole(group)) await takeReturn(run, group)
}

async function takeSale(run: ImportRun, group: OrderRow[]): Promise<void> {
  const [first] = group
  if (!first) return
  if (group.some((row) => row.storeCode !== first.storeCode)) {
    failAll(run.tally, group, '同一订单号出现在两家门店')
    return
  }
  const pick = <K extends keyof OrderRow>(name: K) => group.find((row) => row[name] !== undefined)?.[name]
  const { source, orderNo, channel, storeCode } = first
  const parsed = ORDER_INPUT.safeParse({
    ...{ source, orderNo, channel, storeCode },
    orderedAt: isoText(first.orderedAt),
    paidAt: isoText(first.paidAt),
    completedAt: first.completedAt === undefined ? null : isoText(first.completedAt),
    delivery: pick('delivery') ?? (channel === 'offline' ? 'pickup' : null),
    buyer: {
      phone: pick('phone'),
      memberNo: pick('memberNo'),
      unionId: pick('unionId'),
      externalUserId: pick('externalUserId'),
    },
    sharedByGuide: pick('sharedBy'),
    lines: group.map(({ lineNo, productCode, name, quantity, amountFen, guide }, index) => ({
      ...{ lineNo: lineNo ?? String(index + 1), productCode, name, quantity },
      paidFen: amountFen,
      servedByGuide: guide,
    })),
  })
  if (!parsed.success) failAll(run.tally, group, reasonOf(parsed.error.issues))
  else countRecord(run, await run.deps.intake.recordOrder(run.tx, parsed.data))
}

/**
 * A return. With an original number it is a refund of that order; without one, of the order of the same number if
 * there is one, else a refund without an original.
 */
async function takeReturn(run: ImportRun, group: OrderRow[]): Promise<void> {
  const [first] = group
  if (!first) return
  const { source, storeCode } = first
  const { refundNo, orderNo } = await numbersOf(run, first)
  const lines = await linesOf(run, group, orderNo)
  const parsed = REFUND_INPUT.safeParse({
    ...{ source, refundNo, orderNo, storeCode, lines },
    refundedAt: isoText(first.paidAt),
    guide: first.guide,
  })
  if (!parsed.success) failAll(run.tally, group, reasonOf(parsed.error.issues))
  else countRecord(run, await run.deps.intake.recordRefund(run.tx, parsed.data))
}

async function numbersOf({ tx }: ImportRun, { source, orderNo, originalNo, paidAt }: OrderRow) {
  if (originalNo !== undefined && originalNo !== orderNo) return { refundNo: orderNo, orderNo: originalNo }
  const stamp = new Date(paidAt).toISOString().replace(/\D/g, '').slice(0, 14)
  const ofSameOrder = { refundNo: `${orderNo.slice(0, 47)}-R${stamp}`, orderNo }
  if (originalNo !== undefined) return ofSameOrder
  // The same file again, after its order has come, must find the refund it made the first time.
  const orphan = await tx.findOneBy(Refund, { source, refundNo: orderNo })
  const isKnown = orphan === null && (await tx.existsBy(Order, { source, orderNo }))
  return isKnown ? ofSameOrder : { refundNo: orderNo, orderNo: undefined }
}

/** Return slips number their own lines; where the original is known its line of the same product is meant. */
async function linesOf({ tx }: ImportRun, group: OrderRow[], orderNo: string | undefined) {
  const source = group[0]?.source ?? ''
  const original = orderNo === undefined ? null : await tx.findOneBy(Order, { source, orderNo })
  const known = original === null ? [] : await tx.findBy(OrderLine, { orderId: original.id })
  const lines = new Map<string, { lineNo: string; refundFen: number; quantity: number }>()
  for (const [index, row] of group.entries()) {
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

export function isoText(atMs: number): string {
  return new Date(atMs).toISOString()
}

export function reasonOf(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  return issues.map((issue) => `${issue.path.join('.')}：${issue.message}`).join('；')
}

/** Other content under a known number is kept for a person and holds nothing else up. */
export function countRecord({ tally }: ImportRun, outcome: RecordOutcome): void {
  count(tally, outcome.kind === 'recorded' ? 'added' : 'unchanged')
}
