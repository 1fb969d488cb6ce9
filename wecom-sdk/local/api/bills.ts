import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { Bill, Refund } from '../records/bills.ts'
import { findMember, seconds, type World } from '../world.ts'
import { type ApiCall, type Endpoints, postEndpoint, unixSeconds } from './endpoint.ts'
import { pageOf } from './paging.ts'

const body = z.object({
  begin_time: unixSeconds,
  end_time: unixSeconds,
  payee_userid: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.number().int().min(1).max(1000).default(1000),
})

const MONTH_SECONDS = 31 * 86_400

interface Row {
  payee: string
  atMs: number
  row: Record<string, unknown>
}

const common = (bill: Bill) => ({
  transaction_id: bill.transactionId,
  out_trade_no: bill.outTradeNo,
  external_userid: bill.externalUserId,
  payment_type: bill.paymentType,
  mch_id: '1600000000',
})

function receiptRow(bill: Bill): Row {
  const refunded = bill.refunds.reduce((sum, { feeFen }) => sum + feeFen, 0)
  const row = {
    ...common(bill),
    bill_type: 0,
    trade_state: refunded > 0 ? 3 : 1,
    pay_time: seconds(bill.paidAtMs),
    total_fee: bill.totalFeeFen,
    payee_userid: bill.payee,
    remark: bill.remark,
    commodity_list: bill.commodities,
    total_refund_fee: refunded,
    refund_list: bill.refunds.map((refund) => ({
      out_refund_no: refund.outRefundNo,
      refund_userid: refund.userid,
      refund_comment: refund.comment,
      refund_reqtime: seconds(refund.atMs),
      refund_status: 2,
      refund_fee: refund.feeFen,
    })),
    ...(bill.contactInfo ? { contact_info: bill.contactInfo } : {}),
  }
  return { payee: bill.payee, atMs: bill.paidAtMs, row }
}

function refundRow(bill: Bill, refund: Refund): Row {
  const row = {
    ...common(bill),
    bill_type: 1,
    pay_time: seconds(refund.atMs),
    out_refund_no: refund.outRefundNo,
    total_fee: refund.feeFen,
    // On a refund row this is who paid it back.
    payee_userid: refund.userid,
    remark: refund.comment,
  }
  return { payee: refund.userid, atMs: refund.atMs, row }
}

const isVisible = (world: World, userid: string): boolean => findMember(world, userid)?.visible === true

function listBills({ world }: ApiCall, input: z.output<typeof body>) {
  const span = input.end_time - input.begin_time
  if (span < 0 || span > MONTH_SECONDS) throw new ApiRefusal(40035, 'invalid time range')
  const payee = input.payee_userid?.toLowerCase()
  const rows = world.state.bills
    .flatMap((bill) => [receiptRow(bill), ...bill.refunds.map((refund) => refundRow(bill, refund))])
    .filter(({ atMs }) => seconds(atMs) >= input.begin_time && seconds(atMs) <= input.end_time)
    .filter((row) => payee === undefined || row.payee.toLowerCase() === payee)
    .sort((a, b) => a.atMs - b.atMs)
  const page = pageOf(world, rows, input.cursor, input.limit)
  // Rows of payees out of range fall out after paging: a page may be short or empty although more follow.
  const bill_list = page.rows.filter((row) => isVisible(world, row.payee)).map(({ row }) => row)
  return { bill_list, ...(page.cursor.next_cursor ? page.cursor : {}) }
}

export const billEndpoints: Endpoints = { 'externalpay/get_bill_list': postEndpoint('pay', body, listBills) }
