import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { done, listOf, nextCursor, optionalText } from './answers.ts'

export const groupListSchema = z.looseObject({
  group_chat_list: listOf(z.looseObject({ chat_id: z.string(), status: z.number().optional() })),
  next_cursor: nextCursor,
})

const groupMemberSchema = z.looseObject({
  /** Userid of staff or external_userid. */
  userid: z.string(),
  /** 1 staff, 2 external. */
  type: z.number(),
  unionid: optionalText,
  /** Unix seconds. */
  join_time: z.number().optional(),
  /** 1 direct, 2 link, 3 QR code. Not the scale of the callback. */
  join_scene: z.number().optional(),
  state: optionalText,
  /** Only when one of our members invited. */
  invitor: z.looseObject({ userid: z.string() }).optional(),
  group_nickname: optionalText,
  name: optionalText,
})

export const groupSchema = z.looseObject({
  group_chat: z.looseObject({
    chat_id: z.string(),
    name: z.string().default(''),
    owner: z.string().default(''),
    create_time: z.number().optional(),
    notice: optionalText,
    member_list: listOf(groupMemberSchema),
    admin_list: listOf(z.looseObject({ userid: z.string() })),
    member_version: optionalText,
  }),
})

export type GroupChat = z.infer<typeof groupSchema>['group_chat']
export type GroupMember = z.infer<typeof groupMemberSchema>

export interface AddJoinWayInput {
  /** 1 mini program, 2 QR code. */
  scene: 1 | 2
  remark?: string
  /** 1 makes a next group when all are full. */
  auto_create_room?: 0 | 1
  room_base_name?: string
  room_base_id?: number
  /** At most 5. */
  chat_id_list: string[]
  /** At most 30 characters. */
  state?: string
}

const joinWayIdSchema = z.looseObject({ config_id: z.string() })

const joinWaySchema = z.looseObject({
  join_way: z.looseObject({
    config_id: z.string(),
    scene: z.number().optional(),
    remark: optionalText,
    auto_create_room: z.number().optional(),
    chat_id_list: listOf(z.string()),
    qr_code: optionalText,
    state: optionalText,
  }),
})

export interface ListGroupsInput {
  /** 0 all, 1 owner resigned and waiting, 2 in progress, 3 done. */
  status_filter?: 0 | 1 | 2 | 3
  /** Required with more than 1000 visible people; at most 100 ids. */
  owner_filter?: { userid_list: string[] }
  cursor?: string
  /** 1 to 1000. */
  limit: number
}

/** Customer groups. Only groups whose owner is in the visible range exist here. */
export function groupsApi(call: Caller) {
  return {
    listGroups: (body: ListGroupsInput) =>
      call({ api: 'externalcontact/groupchat/list', body, answer: groupListSchema }),

    /** Written late after events: compare `member_version`. Throws `group_gone` for a dissolved one. */
    getGroup: async (chatId: string, needName = true) => {
      const body = { chat_id: chatId, need_name: needName ? 1 : 0 }
      return (await call({ api: 'externalcontact/groupchat/get', body, answer: groupSchema })).group_chat
    },

    /** Gives the config_id; read the QR code with getJoinWay. */
    addJoinWay: async (body: AddJoinWayInput) =>
      (await call({ api: 'externalcontact/groupchat/add_join_way', body, answer: joinWayIdSchema })).config_id,

    getJoinWay: async (configId: string) => {
      const body = { config_id: configId }
      return (await call({ api: 'externalcontact/groupchat/get_join_way', body, answer: joinWaySchema })).join_way
    },

    /** Overwrites the way. */
    updateJoinWay: async (body: AddJoinWayInput & { config_id: string }): Promise<void> => {
      await call({ api: 'externalcontact/groupchat/update_join_way', body, answer: done })
    },
  }
}
