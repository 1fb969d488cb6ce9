import type { NamedBy } from '../../domain/attribution/explainStep.ts'
import type { TouchKind } from '../../domain/attribution/facts.ts'

/** By what a guide came into question: whoever got the sale and whoever did not is told by the same words. */

/** Where the guide is named; 「是谁」 follows. */
export const NAMED_IN: Record<NamedBy, string> = {
  served: '单上写的服务导购',
  shared: '分享下单链接的',
  refund: '退款单上写的导购',
}

export const TOUCHES: Record<TouchKind, string> = {
  friend: '加了好友',
  scan: '被客户扫码添加',
  group: '在门店群带来客户',
  share_link: '用分享链接带来客户',
  transfer: '接手了客户',
  manual: '被指定跟进客户',
  message: '给客户发过消息',
  answer: '记下过客户的答复',
}
