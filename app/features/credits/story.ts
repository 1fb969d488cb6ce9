import type { LedgerEntry, LedgerPosting } from '../../db/entities/ledger.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { formatYuan } from '../../domain/money.ts'
import { type Bystander, bystanderInWords, stepOnOwner } from './bystanders.ts'
import { CAUSE_TEXT, type ChapterView } from './contract.ts'
import { bookedIn, elsewhereInWords, movesOf, settledInWords } from './moves.ts'
import type { Names } from './namesInWords.ts'
import { hasWaited, inSentences, type NamedLine } from './sentences.ts'

interface StoryFacts {
  paidAt: number
  storeCode: string | null
  lines: readonly NamedLine[]
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
      const isIdle = postings.length > 0 && moves.length === 0
      const isSpent = isIdle && leftFen === 0 && steps.some((step) => step.code === 'refunded' && step.atMs < atMs)
      return {
        atMs,
        title: titleOf(told, own, atMs === paidAt),
        bookedText: bookedIn(own),
        moves,
        sentences: [
          ...(own.some(hasWaited) ? [WAITED] : []),
          ...inSentences(isSpent ? told.filter(isWorthTelling) : told, facts.lines, names),
          ...settledInWords(booked, names),
          ...elsewhereInWords(booked, facts.storeCode, names),
          ...asidesAt(atMs, facts, names),
          ...(isIdle ? endingOf(told, isSpent) : []),
        ],
      }
    })
}

/** Of an order whose money went back: who would get it now only puzzles whoever reads that nobody does. */
const isWorthTelling = ({ code }: ExplainStep) => TITLES[code] !== undefined

/** Why nothing moved, where a reader would wait for something to. */
function endingOf(told: readonly ExplainStep[], isSpent: boolean): string[] {
  const has = (code: ExplainStep['code']) => told.some((step) => step.code === code)
  if (has('identified')) return [isSpent ? '这单的钱已经全部退了，没有业绩可动' : '结果和原来一样，业绩不动']
  return has('settled') && isSpent ? ['这单的钱已经全部退了，没有可结算的'] : []
}

/** Who else would ask, told where it is said whose customer the buyer was. */
function asidesAt(atMs: number, { steps, bystanders = [] }: StoryFacts, names: Names): string[] {
  if (stepOnOwner(steps)?.atMs !== atMs) return []
  return bystanders.map((one) => bystanderInWords(one, names))
}

const WAITED = '退款单比订单先到，先挂账；订单到了，再从该扣的人扣'

/** What is an event of its own, and not a thought about it. */
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
