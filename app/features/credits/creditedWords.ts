import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import type { ClaimMode } from '../../domain/attribution/rules.ts'
import { guideName, type Names, partText, pool, sayInstant, storeName } from './namesInWords.ts'
import { NAMED_IN, TOUCHES } from './traceWords.ts'

/** Of a contact way: whose QR it was. */
const HOW_BOUND: Record<string, string> = {
  plain_add: '直接加的好友',
  group_join: '从门店群来的',
  share_link: '从分享链接来的',
  transfer: '由同事交接过来的',
  manual: '由人工指定的',
}

const CLAIM_MODES: Record<ClaimMode, string> = {
  first_touch: '最先带来客户',
  first_friend: '最先加客户好友',
  first_in_store: '在这家店最先接触客户',
  last_touch: '付款前最后接触客户',
  strongest_touch: '和客户接触最深',
  every_touch: '接触过客户的人平分',
}

/** Who got a line, and by which fact. Undefined for a step that gives nobody anything. */
export function creditedInWords(step: ExplainStep, names: Names): string | undefined {
  switch (step.code) {
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
    case 'to_store_manager': {
      const who = guideName(step.guideId, names)
      return `计给${who}：没有别的导购可计，${who}是${storeName(step.storeCode, names)}付款当天的店长`
    }
    case 'waiting':
      return `还不知道买家是谁，先不计给任何人；${sayInstant(step.untilMs)}前认出买家就重新判定${names.afterWait ?? ''}`
    case 'to_store_pool':
      return `没有导购可计，计入${pool(step.storeCode, names)}`
    case 'to_nobody':
      return '没有导购可计，也不知道是哪家门店，先不计给任何人，由总部核对'
    default:
      return undefined
  }
}
