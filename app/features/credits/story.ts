import type { LedgerEntry, LedgerPosting } from '../../db/entities/ledger.ts'
import type { OrderLine } from '../../db/entities/orders.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { formatYuan } from '../../domain/money.ts'
import { type Bystander, bystanderInWords, stepOnOwner } from './bystanders.ts'
import { CAUSE_TEXT, type ChapterView } from './contract.ts'
import { bookedIn, elsewhereInWords, movesOf, settledInWords } from './moves.ts'
import type { Names } from './namesInWords.ts'
import { stepInWords } from './words.ts'

interface StoryFacts {
  paidAt: number
  storeCode: string | null
  lines: readonly Pick<OrderLine, 'lineNo' | 'name'>[]
  steps: readonly ExplainStep[]
  postings: readonly LedgerPosting[]
  entries: readonly LedgerEntry[]
  bystanders?: readonly Bystander[]
}

/** What happened to an order, one chapter an instant: who gained or lost how much, and why. */
export function storyOf(facts: StoryFacts, names: Names): ChapterView[] {
  const { paidAt, steps, postings, entries } = facts
  const instants = new Set([...steps.map(({ atMs }) => atMs), ...postings.map(({ causeAt }) => causeAt)])
  let leftFen = 0
  return [...instants]
    .sort((a, b) => a - b)
    .map((atMs) => {
      const own = postings.filter(({ causeAt }) => causeAt === atMs)
      const told = steps.filter((step) => step.atMs === atMs)
      const ids = new Set(own.map(({ id }) => id))
      const booked = entries.filter(({ postingId }) => ids.has(postingId))
      const moves = movesOf(booked, facts.storeCode, names)
      leftFen += moves.reduce((sum, { amountFen }) => sum + amountFen, 0)
      const isIdle = postings.length > 0 && moves.length === 0 && told.some(({ code }) => code === 'identified')
      return {
        atMs,
        title: titleOf(told, own, atMs === paidAt),
        bookedText: bookedIn(own),
        moves,
        sentences: [
          ...(own.some(hasWaited) ? [WAITED] : []),
          ...inSentences(told, facts.lines, names),
          ...settledInWords(booked, names),
          ...elsewhereInWords(booked, facts.storeCode, names),
          ...asidesAt(atMs, facts, names),
          ...(isIdle ? [leftFen === 0 ? NOTHING_LEFT : NO_CHANGE] : []),
        ],
      }
    })
}

const NOTHING_LEFT = '这单的钱已经全部退了，没有业绩可动'
const NO_CHANGE = '结果和原来一样，业绩不动'

/** Who else would ask, told where it is said whose customer the buyer was. */
function asidesAt(atMs: number, { steps, bystanders = [] }: StoryFacts, names: Names): string[] {
  if (stepOnOwner(steps)?.atMs !== atMs) return []
  return bystanders.map((one) => bystanderInWords(one, names))
}

const WAITED = '退款单比订单先到，先挂账；订单到了，再从该扣的人扣'
const hasWaited = ({ orderId }: LedgerPosting) => orderId === null

/** The words kept with a posting; of one that ended a wait there are none. */
export function whyOfPosting(posting: LedgerPosting, lines: StoryFacts['lines'], names: Names): string[] {
  const words = inSentences((posting.steps ?? []) as ExplainStep[], lines, names)
  return words.length === 0 && hasWaited(posting) ? ['订单到了，挂账转到订单上'] : words
}

/** Lines that were decided alike are told once. */
function inSentences(steps: readonly ExplainStep[], lines: StoryFacts['lines'], names: Names): string[] {
  const linesOf = new Map<string, Set<string>>()
  const by = steps.some(({ code }) => code === 'identified' || code === 'buyer_unknown') ? undefined : names.buyer?.by
  for (const step of steps) {
    const sentence = stepInWords(step, names)
    const lineNos = linesOf.get(sentence) ?? new Set()
    if ('lineNo' in step && step.lineNo !== undefined) lineNos.add(step.lineNo)
    linesOf.set(sentence, lineNos)
    if (step.code === 'decided' && by) linesOf.set(`认得买家：${by}`, new Set())
  }
  return [...linesOf].map(([sentence, lineNos]) => `${lineText([...lineNos], lines)}${sentence}`)
}

const MOST_NAMED = 2

function lineText(lineNos: readonly string[], lines: StoryFacts['lines']): string {
  if (lineNos.length === 0 || lineNos.length >= lines.length) return ''
  const texts = lineNos.slice(0, MOST_NAMED).map((lineNo) => nameOf(lineNo, lines))
  const more = lineNos.length > MOST_NAMED ? `等 ${lineNos.length} 件` : ''
  return `${texts.join('、')}${more}，`
}

/** By its name where that tells it from the others, else by its number. */
function nameOf(lineNo: string, lines: StoryFacts['lines']): string {
  const name = lines.find((line) => line.lineNo === lineNo)?.name ?? ''
  const isTelling = name !== '' && lines.filter((line) => line.name === name).length === 1
  return isTelling ? `「${name}」` : `第 ${lineNo} 行`
}

const TITLES: Partial<Record<ExplainStep['code'], string>> = {
  identified: '认出买家',
  identified_too_late: '认出买家',
  wait_over: '等待期满',
  corrected: '人工更正',
  settled: '结算',
  refunded: '退款',
  over_refunded: '退款',
}

function titleOf(steps: readonly ExplainStep[], postings: readonly LedgerPosting[], isPayment: boolean): string {
  const titles = [
    ...(isPayment ? [CAUSE_TEXT.payment] : []),
    ...steps.flatMap(({ code }) => TITLES[code] ?? []),
    ...postings.map(({ causeKind }) => CAUSE_TEXT[causeKind]),
  ]
  return [...new Set(titles)].join('、')
}

/** The story in one list, each sentence with its day. */
export function whyOf(story: readonly ChapterView[], say: (day: string) => string): string[] {
  return story.flatMap(({ atMs, title, moves, sentences }) => {
    const moved = moves.map(({ name, amountFen }) => `${name} ${amountFen > 0 ? '+' : ''}${formatYuan(amountFen)}`)
    const first = moved.length === 0 ? [] : [`${title}，${moved.join('、')}`]
    return [...first, ...sentences].map((words) => `${say(businessDayOf(atMs))}：${words}`)
  })
}
