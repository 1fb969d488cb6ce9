import type { CorrectionView, ObjectionView, OrderCases } from '../../app/features/creditCases/contract.ts'
import { formatYuan } from './format.ts'

/** Objections with their answers, and corrections that wait or were refused; those in force are in the story. */
export function CreditCases({ cases }: { cases: OrderCases }) {
  const corrections = cases.corrections.filter(({ state }) => state !== 'approved')
  if (cases.objections.length === 0 && corrections.length === 0) return null
  return (
    <ul class="credit-cases">
      {cases.objections.map((objection) => (
        <li key={`o${objection.id}`}>
          <Objection of={objection} />
        </li>
      ))}
      {corrections.map((correction) => (
        <li key={`k${correction.id}`}>
          <Correction of={correction} />
        </li>
      ))}
    </ul>
  )
}

function Objection({ of }: { of: ObjectionView }) {
  return (
    <>
      <p>
        <strong>{of.isMine ? '你的异议' : `${of.guideName}的异议`}</strong>{' '}
        <span class={of.state === 'open' ? 'credit-open' : 'note'}>{of.stateText}</span>
      </p>
      {of.reason && <p>{of.reason}</p>}
      {of.answer && (
        <p>
          {of.settledByName}：{of.answer}
        </p>
      )}
    </>
  )
}

function Correction({ of }: { of: CorrectionView }) {
  const isOpen = of.state === 'proposed'
  return (
    <>
      <p>
        <strong>更正 {of.number}</strong>{' '}
        <span class={isOpen ? 'credit-open' : 'note'}>{isOpen ? '等总部批准' : '没有批准'}</span>
      </p>
      <p>
        {of.proposedByName}提出改计给{of.toText}，{formatYuan(of.movedFen)}。理由：{of.reason}
      </p>
      {of.note && (
        <p>
          {of.decidedByName}：{of.note}
        </p>
      )}
    </>
  )
}
