import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { checkTemplate } from './checkTemplate.ts'
import { compileTemplate, type FillTemplate } from './compileTemplate.ts'
import { TemplateFaults, type TemplateFileFault } from './faults.ts'
import { splitFrontMatter } from './frontMatter.ts'

/** The cards of the bot, the texts each needs and what those may print. The JSON around them is made in code. */
const CARDS = {
  'follow-up': {
    texts: [
      'source title desc quote purchaseKey purchase contactKey contact memberKey member',
      'until tonight tomorrow_morning in_3_days open done later skip menu other muteToday muteEver',
    ],
    names: ['customerName', 'title', 'reason', 'deadline', 'sentence', 'lastPurchase', 'lastContact', 'member'],
  },
  closed: { texts: ['source title desc button menu undo'], names: ['customerName', 'title', 'outcome', 'short'] },
  digest: {
    texts: ['source title desc emphasis emphasisDesc rowKey row jump'],
    names: ['count', 'rank', 'customerName', 'title'],
  },
  reminder: {
    texts: ['source title desc emphasis emphasisDesc rowKey row jump'],
    names: ['count', 'rank', 'customerName', 'title'],
  },
  clear: { texts: ['source title desc emphasis emphasisDesc jump'], names: ['name'] },
  help: {
    texts: ['source title desc emphasis emphasisDesc todoKey todo rankKey rank helpKey help jump'],
    names: ['name'],
  },
  ranking: {
    texts: ['source title desc emphasis emphasisDesc rowKey row storeKey store jump'],
    names: ['place', 'figure', 'rank', 'guideName', 'net', 'storeRank'],
  },
  manager: {
    texts: [
      'source title desc emphasis emphasisDesc objectionsKey objections risenKey risen fallenKey fallen silentKey silent overdueKey overdue jump settle',
    ],
    names: ['day', 'net', 'risen', 'fallen', 'silent', 'overdue', 'objections'],
  },
  office: {
    texts: [
      'source title desc emphasis emphasisDesc correctionsKey corrections correctionsJump objectionsKey objections objectionsJump',
      'exceptionsKey exceptions exceptionsJump',
    ],
    names: ['total', 'count'],
  },
  objection: {
    texts: ['source title desc emphasis emphasisDesc quote orderKey order outcomeKey outcome jump'],
    names: ['storeName', 'orderNo', 'outcome', 'who', 'answer'],
  },
} as const

export type CardName = keyof typeof CARDS
export type CardFacts = Readonly<Record<string, string | undefined>>

export interface CardTexts {
  /** One text of a card, filled in. Not cut to WeCom's limits yet. */
  text(card: CardName, name: string, facts: CardFacts): string
}

export interface CardTextsReading {
  cardTexts: CardTexts
  faults: TemplateFileFault[]
}

const HEAD = z.strictObject({ sample: z.record(z.string(), z.string()) })
/** A whole sentence may stand in a card's preview. */
const MAX_CARD_FACT_CHARS = 300

/** @throws TemplateFaults */
export function loadCardTexts(folder: string): CardTexts {
  const { cardTexts, faults } = readCardTexts(folder)
  if (faults.length > 0) throw new TemplateFaults(faults)
  return cardTexts
}

/** Reads `templates/cards/<card>.hbs`: front matter with a sample, then one `name: text` a line. */
export function readCardTexts(folder: string): CardTextsReading {
  const faults: TemplateFileFault[] = []
  const fills = new Map<string, FillTemplate>()
  for (const card of Object.keys(CARDS) as CardName[]) readCard(folder, card, fills, faults)
  const text: CardTexts['text'] = (card, name, facts) => {
    const fill = fills.get(`${card}/${name}`)
    if (!fill) throw new RangeError(`card ${card} has no text ${name}`)
    return fill(facts).text
  }
  return { cardTexts: { text }, faults }
}

function readCard(folder: string, card: CardName, fills: Map<string, FillTemplate>, faults: TemplateFileFault[]): void {
  const file = `${card}.hbs`
  const source = readSource(join(folder, file))
  if (source === undefined) {
    faults.push({ file, message: 'the file is missing' })
    return
  }
  const { head, body, bodyLine, faults: headFaults } = splitFrontMatter(source, HEAD)
  for (const message of headFaults) faults.push({ file, message })
  const wanted = CARDS[card].texts.join(' ').split(' ')
  body.split(/\r?\n/).forEach((text, index) => {
    if (text.trim() === '' || text.startsWith('#')) return
    const line = bodyLine + index
    const [, name = '', template = ''] = /^(\w+): ?(.*)$/.exec(text) ?? []
    if (!wanted.includes(name)) faults.push({ file, line, message: `unknown text ${name.slice(0, 40)}` })
    const checked = checkTemplate(template, CARDS[card].names)
    for (const { message } of checked.faults) faults.push({ file, line, message })
    if (checked.faults.length > 0) return
    const fill = compileTemplate(checked, MAX_CARD_FACT_CHARS)
    fills.set(`${card}/${name}`, fill)
    const { gaps } = fill(head?.sample ?? {})
    if (gaps.length > 0) faults.push({ file, line, message: `the sample lacks ${gaps.join(', ')}` })
  })
  for (const name of wanted) {
    if (!fills.has(`${card}/${name}`)) faults.push({ file, message: `the text ${name} is missing` })
  }
}

function readSource(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
