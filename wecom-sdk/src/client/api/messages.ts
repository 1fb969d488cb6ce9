import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { done, optionalText } from './answers.ts'

/** A template card in the platform's own fields; `task_id` is unique per app. */
export interface TemplateCard {
  card_type: 'text_notice' | 'news_notice' | 'button_interaction' | 'vote_interaction' | 'multiple_interaction'
  task_id?: string
  [field: string]: unknown
}

export type AppMessageBody =
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'markdown'; markdown: { content: string } }
  | { msgtype: 'textcard'; textcard: { title: string; description: string; url: string; btntxt?: string } }
  | { msgtype: 'template_card'; template_card: TemplateCard }

export type AppMessage = AppMessageBody & {
  /** Userids, at most 1000, or `['@all']`. */
  touser: readonly string[]
  enable_duplicate_check?: 0 | 1
  /** Seconds, at most 14400. */
  duplicate_check_interval?: number
}

export type CardUpdate = {
  userids: readonly string[]
  /** Works once, within 72 h. */
  response_code: string
} & ({ button: { replace_name: string } } | { template_card: TemplateCard & { replace_text?: string } })

/** WeCom writes the refused members lower-cased and joined by bars. */
const refused = z
  .string()
  .nullish()
  .transform((list) => (list ?? '').split('|').filter((id) => id !== ''))

export const sentMessageSchema = z.looseObject({
  invaliduser: refused,
  unlicenseduser: refused,
  msgid: optionalText,
  /** For interactive cards and notices with a menu. */
  response_code: optionalText,
})

/** Messages of the app to members. */
export function messagesApi(call: Caller, agentId: number) {
  return {
    /**
     * message/send. Partial failure is success with `invaliduser`; total failure throws `no_target`. More than 30 a
     * minute per member would be dropped silently, which the limiter prevents.
     */
    sendMessage: ({ touser, ...message }: AppMessage) =>
      call({
        api: 'message/send',
        body: { touser: touser.join('|'), agentid: agentId, ...message },
        answer: sentMessageSchema,
        subjects: touser,
      }),

    /** Changes a card that was sent or clicked. */
    updateTemplateCard: async (update: CardUpdate): Promise<void> => {
      await call({ api: 'message/update_template_card', body: { agentid: agentId, ...update }, answer: done })
    },
  }
}
