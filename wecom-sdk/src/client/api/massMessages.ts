import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { done, listOf, nextCursor } from './answers.ts'

/** media_id wins over pic_url; lengths are bytes. */
export type Attachment =
  | { msgtype: 'image'; image: { media_id?: string; pic_url?: string } }
  | { msgtype: 'link'; link: { title: string; url: string; picurl?: string; desc?: string } }
  | { msgtype: 'miniprogram'; miniprogram: { title: string; pic_media_id: string; appid: string; page: string } }
  | { msgtype: 'video'; video: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } }

interface Words {
  /** At most 4000 bytes. */
  text?: { content: string }
  /** At most 9; text and attachments not both empty. */
  attachments?: Attachment[]
}

export interface WelcomeInput extends Words {
  welcome_code: string
}

export interface MassMessageInput extends Words {
  chat_type: 'single' | 'group'
  external_userid?: string[]
  chat_id_list?: string[]
  tag_filter?: { group_list: { tag_list: string[] }[] }
  sender?: string
  allow_select?: boolean
}

export interface MassResultInput {
  msgid: string
  userid: string
  limit?: number
  cursor?: string
}

export const massMessageSchema = z.looseObject({ msgid: z.string(), fail_list: listOf(z.string()) })

export interface MassListInput {
  chat_type: 'single' | 'group'
  /** Unix seconds, at most a month apart. */
  start_time: number
  end_time: number
  /** 0 made for the corp (those of an app too), 1 by a member, 2 both. */
  filter_type?: 0 | 1 | 2
  limit?: number
  cursor?: string
}

const massListSchema = z.looseObject({
  group_msg_list: listOf(
    z.looseObject({
      msgid: z.string(),
      create_time: z.union([z.number(), z.string()]).transform(Number),
      text: z.looseObject({ content: z.string() }).optional(),
    }),
  ),
  next_cursor: nextCursor,
})

export const massTaskSchema = z.looseObject({
  /** 0 unsent, 2 sent. */
  task_list: listOf(z.looseObject({ userid: z.string(), status: z.number(), send_time: z.number().optional() })),
  next_cursor: nextCursor,
})

export const massResultSchema = z.looseObject({
  send_list: listOf(
    z.looseObject({
      external_userid: z.string().optional(),
      chat_id: z.string().optional(),
      userid: z.string(),
      /** 0 unsent, 1 sent, 2 not a friend, 3 already received another mass message. */
      status: z.number(),
      send_time: z.number().optional(),
    }),
  ),
  next_cursor: nextCursor,
})

/** Words for customers: the welcome, and tasks that each guide confirms. */
export function massMessagesApi(call: Caller) {
  return {
    /** Within 20 s of the event and once. Throws `welcome_over` (done, do not retry) or `welcome_busy`. */
    sendWelcomeMsg: async (body: WelcomeInput): Promise<void> => {
      await call({ api: 'externalcontact/send_welcome_msg', body, answer: done })
    },

    /** Sends nothing by itself: each guide gets a task. `fail_list` cannot be reached. */
    addMsgTemplate: (body: MassMessageInput) =>
      call({ api: 'externalcontact/add_msg_template', body, answer: massMessageSchema }),

    /** Throws `dispatching` right after creation. */
    getGroupMsgTask: (body: { msgid: string; limit?: number; cursor?: string }) =>
      call({ api: 'externalcontact/get_groupmsg_task', body, answer: massTaskSchema }),

    getGroupMsgSendResult: (body: MassResultInput) =>
      call({ api: 'externalcontact/get_groupmsg_send_result', body, answer: massResultSchema }),

    /** What was asked for in a span of time: the way to find a task whose creation got no answer. */
    getGroupMsgList: (body: MassListInput) =>
      call({ api: 'externalcontact/get_groupmsg_list_v2', body, answer: massListSchema }),

    /** Stops what is not sent yet; what is sent stays sent. Throws `task_over` when it was stopped before. */
    cancelGroupMsgSend: async (body: { msgid: string }): Promise<void> => {
      await call({ api: 'externalcontact/cancel_groupmsg_send', body, answer: done })
    },
  }
}
