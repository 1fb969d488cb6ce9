import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { listOf, nextCursor } from './answers.ts'

export interface TransferInput {
  handover_userid: string
  takeover_userid: string
  /** At most 100; each customer twice in 90 days. */
  external_userid: string[]
}

export interface TransferResultInput {
  handover_userid: string
  takeover_userid: string
  cursor?: string
}

export interface TransferGroupsInput {
  /** At most 100; 300 a day for one new owner. */
  chat_id_list: string[]
  new_owner: string
}

export const transferSchema = z.looseObject({
  /** 0 started, effective after 24 h; other codes are per row. */
  customer: listOf(z.looseObject({ external_userid: z.string(), errcode: z.number().default(0) })),
})

const transferResultSchema = z.looseObject({
  customer: listOf(
    z.looseObject({
      external_userid: z.string(),
      /** 1 done, 2 waiting, 3 refused, 4 limit reached. */
      status: z.number(),
      takeover_time: z.number().optional(),
    }),
  ),
  next_cursor: nextCursor,
})

const failedGroupsSchema = z.looseObject({
  failed_chat_list: listOf(z.looseObject({ chat_id: z.string(), errcode: z.number() })),
})

const unassignedSchema = z.looseObject({
  info: listOf(
    z.looseObject({ handover_userid: z.string(), external_userid: z.string(), dimission_time: z.number().optional() }),
  ),
  is_last: z.boolean().optional(),
  next_cursor: nextCursor,
})

/** 继承: customers and groups move to another guide. */
export function transfersApi(call: Caller) {
  const root = 'externalcontact'
  return {
    /** From a guide who stays. */
    transferCustomer: async (body: TransferInput & { transfer_success_msg?: string }) =>
      (await call({ api: `${root}/transfer_customer`, body, answer: transferSchema })).customer,

    /** From a guide who left within a year; else 40097. */
    resignedTransferCustomer: async (body: TransferInput) =>
      (await call({ api: `${root}/resigned/transfer_customer`, body, answer: transferSchema })).customer,

    transferResult: (body: TransferResultInput) =>
      call({ api: `${root}/transfer_result`, body, answer: transferResultSchema }),

    resignedTransferResult: (body: TransferResultInput) =>
      call({ api: `${root}/resigned/transfer_result`, body, answer: transferResultSchema }),

    /** Gives the groups that were not moved. */
    onjobTransferGroups: async (body: TransferGroupsInput) =>
      (await call({ api: `${root}/groupchat/onjob_transfer`, body, answer: failedGroupsSchema })).failed_chat_list,

    /** The owner must have left. Gives the groups that were not moved. */
    transferGroups: async (body: TransferGroupsInput) =>
      (await call({ api: `${root}/groupchat/transfer`, body, answer: failedGroupsSchema })).failed_chat_list,

    /** Customers of guides who left and whom nobody took over. */
    getUnassignedList: (body: { cursor?: string; page_size?: number } = {}) =>
      call({ api: `${root}/get_unassigned_list`, body, answer: unassignedSchema }),
  }
}
