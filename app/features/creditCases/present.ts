import type { CreditCorrection, CreditObjection } from '../../db/entities/creditCases.ts'
import type { CorrectionView, ObjectionView } from './contract.ts'
import type { NewShares } from './holders.ts'
import type { CaseNames } from './names.ts'

export function presentCorrection(row: CreditCorrection, names: CaseNames): CorrectionView {
  const { id, lineNo, reason, movedFen, state, decidedBy } = row
  return {
    ...{ id, number: `K${id}`, lineNo, reason, movedFen, state, note: row.decisionNote },
    toText: holdersInWords(row.toHolders as NewShares, names),
    proposedByName: names.ofUser(row.proposedBy),
    proposedAtMs: row.proposedAt,
    decidedByName: decidedBy === null ? null : names.ofUser(decidedBy),
    decidedAtMs: row.decidedAt,
  }
}

/** `林晓`, or `林晓 70%、徐汇店门店池 30%`. */
function holdersInWords(to: NewShares, names: CaseNames): string {
  const all = to.reduce((sum, { parts }) => sum + parts, 0)
  return to
    .map((part) => {
      const name = 'guideId' in part ? names.ofGuide(part.guideId) : `${names.ofStore(part.storeCode)}门店池`
      return to.length === 1 ? name : `${name} ${Math.round((part.parts / all) * 1000) / 10}%`
    })
    .join('、')
}

/** @param correction what an upheld objection came to */
export function presentObjection(
  row: CreditObjection,
  askerId: number,
  correction: CreditCorrection | undefined,
  names: CaseNames,
): ObjectionView {
  const { id, guideId, reason, state, answer, settledBy } = row
  const decidedBy = correction?.decidedBy ?? null
  return {
    ...{ id, reason, state, answer, atMs: row.at, settledAtMs: row.settledAt },
    guideName: names.ofGuide(guideId),
    isMine: guideId === askerId,
    stateText: stateInWords(row, correction),
    settledByName: settledBy === null ? null : names.ofUser(settledBy),
    headOffice:
      correction && decidedBy !== null && decidedBy !== settledBy
        ? { name: names.ofUser(decidedBy), note: correction.decisionNote }
        : null,
  }
}

const UPHELD = {
  proposed: '已支持，等总部批准更正',
  approved: '已支持，业绩已更正',
  rejected: '已支持，但总部没有批准更正',
}

function stateInWords({ state }: CreditObjection, correction: CreditCorrection | undefined): string {
  if (state === 'open') return '等店长处理'
  return state === 'rejected' ? '没有支持' : UPHELD[correction?.state ?? 'proposed']
}
