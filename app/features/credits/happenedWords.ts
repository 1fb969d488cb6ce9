import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { formatYuan } from '../../domain/money.ts'
import { holder, type Names, partText, sayInstant } from './namesInWords.ts'

/** What happened to an order after it was decided. Undefined for a step of a decision. */
export function happenedInWords(step: ExplainStep, names: Names): string | undefined {
  switch (step.code) {
    case 'identified':
      return names.buyer?.by ? `认出了买家：${names.buyer.by}` : '认出了买家，从头判定一次'
    case 'identified_too_late':
      return `认出了买家，但等待期到${sayInstant(step.untilMs)}已经过了，不再改`
    case 'wait_over':
      return '等到期限也没认出买家，不再等'
    case 'corrected':
      return correctionInWords(step, names)
    case 'settled':
      return '售后期已过，导购的业绩结算'
    case 'in_suspense':
      return '退款单先到，订单还没到，先挂账等订单'
    case 'refunded':
      return refundInWords(step, names)
    case 'over_refunded':
      return step.why === 'no_such_line'
        ? `退款单里有 ${formatYuan(step.overFen)} 对不上单里的商品，没有从任何人扣，已列给总部核对`
        : `退款比实付多出 ${formatYuan(step.overFen)}，多出的没有从任何人扣，已列给总部核对`
    default:
      return undefined
  }
}

function refundInWords({ refundFen, from }: Extract<ExplainStep, { code: 'refunded' }>, names: Names): string {
  const sum = `退款 ${formatYuan(refundFen)}`
  if (from.every(({ account }) => account === 'suspense')) return `${sum}，记在挂账`
  const parts = from.filter(({ amountFen }) => amountFen !== 0)
  if (parts.every(({ account }) => account === 'unattributed')) return `${sum}，这笔还没归人，从待归属里扣`
  return `${sum}，谁得的从谁扣：${parts.map((part) => `${holder(part, names)} ${formatYuan(part.amountFen)}`).join('、')}`
}

function correctionInWords(step: Extract<ExplainStep, { code: 'corrected' }>, names: Names): string {
  const all = step.to.reduce((sum, { parts }) => sum + parts, 0)
  const to = step.to.map((part) => `${holder({ account: '', ...part }, names)}${partText({ ...part, ofParts: all })}`)
  const { proposedByName, decidedByName, reason } = names.corrections.get(step.correctionId) ?? {}
  const by =
    decidedByName && decidedByName !== proposedByName ? `${proposedByName}提出，${decidedByName}批准` : proposedByName
  const who = by ? `（${by}）` : ''
  return `人工更正 ${step.correctionId}${who}：改计给${to.join('、')}${reason ? `。理由：${reason}` : ''}`
}
