import type { Playbook, PlaybookStep } from '../../domain/followUps/playbook.ts'
import { checkTemplate } from '../../talkTracks/checkTemplate.ts'
import { compileTemplate, type FillTemplate } from '../../talkTracks/compileTemplate.ts'
import { plainText } from '../../talkTracks/plainText.ts'

/** What the reason of a step may say. `anchorDay`: the day its start counts from, `YYYY-MM-DD` in the data. */
const REASON_NAMES = [
  'anchorDay',
  'productName',
  'daysSince',
  'name',
  'note',
  'holidayName',
  'campaignName',
  'liveName',
] as const
type ReasonName = (typeof REASON_NAMES)[number]

/** Said where a start should know it but the fact is gone: a product taken off the list. */
const PLAIN_WORDS: Partial<Record<ReasonName, string>> = {
  anchorDay: '之前',
  productName: '商品',
  name: '运营安排的跟进',
  holidayName: '节日',
  campaignName: '活动',
  liveName: '直播',
}

/** An operator's note is the longest: a sentence. */
const MAX_WORD_CHARS = 60
const MAX_PRODUCT_CHARS = 24

const COMPILED = new Map<string, FillTemplate>()

/**
 * Why now, as one sentence for the guide.
 * @param data the follow-up's `reasonData`; words from outside are cut and can do nothing
 */
export function reasonText({ reason }: Pick<PlaybookStep, 'reason'>, data: Readonly<Record<string, unknown>>): string {
  const fill = COMPILED.get(reason) ?? compileTemplate(checkTemplate(reason, REASON_NAMES), MAX_WORD_CHARS)
  COMPILED.set(reason, fill)
  const words: Record<string, string | undefined> = { ...PLAIN_WORDS }
  for (const name of REASON_NAMES) {
    const word = data[name]
    if (typeof word === 'string' && word !== '') words[name] = wordOf(name, word)
  }
  return fill(words).text
}

function wordOf(name: ReasonName, word: string): string {
  if (name === 'anchorDay') return `${Number(word.slice(5, 7))}月${Number(word.slice(8, 10))}日`
  if (name !== 'productName') return word
  return `「${plainText(word, MAX_PRODUCT_CHARS)}」`
}

/** What every start of a trigger knows; anything else may stand only inside `{{#if}}`. */
const KNOWN: Record<Playbook['trigger']['on'], readonly ReasonName[]> = {
  order_line_paid: ['anchorDay', 'productName'],
  order_paid: ['anchorDay', 'productName'],
  customer_added: ['anchorDay'],
  stage_entered: ['anchorDay'],
  complaint_opened: ['anchorDay'],
  complaint_closed: ['anchorDay'],
  date: ['anchorDay'],
  live_ended: ['anchorDay', 'liveName'],
  campaign_phase: ['anchorDay', 'campaignName'],
  segment: ['anchorDay', 'name'],
}

/** What is wrong with the reason of a step of such a playbook, one sentence each. */
export function findReasonFaults({ reason }: Pick<PlaybookStep, 'reason'>, trigger: Playbook['trigger']): string[] {
  const checked = checkTemplate(reason, REASON_NAMES)
  if (checked.faults.length > 0) return checked.faults.map(({ message }) => message)
  const names = [...KNOWN[trigger.on], ...(trigger.on === 'date' && trigger.date === 'holiday' ? ['holidayName'] : [])]
  const { gaps } = compileTemplate(checked, MAX_WORD_CHARS)(Object.fromEntries(names.map((name) => [name, 'x'])))
  return gaps.map((name) => `{{${name}}} is not always known here: put it inside {{#if ${name}}}`)
}
