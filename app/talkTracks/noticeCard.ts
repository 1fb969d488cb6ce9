import type { TemplateCard } from 'wecom-sdk'
import { CARD_LIMITS, type CardRow, fitRows, fitText } from './cardLimits.ts'
import type { CardFacts, CardName, CardTexts } from './cardTexts.ts'

export interface Jump {
  title: string
  url: string
}

export interface Notice {
  /** Where the card leads, and its link where `jumps` names no others. */
  url: string
  /** At most three. */
  jumps?: readonly Jump[]
  facts: CardFacts
  /** What somebody said. */
  quote?: string | undefined
  rows: readonly CardRow[]
  /** Makes two cards of the same words two cards for WeCom's check of duplicates. */
  taskId?: string | undefined
}

/** A card to read: a title, one big figure or a quotation where there is one, some lines, links. Cut to WeCom's limits. */
export function noticeCard(texts: CardTexts, card: CardName, notice: Notice): TemplateCard {
  const { url, facts, quote, rows, taskId } = notice
  const text = (name: string) => texts.text(card, name, facts)
  const figure = text('emphasis')
  const jumps = notice.jumps ?? [{ title: text('jump'), url }]
  return {
    card_type: 'text_notice',
    source: { desc: fitText('source', text('source')) },
    main_title: { title: fitText('title', text('title')), desc: fitText('desc', text('desc')) },
    ...(figure && {
      emphasis_content: {
        title: fitText('emphasisTitle', figure),
        desc: fitText('emphasisDesc', text('emphasisDesc')),
      },
    }),
    ...(quote && { quote_area: { type: 1, url, quote_text: fitText('quote', quote) } }),
    horizontal_content_list: fitRows(rows),
    jump_list: jumps
      .slice(0, CARD_LIMITS.jumps)
      .map((jump) => ({ type: 1, title: fitText('jump', jump.title), url: jump.url })),
    card_action: { type: 1, url },
    ...(taskId && { task_id: taskId }),
  }
}

export interface ListedRow {
  customerName: string
  title: string
}

const TOP_NAMES = 3

/** One card for many: how many wait, the first three by name, and the way to the list. */
export function listCard(
  texts: CardTexts,
  card: 'digest' | 'reminder',
  { url, rows, taskId }: { url: string; rows: readonly ListedRow[]; taskId?: string | undefined },
): TemplateCard {
  const all = { count: String(rows.length) }
  const listed = rows.slice(0, TOP_NAMES).map(({ customerName, title }, index) => {
    const facts = { ...all, rank: String(index + 1), customerName: fitText('desc', customerName) || '客户', title }
    return { key: texts.text(card, 'rowKey', facts), value: texts.text(card, 'row', facts) }
  })
  return noticeCard(texts, card, { url, facts: all, rows: listed, taskId })
}
