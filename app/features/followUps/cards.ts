import type { TemplateCard } from 'wecom-sdk'
import { SNOOZE_OPTIONS } from '../../domain/followUps/snooze.ts'
import { CARD_LIMITS, fitRows, fitText } from '../../talkTracks/cardLimits.ts'
import type { CardFacts, CardTexts } from '../../talkTracks/cardTexts.ts'

/** Key of the selection on a follow-up card. */
export const UNTIL = 'until'
export const CARD_KEYS = { done: 'done', snooze: 'snooze', skip: 'skip' } as const
/** Keys behind ⋯. What is shown stands in the key of 换一条, so that a click said twice goes one on, not two. */
export const MENU_KEYS = { other: 'other@', muteToday: 'mute_tomorrow', muteEver: 'mute_ever', undo: 'undo' } as const

export interface FollowUpCard {
  taskId: string
  /** The page with the sentence ready to send. */
  url: string
  facts: CardFacts
  /** The talk track the sentence is from; absent: nothing else to say. */
  trackId?: string | undefined
}

/** The card that brings one follow-up: who, why now, what to say, and what to do about it. */
export function followUpCard(texts: CardTexts, { taskId, url, facts, trackId }: FollowUpCard): TemplateCard {
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
    action_menu: menuOf(text, [
      ...(trackId === undefined ? [] : [[`${MENU_KEYS.other}${trackId}`, 'other'] as const]),
      [MENU_KEYS.muteToday, 'muteToday'],
      [MENU_KEYS.muteEver, 'muteEver'],
    ]),
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

type Say = (name: string) => string

function menuOf(text: Say, items: readonly (readonly [string, string])[]) {
  const list = items.map(([key, name]) => ({ text: fitText('action', text(name)), key }))
  return { desc: fitText('menu', text('menu')), action_list: list.slice(0, CARD_LIMITS.actions) }
}

/** What the card becomes once the follow-up is closed, put off or somebody else's: its buttons give way to the outcome. */
export function closedCard(
  texts: CardTexts,
  { taskId, url, facts, canUndo }: FollowUpCard & { canUndo?: boolean },
): TemplateCard & { replace_text: string } {
  const text = (name: string) => texts.text('closed', name, facts)
  const outcome = fitText('button', text('button'))
  return {
    card_type: 'button_interaction',
    source: { desc: fitText('source', text('source')) },
    ...(canUndo ? { action_menu: menuOf(text, [[MENU_KEYS.undo, 'undo']]) } : {}),
    main_title: { title: fitText('title', text('title')), desc: fitText('desc', text('desc')) },
    card_action: { type: 1, url },
    button_list: [{ type: 0, text: outcome, style: 2, key: CARD_KEYS.done }],
    task_id: taskId,
    replace_text: outcome,
  }
}
