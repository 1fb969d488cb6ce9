import { REFUND_INPUT } from '../../orders/contract.ts'
import { readInstant, readInteger } from '../cells.ts'
import { GUIDE_CODE, PRODUCT_CODE, type Row, STORE_CODE } from '../columns.ts'
import { failAll, type ImportKind, type ImportRun, RowReader } from '../tally.ts'
import { readMoney, readNumber } from './orderRows.ts'
import { countRecord, isoText, reasonOf } from './orders.ts'

export const refundsKind: ImportKind = {
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
  run: importRefunds,
}

type RefundRow = NonNullable<ReturnType<typeof readRow>>

async function importRefunds(run: ImportRun, rows: readonly Row[]): Promise<void> {
  const groups = new Map<string, RefundRow[]>()
  const spoilt = new Map<string, number>()
  for (const row of rows) {
    const read = readRow(run, row)
    if (!read) {
      spoilt.set(row.get('refund_no'), row.rowNo)
      continue
    }
    const key = JSON.stringify([read.source, read.refundNo])
    groups.set(key, [...(groups.get(key) ?? []), read])
  }
  for (const group of groups.values()) {
    const faultyRow = spoilt.get(group[0]?.refundNo ?? '')
    if (faultyRow === undefined) await takeRefund(run, group)
    else failAll(run.tally, group, `同一退款单的第 ${faultyRow} 行有误，整单没有导入`)
  }
}

function readRow({ tally, source }: ImportRun, row: Row) {
  const reader = new RowReader(row)
  const refundNo = reader.need(reader.read('refund_no', '退款单号', readNumber), '退款单号')
  const fen = reader.read('refund_fen', '退款分', readInteger) ?? reader.read('refund', '退款金额', readMoney)
  const amountFen = reader.need(fen, '退款金额')
  const refundedAt = reader.need(reader.read('refunded_at', '退款时间', readInstant), '退款时间')
  const values = {
    rowNo: row.rowNo,
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

async function takeRefund(run: ImportRun, group: RefundRow[]): Promise<void> {
  const [first] = group
  if (!first) return
  const { source, refundNo, orderNo, storeCode, guide } = first
  const parsed = REFUND_INPUT.safeParse({
    ...{ source, refundNo, orderNo, storeCode, guide },
    refundedAt: isoText(first.refundedAt),
    lines: group.map(({ lineNo, refundFen, quantity }, index) => ({
      ...{ lineNo: lineNo ?? String(index + 1), refundFen, quantity },
    })),
  })
  if (!parsed.success) failAll(run.tally, group, reasonOf(parsed.error.issues))
  else countRecord(run, await run.deps.intake.recordRefund(run.tx, parsed.data))
}
