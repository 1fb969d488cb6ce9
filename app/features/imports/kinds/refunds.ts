import { REFUND_INPUT, type RefundInput } from '../../orders/contract.ts'
import { readInstant, readInteger } from '../cells.ts'
import { GUIDE_CODE, PRODUCT_CODE, type Row, STORE_CODE } from '../columns.ts'
import type { ReadRecords, RecordKind } from '../recordKind.ts'
import { createTally, RowReader, type Tally } from '../tally.ts'
import { readMoney, readNumber } from './orderRows.ts'
import { IN_CHINESE, isoText, numberKey, reasonOf, withNeighbours } from './recordParts.ts'

export const refundsKind: RecordKind<RefundInput> = {
  columns: {
    source: ['来源'],
    refund_no: ['退款单号', '退货单号', '售后单号'],
    order_no: ['原单号', '原小票号', '原订单号', '订单号', '小票号', 'original_no'],
    line_no: ['行号', '明细号', '原行号'],
    store_code: STORE_CODE,
    guide: [...GUIDE_CODE, 'guide_code'],
    refund: ['退款金额', '退货金额', 'refund_amount', 'amount', 'paid', '实付金额'],
    refund_fen: ['退款分'],
    refunded_at: ['退款时间', '退货时间', '日期'],
    qty: ['数量', '退货数量', 'quantity'],
    sku: PRODUCT_CODE,
  },
  required: ['refund_no', ['refund', 'refund_fen'], 'refunded_at'],
  numberField: 'refund_no',
  keyOf: (row, source) => numberKey(row, row.get('refund_no'), source),
  read: readRefund,
  wantedBy: () => [],
  refundOf: (read) => read,
}

function readRefund(rows: readonly Row[], source: string): ReadRecords<RefundInput> {
  const tally = createTally()
  const good = rows.flatMap((row) => readRow(tally, source, row) ?? [])
  if (tally.faults.length > 0) return { faults: withNeighbours(tally.faults, rows, '退款单'), returns: [] }
  const [first] = good
  if (!first) return { faults: [], returns: [] }
  const parsed = REFUND_INPUT.safeParse(
    {
      ...{ source: first.source, refundNo: first.refundNo, orderNo: first.orderNo },
      ...{ storeCode: first.storeCode, guide: first.guide },
      refundedAt: isoText(first.refundedAt),
      lines: good.map(({ lineNo, refundFen, quantity }, index) => ({
        ...{ lineNo: lineNo ?? String(index + 1), refundFen, quantity },
      })),
    },
    IN_CHINESE,
  )
  if (parsed.success) return { faults: [], returns: [parsed.data] }
  const reason = reasonOf(parsed.error.issues)
  return { faults: rows.map(({ rowNo }) => ({ row: rowNo, reason })), returns: [] }
}

function readRow(tally: Tally, source: string, row: Row) {
  const reader = new RowReader(row)
  const refundNo = reader.need(reader.read('refund_no', '退款单号', readNumber), '退款单号')
  const fen = reader.read('refund_fen', '退款分', readInteger) ?? reader.read('refund', '退款金额', readMoney)
  const amountFen = reader.need(fen, '退款金额')
  const refundedAt = reader.need(reader.read('refunded_at', '退款时间', readInstant), '退款时间')
  const values = {
    source: reader.text('source', '来源') ?? source,
    orderNo: reader.read('order_no', '原单号', readNumber),
    lineNo: reader.text('line_no', '行号'),
    storeCode: reader.text('store_code', '门店编码'),
    guide: reader.text('guide', '导购工号'),
    quantity: Math.abs(reader.read('qty', '数量', readInteger) ?? 0),
  }
  if (!reader.settle(tally)) return undefined
  if (refundNo === undefined || amountFen === undefined || refundedAt === undefined) return undefined
  return { ...values, refundNo, refundedAt, refundFen: Math.abs(amountFen) }
}
