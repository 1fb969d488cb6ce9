import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { listOf } from './answers.ts'

/** new_* are increments of the period, all others totals as of that day. */
const groupDataSchema = z.looseObject({
  new_chat_cnt: z.number().default(0),
  chat_total: z.number().default(0),
  chat_has_msg: z.number().default(0),
  new_member_cnt: z.number().default(0),
  member_total: z.number().default(0),
  member_has_msg: z.number().default(0),
  msg_total: z.number().default(0),
})

export const groupStatisticSchema = z.looseObject({
  total: z.number().default(0),
  next_offset: z.number().default(0),
  items: listOf(z.looseObject({ owner: z.string(), data: groupDataSchema })),
})

export const groupDaysSchema = z.looseObject({
  items: listOf(z.looseObject({ stat_time: z.number(), data: groupDataSchema })),
})

export const behaviorSchema = z.looseObject({
  behavior_data: listOf(
    z.looseObject({
      stat_time: z.number(),
      chat_cnt: z.number().default(0),
      message_cnt: z.number().default(0),
      /** Absent on a day without a chat. */
      reply_percentage: z.number().optional(),
      /** Minutes. */
      avg_reply_time: z.number().optional(),
      negative_feedback_cnt: z.number().default(0),
      new_apply_cnt: z.number().default(0),
      new_contact_cnt: z.number().default(0),
    }),
  ),
})

/** Unix seconds of the day's start at UTC+8; yesterday back to 180 days, at most 30 days a call. */
export interface GroupDaysInput {
  day_begin_time: number
  day_end_time?: number
  owner_filter: { userid_list: string[] }
}

export interface GroupStatisticInput extends GroupDaysInput {
  /** 1 new groups, 2 total, 3 new members, 4 total members. */
  order_by?: 1 | 2 | 3 | 4
  order_asc?: 0 | 1
  offset?: number
  limit?: number
}

export interface BehaviorInput {
  /** Several userids give one total: ask for one guide at a time. */
  userid?: string[]
  partyid?: number[]
  start_time: number
  end_time: number
}

/** Day figures; there is nothing for today. */
export function statisticsApi(call: Caller) {
  return {
    /** By owner; done when next_offset equals total. */
    groupStatistic: (body: GroupStatisticInput) =>
      call({ api: 'externalcontact/groupchat/statistic', body, answer: groupStatisticSchema }),

    groupStatisticByDay: async (body: GroupDaysInput) =>
      (await call({ api: 'externalcontact/groupchat/statistic_group_by_day', body, answer: groupDaysSchema })).items,

    getUserBehaviorData: async (body: BehaviorInput) =>
      (await call({ api: 'externalcontact/get_user_behavior_data', body, answer: behaviorSchema })).behavior_data,
  }
}
