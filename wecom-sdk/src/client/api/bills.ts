import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { listOf, nextCursor, optionalText } from './answers.ts'

/** Up to the year 9999: beyond it no date can be made. */
const unixSeconds = z.number().int().positive().max(253_402_300_799)

/** Contact data of the payer is not read here: it is personal and no feature needs it. */
const billSchema = z.object({
  transaction_id: z.string(),
  /** 0 receipt, 1 refund. */
  bill_type: z.literal([0, 1]),
  /** 1 done, 3 done with refund; absent on refund rows. */
  trade_state: z.number().optional(),
  /** Unix seconds. */
  pay_time: unixSeconds,
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
      refund_reqtime: unixSeconds.optional(),
      /** 2 success; others are open, closed or refused. */
      refund_status: z.number(),
      refund_fee: z.number().int(),
    }),
  ),
})

export type Bill = z.infer<typeof billSchema>

/** A row that is not as the documentation has it: what is wrong by path, never a value beside its own number. */
export interface UnreadableBill {
  number: string | undefined
  faults: { path: string; message: string }[]
}

/** One row that cannot be read is told apart, and hides none of the others. */
export const billListSchema = z
  .object({ bill_list: listOf(z.unknown()), next_cursor: nextCursor })
  .transform(({ bill_list: rows, next_cursor }) => {
    const bill_list: Bill[] = []
    const unreadable: UnreadableBill[] = []
    for (const row of rows) {
      const { data, error } = billSchema.safeParse(row)
      if (data) bill_list.push(data)
      else unreadable.push({ number: numberOf(row), faults: (error?.issues ?? []).map(faultOf) })
    }
    return { bill_list, unreadable, next_cursor }
  })

function faultOf({ path, message }: z.core.$ZodIssue) {
  return { path: path.join('.'), message }
}

const NUMBERED = z.object({ out_trade_no: z.string().regex(/^[\w-]{1,64}$/) })

function numberOf(row: unknown): string | undefined {
  return NUMBERED.safeParse(row).data?.out_trade_no
}

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
