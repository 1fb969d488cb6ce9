import type { LedgerPosting } from '../../db/entities/ledger.ts'
import type { OrderLine } from '../../db/entities/orders.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import type { Names } from './namesInWords.ts'
import { stepInWords } from './words.ts'

export type NamedLine = Pick<OrderLine, 'lineNo' | 'name'>

/** The words kept with a posting; of one that ended a wait there are none. */
export function whyOfPosting(posting: LedgerPosting, lines: readonly NamedLine[], names: Names): string[] {
  const words = inSentences((posting.steps ?? []) as ExplainStep[], lines, names)
  return words.length === 0 && hasWaited(posting) ? ['订单到了，挂账转到订单上'] : words
}

export const hasWaited = ({ orderId }: LedgerPosting) => orderId === null

/** Lines that were decided alike are told once. */
export function inSentences(steps: readonly ExplainStep[], lines: readonly NamedLine[], names: Names): string[] {
  const linesOf = new Map<string, Set<string>>()
  const by = steps.some(({ code }) => code === 'identified' || code === 'buyer_unknown') ? undefined : names.buyer?.by
  for (const step of steps) {
    const sentence = stepInWords(step, names)
    const lineNos = linesOf.get(sentence) ?? new Set()
    if ('lineNo' in step && step.lineNo !== undefined) lineNos.add(step.lineNo)
    linesOf.set(sentence, lineNos)
    if (step.code === 'decided' && by) linesOf.set(`认得买家：${by}`, new Set())
  }
  const sentences = [...linesOf].map(([sentence, lineNos]) => `${lineText([...lineNos], lines)}${sentence}`)
  if (haveServedTogether(steps)) sentences.push('一起服务的几位，比例照单上写的；没写就平分')
  if (names.mayBeClaimed && steps.some(({ code }) => code === 'waiting'))
    sentences.push('认识买家的导购，可以在客户资料里填这张单的订单号来认领')
  return sentences
}

function haveServedTogether(steps: readonly ExplainStep[]): boolean {
  const served = steps.flatMap((step) => (step.code === 'to_named_guide' && step.namedBy === 'served' ? step : []))
  return served.some(({ lineNo }, index) => served.findIndex((other) => other.lineNo === lineNo) < index)
}

const MOST_NAMED = 2

function lineText(lineNos: readonly string[], lines: readonly NamedLine[]): string {
  if (lineNos.length === 0 || lineNos.length >= lines.length) return ''
  const texts = lineNos.slice(0, MOST_NAMED).map((lineNo) => nameOf(lineNo, lines))
  const more = lineNos.length > MOST_NAMED ? `等 ${lineNos.length} 件` : ''
  return `${texts.join('、')}${more}，`
}

/** By its name where that tells it from the others, else by its number. */
function nameOf(lineNo: string, lines: readonly NamedLine[]): string {
  const name = lines.find((line) => line.lineNo === lineNo)?.name ?? ''
  const isTelling = name !== '' && lines.filter((line) => line.name === name).length === 1
  return isTelling ? `「${name}」` : `第 ${lineNo} 行`
}
