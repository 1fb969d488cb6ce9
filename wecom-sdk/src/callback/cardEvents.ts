import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { childOf, childrenOf, textOf, textsOf } from './fields.ts'
import type { XmlElement } from './xml.ts'

export interface CardSelection {
  questionKey: string
  optionIds: string[]
}

interface Card extends CallbackBase {
  /** Who clicked. */
  userId: string
  /** Key of the button, of the submit button, or of the menu item. */
  eventKey: string
  taskId?: string
  cardType?: string
  /** For one update_template_card within 72 h; every click brings a new one. */
  responseCode?: string
}

/** A button or submit on a template card. */
export interface CardClicked extends Card {
  kind: 'card_clicked'
  selected: CardSelection[]
}

export interface CardMenuClicked extends Card {
  kind: 'card_menu_clicked'
}

export type CardCallback = CardClicked | CardMenuClicked

function readCard(fields: XmlElement, base: CallbackBase): Card | undefined {
  const eventKey = textOf(fields, 'EventKey')
  if (base.fromUserName === undefined || eventKey === undefined) return undefined
  return {
    ...base,
    userId: base.fromUserName,
    eventKey,
    taskId: textOf(fields, 'TaskId'),
    cardType: textOf(fields, 'CardType'),
    responseCode: textOf(fields, 'ResponseCode'),
  }
}

function readSelected(fields: XmlElement): CardSelection[] {
  return childrenOf(childOf(fields, 'SelectedItems'), 'SelectedItem').map((item) => ({
    questionKey: textOf(item, 'QuestionKey') ?? '',
    optionIds: textsOf(childOf(item, 'OptionIds'), 'OptionId'),
  }))
}

const readClicked: EventReader<CardClicked> = (fields, base) => {
  const card = readCard(fields, base)
  return card && { ...card, kind: 'card_clicked', selected: readSelected(fields) }
}

const readMenuClicked: EventReader<CardMenuClicked> = (fields, base) => {
  const card = readCard(fields, base)
  return card && { ...card, kind: 'card_menu_clicked' }
}

export const cardEvents: EventTable<CardCallback> = new Map<string, EventReader<CardCallback>>([
  ['template_card_event', readClicked],
  ['template_card_menu_event', readMenuClicked],
])
