import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { listOf, nextCursor, optionalText } from './answers.ts'

/** Contact data of the payer is not read here: it is personal and no feature needs it. */
const billSchema = z.object({
  transaction_id: z.string(),
  /** 0 receipt, 1 refund. */
  bill_type: z.number(),
  /** 1 done, 3 done with refund; absent on refund rows. */
  trade_state: z.number().optional(),
  /** Unix seconds. */
  pay_time: z.number(),
  out_trade_no: z.string(),
  out_refund_no: optionalText,
  external_userid: optionalText,
  total_fee: z.number().int(),
  /** On a refund row the one who refunded. */
  payee_userid: optionalText,
  payment_type: z.number().optional(),
  mch_id: optionalText,
  remark: optionalText,
  /** `amount` is a quantity. */
  commodity_list: listOf(z.looseObject({ description: optionalText, amount: z.number().optional() })),
  total_refund_fee: z.number().int().optional(),
  refund_list: listOf(
    z.looseObject({
      out_refund_no: z.string(),
      refund_userid: optionalText,
      refund_reqtime: z.number().optional(),
      /** 2 success; others are open, closed or refused. */
      refund_status: z.number(),
      refund_fee: z.number().int(),
    }),
  ),
})

export const billListSchema = z.looseObject({ bill_list: listOf(billSchema), next_cursor: nextCursor })

export type Bill = z.infer<typeof billSchema>

export interface BillListInput {
  /** Unix seconds, at most a month apart. */
  begin_time: number
  end_time: number
  payee_userid?: string
  cursor?: string
  limit?: number
}

/** 对外收款. There is no callback: poll a trailing window, rows keep changing. */
export function billsApi(call: Caller) {
  return {
    /** Amounts in fen. A page may be empty while a next cursor exists. */
    getBillList: (body: BillListInput) => call({ api: 'externalpay/get_bill_list', body, answer: billListSchema }),
  }
}
