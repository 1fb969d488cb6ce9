import type { TemplateCard } from 'wecom-sdk'
import { SNOOZE_OPTIONS } from '../../domain/followUps/snooze.ts'
import type { CardFacts, CardTexts } from '../../talkTracks/cardTexts.ts'
import { CARD_LIMITS, fitRows, fitText } from './cardLimits.ts'

/** Key of the selection on a follow-up card. */
export const UNTIL = 'until'
export const CARD_KEYS = { done: 'done', snooze: 'snooze', skip: 'skip' } as const

export interface FollowUpCard {
  taskId: string
  /** The page with the sentence ready to send. */
  url: string
  facts: CardFacts
}

/** The card that brings one follow-up: who, why now, what to say, and what to do about it. */
export function followUpCard(texts: CardTexts, { taskId, url, facts }: FollowUpCard): TemplateCard {
  const text = (name: string) => texts.text('follow-up', name, facts)
  const button = (key: string, name: string, style: number) => ({
    type: 0,
    text: fitText('button', text(name)),
    style,
    key,
  })
  return {
    card_type: 'button_interaction',
    source: { desc: fitText('source', text('source')) },
    main_title: { title: fitText('title', text('title')), desc: fitText('desc', text('desc')) },
    quote_area: { type: 1, url, quote_text: fitText('quote', text('quote')) },
    horizontal_content_list: fitRows(
      ['purchase', 'contact', 'member'].map((name) => ({ key: text(`${name}Key`), value: text(name) })),
    ),
    button_selection: {
      question_key: UNTIL,
      title: fitText('selectionTitle', text('until')),
      option_list: SNOOZE_OPTIONS.map((id) => ({ id, text: fitText('option', text(id)) })),
      selected_id: 'tomorrow_morning',
    },
    button_list: [
      { type: 1, text: fitText('button', text('open')), style: 1, url },
      button(CARD_KEYS.done, 'done', 2),
      button(CARD_KEYS.snooze, 'later', 2),
      button(CARD_KEYS.skip, 'skip', 2),
    ],
    task_id: taskId,
  }
}

/** What the card becomes once the follow-up is closed, put off or somebody else's: its buttons give way to the outcome. */
export function closedCard(
  texts: CardTexts,
  { taskId, url, facts }: FollowUpCard,
): TemplateCard & { replace_text: string } {
  const text = (name: string) => texts.text('closed', name, facts)
  const outcome = fitText('button', text('button'))
  return {
    card_type: 'button_interaction',
    source: { desc: fitText('source', text('source')) },
    main_title: { title: fitText('title', text('title')), desc: fitText('desc', text('desc')) },
    card_action: { type: 1, url },
    button_list: [{ type: 0, text: outcome, style: 2, key: CARD_KEYS.done }],
    task_id: taskId,
    replace_text: outcome,
  }
}

const TOP_NAMES = 3

/** One card for many: how many wait, the first three by name, and the way to the list. */
export function listCard(
  texts: CardTexts,
  card: 'digest' | 'reminder',
  { url, rows }: { url: string; rows: readonly { customerName: string; title: string }[] },
): TemplateCard {
  const all = { count: String(rows.length) }
  const text = (name: string, facts: CardFacts = all) => texts.text(card, name, { ...all, ...facts })
  return {
    card_type: 'text_notice',
    source: { desc: fitText('source', text('source')) },
    main_title: { title: fitText('title', text('title')), desc: fitText('desc', text('desc')) },
    emphasis_content: {
      title: fitText('emphasisTitle', text('emphasis')),
      desc: fitText('emphasisDesc', text('emphasisDesc')),
    },
    horizontal_content_list: fitRows(
      rows.slice(0, TOP_NAMES).map(({ customerName, title }, index) => {
        const facts = { rank: String(index + 1), customerName: fitText('desc', customerName) || '客户', title }
        return { key: text('rowKey', facts), value: text('row', facts) }
      }),
    ),
    jump_list: [{ type: 1, title: fitText('jump', text('jump')), url }].slice(0, CARD_LIMITS.jumps),
    card_action: { type: 1, url },
  }
}
