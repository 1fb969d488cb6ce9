import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { listOf } from './answers.ts'

export const ticketSchema = z.looseObject({ ticket: z.string().min(1), expires_in: z.number() })
const ipListSchema = z.looseObject({ ip_list: listOf(z.string()) })

/** `created_at` is text for temporary media. */
const mediaSchema = z.looseObject({ media_id: z.string(), created_at: z.union([z.string(), z.number()]).optional() })

export interface MediaInput {
  type: 'image' | 'voice' | 'video' | 'file'
  filename: string
  content: Uint8Array<ArrayBuffer>
  contentType?: string
}

/** JS-SDK tickets, callback sources, temporary media. */
export function platformApi(call: Caller) {
  return {
    /** Of the corp, for wx.config. 400 an hour: cache it. */
    getJsapiTicket: () => call({ api: 'get_jsapi_ticket', answer: ticketSchema }),

    /** Of the app, for wx.agentConfig. 100 an hour: cache it. */
    getAgentTicket: () => call({ api: 'ticket/get', query: { type: 'agent_config' }, answer: ticketSchema }),

    /** Single addresses, wildcards or ranges; changes, so fetch daily. */
    getCallbackIps: async () => (await call({ api: 'getcallbackip', answer: ipListSchema })).ip_list,

    /** The media_id is valid 3 days for all apps of the corp. */
    uploadMedia: ({ type, filename, content, contentType }: MediaInput) => {
      const form = new FormData()
      form.set('media', new Blob([content], { type: contentType ?? 'application/octet-stream' }), filename)
      return call({ api: 'media/upload', query: { type }, form, answer: mediaSchema })
    },
  }
}
