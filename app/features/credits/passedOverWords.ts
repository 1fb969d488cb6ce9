import type { NoClaimBecause } from '../../domain/attribution/claims.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { guideName, type Names, sayInstant } from './namesInWords.ts'
import { NAMED_IN, TOUCHES } from './traceWords.ts'

const NO_CLAIM: Record<NoClaimBecause, string> = {
  later: '但有人更早',
  earlier: '但后来有人接触',
  protected: '但前一位还在保护期内',
  over: '但有效期已过',
  other_store: '但不在下单的门店',
  weaker: '但有人接触更深',
  not_on_day: '但付款当天不是在岗导购',
}

/** Who did not get it, and why not. Undefined for a step that passes nobody over. */
export function passedOverInWords(step: ExplainStep, names: Names): string | undefined {
  switch (step.code) {
    case 'buyer_unknown':
      if (names.buyer?.isConflict) return '单上留的号码对得上不止一位客户，等总部核对是哪一位'
      return step.buyer === 'none'
        ? '单上没有留买家的手机号或会员号，看不出是谁的客户'
        : '付款时还认不出买家，看不出是谁的客户'
    case 'buyer_not_bound':
      return names.buyer?.isMember ? '买家是会员，但付款时还不是任何导购的客户' : '付款时买家还不是任何导购的客户'
    case 'named_guide_unknown':
      return `${NAMED_IN[step.namedBy]}是「${step.name}」，不在导购名单里，没法计`
    case 'named_guide_not_on_day':
      return `没有计给${guideName(step.guideId, names)}：${NAMED_IN[step.namedBy]}是${guideName(step.guideId, names)}，但当天不是在岗导购`
    case 'named_guide_came_second': {
      const who = guideName(step.guideId, names)
      const first = step.after === 'bound' ? '客户是谁带来的' : '谁是单上写的服务导购'
      return `没有计给${who}：${NAMED_IN[step.namedBy]}是${who}，但这版规则先看${first}`
    }
    case 'no_claim': {
      const who = guideName(step.guideId, names)
      return `没有计给${who}：${who} ${sayInstant(step.touchedMs)}${TOUCHES[step.kind]}，${NO_CLAIM[step.because]}`
    }
    case 'store_unknown':
      return '单上没有我们认识的门店'
    default:
      return undefined
  }
}
