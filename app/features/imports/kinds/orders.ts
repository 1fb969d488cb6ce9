import { businessDayOf } from '../../../domain/businessDay.ts'
import { ORDER_OF_FILE, type OrderInput } from '../../orders/contract.ts'
import type { Row } from '../columns.ts'
import type { ImportFault } from '../contract.ts'
import type { ReadRecords, RecordKind } from '../recordKind.ts'
import { createTally } from '../tally.ts'
import { partsOf } from './guideShares.ts'
import { ORDER_COLUMNS, type OrderRow, readOrderRow } from './orderRows.ts'
import { IN_CHINESE, numberKey, reasonOf, withNeighbours } from './recordParts.ts'
import { faultsOfReturn, refundOfReturn, wantedByReturn } from './returns.ts'

/** A return is its rows. */
export const ordersKind: RecordKind<OrderRow[]> = {
  columns: ORDER_COLUMNS,
  required: ['order_no', 'store_code', ['paid', 'paid_fen'], ['paid_at', 'ordered_at']],
  numberField: 'order_no',
  keyOf: (row, source) => numberKey(row, row.get('order_no'), source),
  read: readOrder,
  wantedBy: wantedByReturn,
  refundOf: refundOfReturn,
}

/** Rows of one order number are one order; return rows are refunds. */
function readOrder(rows: readonly Row[], source: string): ReadRecords<OrderRow[]> {
  const tally = createTally()
  const read = rows.map((row) => readOrderRow({ tally, source }, row))
  if (tally.faults.length > 0) return { faults: withNeighbours(tally.faults, rows, '订单'), returns: [] }
  const good = read.flatMap((row) => row ?? [])
  const sales = good.filter((row) => !row.isReturn)
  const returns = new Map<string, OrderRow[]>()
  for (const row of good.filter((one) => one.isReturn)) {
    const key = JSON.stringify([row.originalNo ?? null, row.paidAt])
    returns.set(key, [...(returns.get(key) ?? []), row])
  }
  const malformed = [...returns.values()].flatMap(faultsOfReturn)
  if (malformed.length > 0) return { faults: withNeighbours(malformed, rows, '订单'), returns: [] }
  const made = [...returns.values()]
  if (sales.length === 0) return { faults: [], returns: made }
  const sale = readSale(sales)
  return Array.isArray(sale) ? { faults: sale, returns: [] } : { faults: [], sale, returns: made }
}

function readSale(rows: readonly OrderRow[]): OrderInput | ImportFault[] {
  const [first] = rows
  if (!first) return []
  const contradiction = contradictionIn(rows)
  if (contradiction) return failAll(rows, contradiction)
  const lines = linesOf(rows)
  if (typeof lines === 'string') return failAll(rows, lines)
  const { source, orderNo, channel, storeCode, orderedAt, paidAt, completedAt } = first
  const parsed = ORDER_OF_FILE.safeParse(
    {
      ...{ source, orderNo, channel, storeCode, lines, orderedAt, paidAt, completedAt: completedAt ?? null },
      delivery: firstOf(rows, 'delivery') ?? (channel === 'offline' ? 'pickup' : null),
      buyer: {
        phone: firstOf(rows, 'phone'),
        memberNo: firstOf(rows, 'memberNo'),
        unionId: firstOf(rows, 'unionId'),
        externalUserId: firstOf(rows, 'externalUserId'),
      },
      sharedByGuide: firstOf(rows, 'sharedBy'),
      ownerGuide: firstOf(rows, 'ownerGuide'),
    },
    IN_CHINESE,
  )
  return parsed.success ? parsed.data : failAll(rows, reasonOf(parsed.error.issues))
}

function failAll(rows: readonly OrderRow[], reason: string): ImportFault[] {
  return rows.map(({ rowNo }) => ({ row: rowNo, reason }))
}

function firstOf<K extends keyof OrderRow>(rows: readonly OrderRow[], name: K): OrderRow[K] | undefined {
  return rows.find((row) => row[name] !== undefined)?.[name]
}

const ONE_EACH = [
  ['storeCode', '同一订单号出现在两家门店'],
  ['channel', '同一订单号有两个渠道'],
  ['phone', '同一订单号有两位会员'],
  ['memberNo', '同一订单号有两位会员'],
  ['unionId', '同一订单号有两位会员'],
  ['externalUserId', '同一订单号有两位会员'],
] as const

/** Tills begin their numbers anew each day: what contradicts itself is two sales, and neither may be credited as one. */
function contradictionIn(rows: readonly OrderRow[]): string | undefined {
  if (rows.length === 1) return undefined
  if (new Set(rows.map(({ paidAt }) => businessDayOf(paidAt))).size > 1) return '同一订单号有两个支付日期'
  const valuesOf = (field: (typeof ONE_EACH)[number][0]) => new Set(rows.flatMap((row) => row[field] ?? []))
  return ONE_EACH.find(([field]) => valuesOf(field).size > 1)?.[1]
}

/**
 * The order's lines. Rows that repeat a line number with another guide and a share are one line, each with the whole
 * amount of it: an amount that was cut already says who gets what in another way, and to guess which would be wrong.
 * @returns a reason where the rows contradict each other
 */
function linesOf(rows: readonly OrderRow[]) {
  const groups = new Map<string, OrderRow[]>()
  for (const [index, row] of rows.entries()) {
    const isShared = row.hasShare && row.lineNo !== undefined
    const key = isShared ? `=${row.lineNo}` : String(index)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const lines = []
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    if (group.some((row) => row.amountFen !== first.amountFen || row.productCode !== first.productCode))
      return `第 ${first.lineNo} 行由几位导购分：每一行都要写整行的商品和金额`
    const served = partsOf(group.flatMap((row) => row.guides))
    if (!served)
      return `占比合计不是 100%${first.hasShare && first.lineNo === undefined ? '（几位导购分一行时，每行要写行号）' : ''}`
    const { productCode, name, quantity, amountFen: paidFen } = first
    const lineNo = first.lineNo ?? String(rows.indexOf(first) + 1)
    const guides = served.length > 1 ? { servedBy: served } : { servedByGuide: served[0]?.guide }
    lines.push({ lineNo, productCode, name, quantity, paidFen, ...guides })
  }
  return lines
}
