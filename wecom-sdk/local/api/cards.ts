import { z } from 'zod'
import { textOfBytes } from './endpoint.ts'

const key = textOfBytes(1024)
const option = z.object({ id: textOfBytes(128), text: z.string() })
const action = z.object({ text: z.string(), key })

/** Template cards as far as their rules are checked here; everything else of a card is kept as it came. */
export const cardBody = z
  .looseObject({
    card_type: z.enum(['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction']),
    task_id: z
      .string()
      .regex(/^[A-Za-z0-9_@-]{1,128}$/)
      .optional(),
    main_title: z.looseObject({ title: z.string().optional() }).optional(),
    sub_title_text: z.string().optional(),
    card_action: z.looseObject({ type: z.number() }).optional(),
    action_menu: z.looseObject({ action_list: z.array(action).min(1).max(3) }).optional(),
    horizontal_content_list: z
      .array(z.looseObject({ keyname: z.string() }))
      .max(6)
      .optional(),
    jump_list: z
      .array(z.looseObject({ title: z.string() }))
      .max(3)
      .optional(),
    button_list: z
      .array(z.looseObject({ text: z.string(), key: key.optional(), type: z.number().optional() }))
      .max(6)
      .optional(),
    button_selection: z
      .looseObject({ question_key: z.string(), option_list: z.array(option).min(1).max(10) })
      .optional(),
    checkbox: z.looseObject({ question_key: z.string(), option_list: z.array(option).min(1).max(20) }).optional(),
    select_list: z
      .array(z.looseObject({ question_key: z.string(), option_list: z.array(option).min(1).max(10) }))
      .max(3)
      .optional(),
    submit_button: z.looseObject({ text: z.string(), key }).optional(),
  })
  .superRefine((card, context) => {
    for (const message of faultsOf(card)) context.addIssue({ code: 'custom', message })
  })

interface CardLike {
  card_type: string
  task_id?: string | undefined
  main_title?: { title?: string | undefined } | undefined
  sub_title_text?: string | undefined
  card_action?: unknown
  action_menu?: unknown
  button_list?: { key?: string | undefined; type?: number | undefined }[] | undefined
  submit_button?: unknown
}

const interactive = ['button_interaction', 'vote_interaction', 'multiple_interaction']

/** Such a card calls back, so its answer carries a response_code and the app needs a callback address. */
export const isInteractive = (card: CardLike): boolean =>
  interactive.includes(card.card_type) || card.action_menu !== undefined

function faultsOf(card: CardLike): string[] {
  const faults: string[] = []
  if (isInteractive(card) && !card.task_id) faults.push('task_id required')
  if (card.card_type.endsWith('_notice') && !card.card_action) faults.push('card_action required')
  if (!card.main_title?.title && !card.sub_title_text) faults.push('a title is required')
  if (card.card_type === 'button_interaction') {
    const buttons = card.button_list ?? []
    if (buttons.length === 0) faults.push('button_list required')
    const keys = buttons.filter(({ type }) => (type ?? 0) === 0).map((button) => button.key)
    if (keys.some((value) => !value)) faults.push('button key required')
    if (new Set(keys).size !== keys.length) faults.push('button keys must differ')
  }
  if (/^(vote|multiple)_/.test(card.card_type) && !card.submit_button) faults.push('submit_button required')
  return faults
}

const TEXT_BYTES = 2048

/** Longer text is cut, not refused; never inside a character. */
export function cutText(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= TEXT_BYTES) return text
  return bytes.subarray(0, TEXT_BYTES).toString('utf8').replace(/�+$/, '')
}
