import type { LineHolding, OverRefund } from './book.ts'
import type { StepData } from './explainStep.ts'
import type { RefundFacts } from './facts.ts'
import { cutLine } from './holdings.ts'

export interface RefundOutcome {
  holders: LineHolding[]
  steps: StepData[]
  overRefunds: OverRefund[]
}

/** Takes a refund off its lines, never more than what is left of each. */
export function refundLines(holders: readonly LineHolding[], refund: RefundFacts): RefundOutcome {
  const outcome: RefundOutcome = { holders: [...holders], steps: [], overRefunds: [] }
  for (const { lineNo, refundFen } of refund.lines) refundLine(outcome, refund.refundId, lineNo, refundFen)
  return outcome
}

function refundLine(outcome: RefundOutcome, refundId: string, lineNo: string, refundFen: number): void {
  const index = outcome.holders.findIndex((line) => line.lineNo === lineNo)
  const before = outcome.holders[index]
  if (!before) {
    noteOver(outcome, { refundId, lineNo, overFen: refundFen, why: 'no_such_line' })
    return
  }
  const leftFen = Math.max(0, before.paidFen - before.refundedFen)
  const takenFen = Math.min(refundFen, leftFen)
  if (takenFen > 0) {
    const after = { ...before, refundedFen: before.refundedFen + takenFen }
    outcome.holders[index] = after
    outcome.steps.push({ code: 'refunded', refundId, lineNo, refundFen: takenFen, from: takenFrom(before, after) })
  }
  if (refundFen > takenFen) {
    noteOver(outcome, { refundId, lineNo, overFen: refundFen - takenFen, why: 'more_than_paid' })
  }
}

function takenFrom(before: LineHolding, after: LineHolding) {
  const left = cutLine(after)
  return cutLine(before).map(({ share, fen }, index) => {
    const { account, guideId, storeCode } = share
    const amountFen = fen - (left[index]?.fen ?? 0)
    return {
      account,
      ...(guideId === undefined ? {} : { guideId }),
      ...(storeCode === undefined ? {} : { storeCode }),
      amountFen,
    }
  })
}

function noteOver(outcome: RefundOutcome, over: OverRefund): void {
  if (over.overFen <= 0) return
  outcome.overRefunds.push(over)
  outcome.steps.push({ code: 'over_refunded', ...over })
}
