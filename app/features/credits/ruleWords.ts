import type { AttributionRules, ClaimMode, Fallback, ShareRole } from '../../domain/attribution/rules.ts'

const CLAIMS: Record<ClaimMode, string> = {
  first_touch: '付款时是谁的客户',
  first_friend: '谁最先加客户好友',
  first_in_store: '谁在这家店最先接触客户',
  last_touch: '谁付款前最后接触客户',
  strongest_touch: '谁和客户接触最深',
  every_touch: '谁接触过客户',
}
const ROLES: Record<ShareRole, string> = {
  brought: '带来客户的',
  served: '单上写的服务导购',
  shared: '分享下单链接的',
  store: '门店',
}
const CHAIN: Record<Fallback, string> = {
  brought: '带来客户的导购',
  served: '单上写的服务导购',
  shared: '分享下单链接的导购',
  waiting: '认不出买家就先等',
  store_manager: '当天的店长',
  store: '门店池',
}

/** A version of the rules in two or three sentences, for whoever is credited by it. */
export function ruleInWords({ claims, shares, fallback, waitDays, freeze }: AttributionRules): string {
  const brought = shares.brought > 0 ? `先看${claims.map(({ mode }) => CLAIMS[mode]).join('，没有再看')}` : ''
  const chain = fallback.map((step) => (step === 'waiting' ? `${CHAIN.waiting} ${waitDays} 天` : CHAIN[step]))
  const otherwise = chain.length > 0 ? `没有的，依次看：${chain.join('、')}。` : ''
  const from = freeze.from === 'paid' ? '付款' : '订单完成'
  const kind = freeze.of === 'working' ? '个工作日' : '天'
  return `${brought}${cutInWords(shares)}。${otherwise}${from}满 ${freeze.days} ${kind}后结算。`
}

/** What the chain says of a line whose buyer nobody could tell in time. @param storeName of a store we know */
export function afterWaitInWords({ fallback }: AttributionRules, storeName: string | undefined): string {
  const next = fallback
    .slice(fallback.indexOf('waiting') + 1)
    .find((step) => storeName !== undefined && (step === 'store' || step === 'store_manager'))
  if (next === 'store') return `，到期还认不出就计入${storeName}门店池`
  return next ? `，到期还认不出就按${CHAIN[next]}或门店算` : '，到期还认不出就由总部核对'
}

function cutInWords(shares: AttributionRules['shares']): string {
  const roles = (Object.keys(ROLES) as ShareRole[]).filter((role) => shares[role] > 0)
  const [only] = roles
  if (only && roles.length === 1) return only === 'brought' ? '，就计给谁' : `计给${ROLES[only]}`
  const all = roles.reduce((sum, role) => sum + shares[role], 0)
  const parts = roles.map((role) => `${ROLES[role]}得 ${Math.round((shares[role] / all) * 1000) / 10}%`)
  return `${shares.brought > 0 ? '；' : ''}${parts.join('，')}`
}
