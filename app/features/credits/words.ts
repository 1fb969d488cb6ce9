import type { NoClaimBecause } from '../../domain/attribution/claims.ts'
import type { ExplainStep, NamedBy } from '../../domain/attribution/explainStep.ts'
import type { TouchKind } from '../../domain/attribution/facts.ts'
import type { ClaimMode } from '../../domain/attribution/rules.ts'
import { formatYuan } from '../../domain/money.ts'
import { guideName, holder, type Names, pool, sayInstant, storeName } from './namesInWords.ts'

/** Of a contact way: whose QR it was. */
const HOW_BOUND: Record<string, string> = {
  plain_add: '直接加的好友',
  group_join: '从门店群来的',
  share_link: '从分享链接来的',
  transfer: '由同事交接过来的',
  manual: '由人工指定的',
}
/** Where the guide is named; 「是谁」 follows. */
const NAMED_IN: Record<NamedBy, string> = {
  served: '单上写的服务导购',
  shared: '分享下单链接的',
  refund: '退款单上写的导购',
}

const CLAIM_MODES: Record<ClaimMode, string> = {
  first_touch: '最先带来客户',
  first_friend: '最先加客户好友',
  first_in_store: '在这家店最先接触客户',
  last_touch: '付款前最后接触客户',
  strongest_touch: '和客户接触最深',
  every_touch: '接触过客户的人平分',
}
const TOUCHES: Record<TouchKind, string> = {
  friend: '加了好友',
  scan: '被客户扫码添加',
  group: '在门店群带来客户',
  share_link: '用分享链接带来客户',
  transfer: '接手了客户',
  manual: '被指定跟进客户',
  message: '给客户发过消息',
  answer: '记下过客户的答复',
}
const NO_CLAIM: Record<NoClaimBecause, string> = {
  later: '但有人更早',
  earlier: '但后来有人接触',
  protected: '但前一位还在保护期内',
  over: '但有效期已过',
  other_store: '但不在下单的门店',
  weaker: '但有人接触更深',
  not_on_day: '但付款当天不是在岗导购',
}

/** One sentence per step, for guides and managers: what was decided, from which fact, and who did not get it. */
export function stepInWords(step: ExplainStep, names: Names): string {
  switch (step.code) {
    case 'decided':
      return decidedInWords(step)
    case 'to_bound_guide': {
      const who = guideName(step.guideId, names)
      const how = step.by === 'contact_way' ? `扫了${who}的码` : (HOW_BOUND[step.by] ?? '添加的')
      return `计给${who}${partText(step)}：付款时买家是${who}的客户（${sayInstant(step.sinceMs)}起，${how}）`
    }
    case 'to_named_guide': {
      const who = guideName(step.guideId, names)
      if (step.namedBy === 'refund') return `从${who}扣：退款单上写的导购是${who}`
      return `计给${who}${partText(step)}：${NAMED_IN[step.namedBy]}是${who}，付款当天在岗`
    }
    case 'to_claimant': {
      const who = guideName(step.guideId, names)
      return `计给${who}${partText(step)}：${CLAIM_MODES[step.mode]}，${who} ${sayInstant(step.sinceMs)}${TOUCHES[step.kind]}`
    }
    case 'to_store_share':
      return `${pool(step.storeCode, names)}${partText(step)}：规则里门店占的份`
    case 'to_store_manager':
      return `计给${guideName(step.guideId, names)}：没有别的导购可计，${guideName(step.guideId, names)}是${storeName(step.storeCode, names)}付款当天的店长`
    case 'waiting':
      return `还不知道买家是谁，先不计给任何人；${sayInstant(step.untilMs)}前认出买家就重新判定${names.afterWait ?? ''}`
    case 'to_store_pool':
      return `没有导购可计，计入${pool(step.storeCode, names)}`
    case 'to_nobody':
      return '没有导购可计，也不知道是哪家门店，先不计给任何人，由总部核对'
    default:
      return passedOver(step, names)
  }
}

/** A version holds for the orders paid in its time, also when they are judged again. */
function decidedInWords({ cause, ruleVersion, title }: Extract<ExplainStep, { code: 'decided' }>): string {
  const rule = `按付款当天的规则（第 ${ruleVersion} 版「${title}」）`
  return cause === 'payment' ? `${rule}判定` : `仍${rule}重新判定`
}

function passedOver(step: ExplainStep, names: Names): string {
  switch (step.code) {
    case 'buyer_unknown':
      if (names.buyer?.isConflict) return '单上留的号码对得上不止一位客户，等总部核对是哪一位'
      return step.buyer === 'none'
        ? '单上没有留买家的手机号或会员号，看不出是谁的客户'
        : '付款时还认不出买家，看不出是谁的客户'
    case 'buyer_not_bound':
      return '付款时买家还不是任何导购的客户'
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
      return happened(step, names)
  }
}

function happened(step: ExplainStep, names: Names): string {
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
      return ''
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

/** ` 70%`; nothing for whoever has it all. */
function partText({ parts, ofParts }: { parts: number; ofParts: number }): string {
  if (parts === ofParts) return ''
  const percent = Math.round((parts / ofParts) * 1000) / 10
  return ` ${percent}%`
}
