import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { WeComError } from '../errors.ts'
import { done, listOf, nextCursor, optionalText } from './answers.ts'

const externalContactSchema = z.looseObject({
  external_userid: z.string(),
  name: z.string().default(''),
  avatar: optionalText,
  /** 1 WeChat user, 2 WeCom user of another corp. */
  type: z.number().optional(),
  /** 0 unknown, 1 male, 2 female. */
  gender: z.number().optional(),
  /** Only WeChat users, and only with a WeChat account of the same subject bound. */
  unionid: optionalText,
  corp_name: optionalText,
})

const relationShape = {
  userid: z.string(),
  remark: optionalText,
  description: optionalText,
  /** Unix seconds. */
  createtime: z.number().optional(),
  remark_mobiles: listOf(z.string()),
  /** Open list: unknown ways must be tolerated. */
  add_way: z.number().optional(),
  oper_userid: optionalText,
  state: optionalText,
}

const followUserSchema = z.looseObject({
  ...relationShape,
  tags: listOf(
    z.looseObject({
      group_name: z.string().optional(),
      tag_name: z.string().optional(),
      tag_id: z.string().optional(),
      /** 1 corp, 2 personal (without id), 3 strategy. */
      type: z.number().optional(),
    }),
  ),
})

/** The batch call shrinks the tags to corp tag ids. */
const followInfoSchema = z.looseObject({ ...relationShape, tag_id: listOf(z.string()) })

export const customerSchema = z.looseObject({
  external_contact: externalContactSchema,
  follow_user: listOf(followUserSchema),
  next_cursor: nextCursor,
})

export const customerBatchSchema = z.looseObject({
  external_contact_list: listOf(
    z.looseObject({ external_contact: externalContactSchema, follow_info: followInfoSchema }),
  ),
  next_cursor: nextCursor,
})

const followUsersSchema = z.looseObject({ follow_user: listOf(z.string()) })
const customerIdsSchema = z.looseObject({ external_userid: listOf(z.string()) })

export type ExternalContact = z.infer<typeof externalContactSchema>
/** One guide's relation to a customer: from `getCustomer`, and the shorter one of the batch call. */
export type FollowUser = z.infer<typeof followUserSchema>
export type FollowInfo = z.infer<typeof followInfoSchema>

export interface RemarkInput {
  userid: string
  external_userid: string
  /** At most 20 characters. */
  remark?: string
  /** At most 150 characters. */
  description?: string
  remark_company?: string
  /** Replaces all; `['']` clears. */
  remark_mobiles?: string[]
}

/** Customers and their relations to guides. */
export function customersApi(call: Caller) {
  return {
    /** Userids of visible members who may have customers. */
    getFollowUserList: async () =>
      (await call({ api: 'externalcontact/get_follow_user_list', answer: followUsersSchema })).follow_user,

    /** external_userids of one guide; a guide without customers is 84061 on the wire and empty here. */
    listCustomers: async (userid: string): Promise<string[]> => {
      try {
        return (await call({ api: 'externalcontact/list', query: { userid }, answer: customerIdsSchema }))
          .external_userid
      } catch (error) {
        if (error instanceof WeComError && error.meaning === 'no_relation') return []
        throw error
      }
    },

    /** externalcontact/get; a next cursor only with more than 500 followers. */
    getCustomer: (externalUserId: string, cursor?: string) =>
      call({
        api: 'externalcontact/get',
        query: { external_userid: externalUserId, cursor },
        answer: customerSchema,
      }),

    /** batch/get_by_user for up to 100 guides, up to 100 rows a page. */
    batchGetCustomers: (body: { userid_list: string[]; cursor?: string; limit?: number }) =>
      call({ api: 'externalcontact/batch/get_by_user', body, answer: customerBatchSchema }),

    /** Absolute write, safe to repeat; causes no callback. */
    remarkCustomer: async (body: RemarkInput): Promise<void> => {
      await call({ api: 'externalcontact/remark', body, answer: done })
    },
  }
}
