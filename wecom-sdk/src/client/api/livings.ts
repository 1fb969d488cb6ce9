import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { listOf, optionalText } from './answers.ts'

const livingSchema = z.looseObject({
  living_info: z.looseObject({
    /** Unix seconds; 0 or absent before it began. */
    living_start: z.number().optional(),
    /** Seconds; of a running one so far. */
    living_duration: z.number().optional(),
    /** 0 scheduled, 1 live, 2 ended, 3 expired, 4 cancelled. */
    status: z.number(),
    viewer_num: z.number().optional(),
  }),
})

/** Names are not read here: they are personal and no feature needs them. */
const watchStatSchema = z.looseObject({
  /** 1: this was the last page; only this decides the end. */
  ending: z.number(),
  next_key: optionalText,
  stat_info: z
    .object({
      external_users: listOf(
        z.object({
          external_userid: z.string(),
          /** Seconds. */
          watch_time: z.number().default(0),
          /** Whose card or QR the viewer used first: one of ours, or a customer. */
          invitor_userid: optionalText,
          invitor_external_userid: optionalText,
        }),
      ),
    })
    .default({ external_users: [] }),
})

/** 直播, for streams created by this app only. */
export function livingsApi(call: Caller) {
  return {
    getLivingInfo: async (livingid: string) =>
      (await call({ api: 'living/get_living_info', query: { livingid }, answer: livingSchema })).living_info,

    /** The first page has the key "0". */
    getWatchStat: (body: { livingid: string; next_key: string }) =>
      call({ api: 'living/get_watch_stat', body, answer: watchStatSchema }),
  }
}
