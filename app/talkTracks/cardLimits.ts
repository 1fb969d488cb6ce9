import { cutChars, plainText } from './plainText.ts'

/**
 * WeCom cuts or refuses what is longer. These are the smaller limits of app message and smart bot, so that one
 * card serves both. UTF-16 units, the strictest reading of "characters".
 */
export const CARD_LIMITS = {
  source: 13,
  title: 26,
  desc: 30,
  quote: 112,
  emphasisTitle: 10,
  emphasisDesc: 15,
  rowKey: 5,
  rowValue: 26,
  rows: 6,
  button: 10,
  buttons: 6,
  selectionTitle: 13,
  menu: 13,
  action: 10,
  actions: 3,
  option: 10,
  options: 10,
  jump: 13,
  jumps: 3,
} as const

export type CardText = keyof typeof CARD_LIMITS

/** Any outside text, cut for its place on a card, on the border of a character. */
export function fitText(place: CardText, text: string): string {
  return cutChars(plainText(text, CARD_LIMITS.quote * 2), CARD_LIMITS[place])
}

export interface CardRow {
  key: string
  value: string
}

/** Rows without a value are left out rather than shown empty. */
export function fitRows(rows: readonly CardRow[]): { keyname: string; value: string }[] {
  return rows
    .filter(({ value }) => value.trim() !== '')
    .slice(0, CARD_LIMITS.rows)
    .map(({ key, value }) => ({ keyname: fitText('rowKey', key), value: fitText('rowValue', value) }))
    .filter(({ value }) => value !== '')
}
