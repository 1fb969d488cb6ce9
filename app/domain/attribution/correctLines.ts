import type { HolderShare, LineHolding } from './book.ts'
import { guideShare } from './candidates.ts'
import type { StepData } from './explainStep.ts'
import type { CorrectionFacts } from './facts.ts'

/** A person's decision: the line is theirs whom it names, from then on; what refunds took stays taken. */
export function correctLines(
  before: readonly LineHolding[],
  { correctionId, lineNo, to }: CorrectionFacts,
): { holders: LineHolding[]; steps: StepData[] } {
  const shares = to.map((part): HolderShare => {
    if ('guideId' in part) return guideShare('brought', part.guideId, part.parts)
    const { storeCode, parts } = part
    return { role: 'store', account: `store:${storeCode}:pool`, storeCode, parts }
  })
  const isMeant = (line: LineHolding) => lineNo === undefined || line.lineNo === lineNo
  const holders = before.map((line) => (isMeant(line) ? { ...line, shares, waiting: false, isCorrected: true } : line))
  const about = lineNo === undefined ? {} : { lineNo }
  return { holders, steps: [{ code: 'corrected', correctionId, ...about, to: [...to] }] }
}
