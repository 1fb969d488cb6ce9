import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { formatYuan } from '../../domain/money.ts'

export interface Names {
  guideNames: ReadonlyMap<number, string>
  storeNames: ReadonlyMap<string, string>
  /** With one line only, lines are not numbered in the text. */
  hasManyLines: boolean
}

const HOW_BOUND: Record<string, string> = {
  contact_way: '扫导购的码',
  plain_add: '直接添加',
  group_join: '通过门店群',
  share_link: '通过分享链接',
  transfer: '交接转入',
  manual: '人工指定',
}
const NAMED_BY = { served: '服务这一单', shared: '分享了链接', refund: '写在退款单上' }

/** One sentence per step, for guides and managers: what was decided, from which fact, and who did not get it. */
export function stepInWords(step: ExplainStep, names: Names): string {
  return `${shortDay(step.day)}：${'lineNo' in step ? lineText(step.lineNo, names) : ''}${sentenceOf(step, names)}`
}

function sentenceOf(step: ExplainStep, names: Names): string {
  switch (step.code) {
    case 'decided':
      return `${step.cause === 'payment' ? '按付款时的情况' : '认出买家后重新'}判定，规则第 ${step.ruleVersion} 版（先到先得）`
    case 'to_bound_guide':
      return `归${guide(step.guideId, names)}${partText(step)}：付款时客户归属${guide(step.guideId, names)}（${shortDay(businessDayOf(step.sinceMs))}${HOW_BOUND[step.by] ?? '添加'}）`
    case 'to_named_guide':
      return `归${guide(step.guideId, names)}${partText(step)}：${guide(step.guideId, names)}${NAMED_BY[step.namedBy]}，当天在岗`
    case 'waiting':
      return `还不知道买家是谁，先记待归属，等到 ${shortDay(businessDayOf(step.untilMs))}`
    case 'to_store_pool':
      return `没有导购可归，记入${names.storeNames.get(step.storeCode) ?? step.storeCode}门店池`
    case 'to_nobody':
      return '没有导购也没有门店可归，记为待归属'
    case 'refunded':
      return `退款 ${formatYuan(step.refundFen)}，从${step.from.map((part) => `${holder(part, names)} ${formatYuan(part.amountFen)}`).join('、')}扣回`
    case 'over_refunded':
      return `退款超出 ${formatYuan(step.overFen)}（${step.why === 'no_such_line' ? '订单里没有这一行' : '比实付多'}），没有从任何人扣，已列出待人工核对`
    default:
      return whyNot(step, names)
  }
}

function whyNot(step: ExplainStep, names: Names): string {
  switch (step.code) {
    case 'buyer_unknown':
      return step.buyer === 'none' ? '订单没有带买家信息，归属关系用不上' : '付款时还认不出买家，归属关系用不上'
    case 'buyer_not_bound':
      return '买家付款时没有归属导购'
    case 'named_guide_unknown':
      return `单上写的“${step.name}”不是我们的导购，不能归`
    case 'named_guide_not_on_day':
      return `${guide(step.guideId, names)}当天不是在岗导购，不能归`
    case 'named_guide_came_second':
      return `${guide(step.guideId, names)}${NAMED_BY[step.namedBy]}，但${step.after === 'bound' ? '客户已有归属导购' : '行上另有服务导购'}，所以不归`
    case 'store_unknown':
      return '订单没有我们认识的门店'
    case 'identified':
      return '认出了买家'
    case 'identified_too_late':
      return `认出买家时等待期（到 ${shortDay(businessDayOf(step.untilMs))}）已过，归属不再改变`
    case 'wait_over':
      return '等待期满，仍不知道买家'
    default:
      return ''
  }
}

function partText({ parts, ofParts }: { parts: number; ofParts: number }): string {
  return parts === ofParts ? '' : `（${parts}/${ofParts}）`
}

function guide(guideId: number, names: Names): string {
  return names.guideNames.get(guideId) ?? `导购 ${guideId}`
}

function holder(part: { account: string; guideId?: number; storeCode?: string }, names: Names): string {
  if (part.guideId !== undefined) return guide(part.guideId, names)
  if (part.storeCode === undefined) return '待归属'
  return `${names.storeNames.get(part.storeCode) ?? part.storeCode}门店池`
}

function lineText(lineNo: string | undefined, names: Names): string {
  return lineNo === undefined || !names.hasManyLines ? '' : `第 ${lineNo} 行，`
}

function shortDay(day: string): string {
  return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}
