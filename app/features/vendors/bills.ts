import type { Bill } from 'wecom-sdk'
import { ORDER_INPUT, type OrderInput } from '../orders/contract.ts'
import type { VendorRefund } from './contract.ts'
import { readAs, UnreadableError } from './faults.ts'

export const EXTERNAL_PAY = 'external-pay'

const REFUND_ROW = 1
const DONE = new Set([1, 3])
const REFUND_SUCCESS = 2

/** A receipt of 对外收款 as an order of one line, served by whom it was paid to. Undefined for what is no paid receipt. */
export function orderOfBill(bill: Bill): OrderInput | undefined {
  if (bill.bill_type === REFUND_ROW || !DONE.has(bill.trade_state ?? 0)) return undefined
  const paidAt = isoOf(bill.pay_time)
  const [only, ...others] = bill.commodity_list
  // Only descriptions: a remark is the customer's or the guide's own words.
  const name = bill.commodity_list.flatMap(({ description }) => description || []).join('、') || '对外收款'
  return readAs(ORDER_INPUT, {
    source: EXTERNAL_PAY,
    orderNo: bill.out_trade_no,
    channel: 'online',
    orderedAt: paidAt,
    paidAt,
    buyer: { externalUserId: bill.external_userid || null },
    lines: [
      {
        lineNo: '1',
        name: name.slice(0, 512),
        quantity: others.length === 0 ? (only?.amount ?? 1) : 1,
        paidFen: bill.total_fee,
        servedByGuide: bill.payee_userid || null,
      },
    ],
  })
}

/** A refund row: dated on the day it was paid back. @throws UnreadableError */
export function refundOfRow(bill: Bill): VendorRefund | undefined {
  if (bill.bill_type !== REFUND_ROW) return undefined
  if (!bill.out_refund_no) throw new UnreadableError([{ path: 'out_refund_no', message: '缺少这一项' }])
  return refundOf(bill, bill.out_refund_no, bill.pay_time, bill.total_fee)
}

/**
 * Refunds that a receipt calls successful. Their own rows tell the day better, but are hidden when whoever paid back is
 * out of the app's visible range.
 */
export function refundsOfReceipt(bill: Bill): VendorRefund[] {
  return bill.refund_list.flatMap(({ out_refund_no, refund_status, refund_reqtime, refund_fee }) =>
    refund_status === REFUND_SUCCESS && refund_reqtime !== undefined
      ? [refundOf(bill, out_refund_no, refund_reqtime, refund_fee)]
      : [],
  )
}

/** Refunds of a receipt that are not (or not yet) successful: their rows wait. */
export function openRefundsOf(bill: Bill): string[] {
  return bill.refund_list.flatMap(({ out_refund_no, refund_status }) =>
    refund_status === REFUND_SUCCESS ? [] : [out_refund_no],
  )
}

function refundOf(bill: Bill, refundNo: string, atSeconds: number, refundFen: number): VendorRefund {
  const lines = [{ lineNo: '1', refundFen, quantity: 0 }]
  const refundedAtMs = atSeconds * 1000
  return { source: EXTERNAL_PAY, refundNo, orderNo: bill.out_trade_no, refundedAtMs, refundFen, lineNos: ['1'], lines }
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
